import type { NoticeView } from '#domain/status-view.ts';
import { serviceWords } from '../words/sizes.ts';
import * as words from '../words/status.ts';
import { html, type Markup, raw } from './html.ts';
import { kindMark, lasted, stateOf, times, update, where } from './notice.ts';
import { instant } from './times.ts';
import type { Viewer } from './viewer.ts';

/** One incident or maintenance with all that was said about it, newest first. asOf in UTC ms. */
export function wholeNotice(view: NoticeView, asOf: number, viewer: Viewer): Markup {
  const told = view.updates.map((each) => update(each, viewer));
  return html`<p class="level">${kindMark(view, asOf)} <span class="hint">${stateOf(view, asOf)}${lasted(view)}</span></p><p class="hint">${times(view, viewer)}</p>${where(view, viewer)}${after(view)}<section class="section"><h2>${words.UPDATES}</h2><ol class="told">${told}</ol></section>`;
}

function after({ postMortem }: NoticeView): Markup | false {
  if (postMortem === null) return false;
  return html`<section class="section"><h2>${words.POST_MORTEM}</h2><div class="prose">${raw(postMortem)}</div></section>`;
}

type Listed = NoticeView & { draft: boolean };

/** Rows of a list of notices, each leading to its page. asOf in UTC ms. */
export function noticeRows(views: readonly Listed[], asOf: number, { zone }: Viewer): Markup {
  const rows = views.map((view) => {
    const state = view.draft ? words.DRAFT : stateOf(view, asOf);
    // a draft has no effect yet, whatever it says
    const effect = kindMark(view.draft ? { ...view, endsAt: asOf } : view, asOf);
    const named = new Set(
      view.affected.map(({ slug, service }) => (service ? `${slug} (${serviceWords(service)})` : slug)),
    );
    return html`<tr role="row"><th scope="row" role="rowheader" class="whitespace-normal wrap-anywhere"><a href="/status/incidents/${view.id}">${view.title}</a></th><td role="cell" data-head="${words.ROW_HEADS[1]}"><span>${effect}</span></td><td role="cell" data-head="${words.ROW_HEADS[2]}" class="tight">${state}</td><td role="cell" data-head="${words.ROW_HEADS[3]}" class="tight">${instant(view.startsAt, zone)}</td><td role="cell" data-head="${words.ROW_HEADS[4]}" class="broad">${[...named].join(', ')}</td></tr>`;
  });
  const heads = words.ROW_HEADS.map((head) => html`<th scope="col">${head}</th>`);
  return html`<table class="sheet" role="table"><caption class="sr-only">${words.NOTICES}</caption><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table>`;
}
