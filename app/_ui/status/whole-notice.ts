import type { NoticeView, SafeHtml } from '#domain/status-view.ts';
import * as words from '../words/status.ts';
import { html, type Markup, raw } from './html.ts';
import { kindMark, lasted, stateOf, times, update, where } from './notice.ts';
import type { Viewer } from './viewer.ts';

/** One incident or maintenance with all that was said about it, newest first. asOf in UTC ms. */
export function wholeNotice(view: NoticeView, asOf: number, viewer: Viewer): Markup {
  const told = view.updates.map((each) => update({ ...each, html: lifted(each.html) }, viewer));
  return html`<p class="level">${kindMark(view, asOf)} <span class="hint">${stateOf(view, asOf)}${lasted(view)}</span></p><p class="hint">${times(view, viewer)}</p>${where(view, viewer)}${after(view)}<section class="section"><h2>${words.UPDATES}</h2><ol class="told">${told}</ol></section>`;
}

function after({ postMortem }: NoticeView): Markup | false {
  if (postMortem === null) return false;
  return html`<section class="section"><h2>${words.POST_MORTEM}</h2><div class="prose">${raw(lifted(postMortem))}</div></section>`;
}

/** Headings of a text stand right below the h2 of their part; text that looks like a tag is escaped and stays. */
function lifted(text: SafeHtml): SafeHtml {
  return text.replace(/<(\/?)h([4-6])>/g, (_, end, level) => `<${end}h${level - 1}>`) as SafeHtml;
}
