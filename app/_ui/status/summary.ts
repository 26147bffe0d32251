import { LEVELS } from '#domain/status.ts';
import type { StatusPage } from '#domain/status-view.ts';
import { LEVEL_LOOKS } from '../shapes.ts';
import * as words from '../words/status.ts';
import { html, type Markup } from './html.ts';
import { shapeOf } from './marks.ts';
import { instant } from './times.ts';
import type { Viewer } from './viewer.ts';

/** All in a few sentences, the worst first: that everything is well, or what is wrong where, and how many are well. */
function summarySentences({ counts, total, environments, query }: StatusPage): string[] {
  if (total === 0) return [query === '' ? words.NONE : `${words.NONE_FOUND}.`];
  const unwell = LEVELS.filter((level) => level !== 'OPERATIONAL').filter((level) => counts[level] > 0);
  if (unwell.length === 0) return [words.ALL_WELL(total)];
  const sentences = unwell.map((level) => {
    const named = environments.filter((environment) => environment.level === level).map(({ name }) => name);
    return words.levelSentence(level, named, counts[level]);
  });
  // of what nobody knows nobody says that it is not operational
  const isKnown = counts.OPERATIONAL > 0 || counts.UNKNOWN === 0;
  return [...sentences, ...(total > 1 && isKnown ? [words.REST_WELL(counts.OPERATIONAL, total)] : [])];
}

/** The head of a status page: the worst level's shape, what is wrong where, and of when all that is. */
export function summary(page: StatusPage, viewer: Viewer): Markup {
  const look = LEVEL_LOOKS[page.level];
  const zone = viewer.zone !== 'UTC' && ` ${viewer.zone}`;
  const [first, ...others] = summarySentences(page);
  return html`<div class="verdict now ${look.tone}" data-key="summary">${shapeOf(look)}<div><p><strong>${first}</strong></p>${others.length > 0 && html`<p>${others.join(' ')}</p>`}<p class="next">${words.AS_OF} ${instant(page.asOf, viewer.zone)}${zone}</p></div></div>`;
}

/** That the facts are old: since when, and what that means. */
export function staleBox({ stale, asOf }: StatusPage, { zone }: Viewer): Markup | false {
  if (!stale) return false;
  return html`<div class="verdict warn" data-key="stale">${shapeOf({ tone: 'warn' })}<div><p><strong>${words.STALE}</strong> ${words.STALE_SINCE} ${instant(asOf, zone)}.</p><p class="next">${words.STALE_NEXT}</p></div></div>`;
}
