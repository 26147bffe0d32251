import type { NoticeView } from '#domain/status-view.ts';
import * as words from '../words/status.ts';
import { html, type Markup } from './html.ts';
import { kindMark, lasted, stateOf, where } from './notice.ts';
import { dateText, monthText, near } from './times.ts';
import type { Viewer } from './viewer.ts';

/** Notices in their order under the dates on which they began; line = what one of them looks like, a list item. */
export function byDate<T extends NoticeView>(views: readonly T[], zone: string, line: (view: T) => Markup): Markup[] {
  const dates = Map.groupBy(views, ({ startsAt }) => dateText(startsAt, zone));
  return [...dates].map(([date, all]) => html`<div class="date"><h3>${date}</h3><ul>${all.map(line)}</ul></div>`);
}

type Listed = NoticeView & { draft: boolean };

/** A timetable of notices, each leading to its page: what is open and planned, then the others by the months in which they began. asOf in UTC ms. */
export function noticeList(
  current: readonly Listed[],
  others: readonly Listed[],
  asOf: number,
  viewer: Viewer,
): Markup {
  const part = (title: string, views: readonly Listed[]) =>
    html`<section class="section past"><h2>${title}</h2>${byDate(views, viewer.zone, (view) => line(view, asOf, viewer))}</section>`;
  const months = Map.groupBy(others, ({ startsAt }) => monthText(startsAt, viewer.zone));
  return html`${current.length > 0 && part(words.CURRENT, current)}${[...months].map(([month, views]) => part(month, views))}`;
}

function line(view: Listed, asOf: number, viewer: Viewer): Markup {
  const state = view.draft ? words.DRAFT : stateOf(view, asOf);
  // a draft has no effect yet, whatever it says
  const effect = kindMark(view.draft ? { ...view, endsAt: asOf } : view, asOf);
  return html`<li class="listed"><h4><a href="/status/incidents/${view.id}">${view.title}</a></h4> <span class="how">${effect} <span class="hint">${state}${lasted(view)}</span></span><div><p class="hint">${span(view, viewer)}</p>${where(view, viewer)}</div></li>`;
}

/** From when to when, below its date: '01:00 – 03:00'. */
function span({ startsAt, endsAt }: NoticeView, { zone }: Viewer): Markup {
  const start = near(startsAt, startsAt, zone);
  if (endsAt === null) return html`${words.SINCE} ${start}`;
  return html`${start} ${words.TO} ${near(endsAt, startsAt, zone)}`;
}
