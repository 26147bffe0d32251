import type { NoticeView, StatusPage } from '#domain/status-view.ts';
import { STATUS_PAGE_SIZE } from '#domain/status-view.ts';
import * as words from '../words/status.ts';
import { environmentRow } from './environment-row.ts';
import { type Hole, html, type Markup } from './html.ts';
import { notice, pastNotice } from './notice.ts';
import { byDate } from './notice-list.ts';
import { staleBox, summary } from './summary.ts';
import { dateText } from './times.ts';
import { uptimeHeads } from './uptime-table.ts';
import type { Viewer } from './viewer.ts';

/** All of a status page below its title: summary first, what is on, the environments, unhealthy first, what is planned, and what was. */
export function statusBody(page: StatusPage, viewer: Viewer): Markup {
  const told = (view: NoticeView) => notice(view, page.asOf, viewer);
  return html`${staleBox(page, viewer)}${summary(page, viewer)}${part('open', words.OPEN, page.open.map(told))}${environments(page, viewer)}${part('planned', words.PLANNED, page.planned.map(told))}${past(page, viewer)}${legend()}`;
}

function part(key: string, title: string, content: readonly Hole[]): Markup | false {
  return content.length > 0 && html`<section class="section" data-key="${key}"><h2>${title}</h2>${content}</section>`;
}

function environments(page: StatusPage, viewer: Viewer): Markup {
  const rows = page.environments.map((each) => environmentRow(each, page.asOf, viewer));
  const list = rows.length > 0 ? html`${uptimeHeads()}<ul class="envs" data-steady>${rows}</ul>` : empty(page, viewer);
  return html`<section class="section" data-key="environments"><h2>${words.ENVIRONMENTS}</h2>${search(page, viewer)}${list}${pager(page, viewer)}</section>`;
}

/** Only where there is more than what one sees. */
function search({ query, total }: StatusPage, { path }: Viewer): Markup | false {
  if (query === '' && total <= STATUS_PAGE_SIZE) return false;
  return html`<form class="find" role="search" action="${path}" data-key="find"><label for="q">${words.SEARCH}</label><input id="q" name="q" type="search" maxlength="100" value="${query}"><button>${words.SEARCH_DO}</button></form>`;
}

function empty({ query, contract }: StatusPage, { path, isStranger }: Viewer): Markup {
  if (query !== '')
    return html`<div class="empty"><strong>${words.NONE_FOUND}</strong><p>${words.NONE_FOUND_TEXT(query)}</p><a href="${path}">${words.SHOW_ALL}</a></div>`;
  const text = contract || isStranger ? words.EMPTY_PUBLIC : words.EMPTY_TEXT;
  return html`<div class="empty"><strong>${words.EMPTY}</strong><p>${text}</p></div>`;
}

function pager({ page, pages, query }: StatusPage, { path }: Viewer): Markup | false {
  if (pages <= 1) return false;
  const to = (target: number) =>
    `${path}?${new URLSearchParams({ ...(query !== '' && { q: query }), page: String(target) })}`;
  const previous = page > 1 && html`<a rel="prev" href="${to(page - 1)}">${words.PREVIOUS}</a>`;
  const next = page < pages && html`<a rel="next" href="${to(page + 1)}">${words.NEXT}</a>`;
  return html`<nav class="turn" aria-label="${words.PAGES_LABEL}">${previous}<span>${words.PAGE_OF(page, pages)}</span>${next}</nav>`;
}

/** So many notices that are over stand open to the eye; a slow phone lays out no more than these. */
const RECENT = 7;

/** What is over, newest first, under the date on which it began. */
function past({ past: views, asOf, query }: StatusPage, viewer: Viewer): Markup | false {
  // of what was sought and not found nothing was published either
  if (query !== '' && views.length === 0) return false;
  const dated = (some: readonly NoticeView[]) => byDate(some, viewer.zone, (view) => pastNotice(view, asOf, viewer));
  const [dates, older] = [dated(views.slice(0, RECENT)), views.slice(RECENT)];
  const oldest = older.at(-1);
  const before =
    oldest &&
    html`<details class="older" data-key="older"><summary>${words.OLDER(older.length, dateText(oldest.startsAt, viewer.zone))}</summary>${dated(older)}</details>`;
  const none = html`<p class="hint">${words.PAST_NONE}</p>`;
  const all = !viewer.isStranger && html`<p class="turn"><a href="/status/incidents">${words.ALL_NOTICES}</a></p>`;
  return html`<section class="section past" data-key="past"><h2>${words.PAST}</h2>${dates.length > 0 ? dates : none}${before}${all}</section>`;
}

function legend(): Markup {
  return html`<section class="section" data-key="legend"><h2>${words.LEGEND}</h2><p class="hint">${words.LEGEND_PICTURE}</p><p class="hint">${words.LEGEND_UPTIME}</p></section>`;
}
