import type { Level } from '#domain/status.ts';
import { LEVEL_LOOKS, SHAPE_OF, SHAPE_PATHS, type Tone } from '../shapes.ts';
import { LEVEL_WORDS } from '../words/states.ts';
import { BADGE_STALE, BADGE_TITLE } from '../words/status-feed.ts';
import { html } from './html.ts';

/** The tokens' colours by day: a picture in somebody else's page knows none of ours. */
const COLOURS: Record<Tone, string> = {
  good: '#0a7350',
  warn: '#8a5300',
  bad: '#b0301a',
  plan: '#3b5bb5',
  none: '#5f666d',
};
const HEIGHT = 20;
/** A letter of the system's font at 11 px is hardly wider. */
const LETTER = 6.6;
const EDGE = 7;
const LONGEST = 40;

/** A small picture for other pages: a name, the level's shape and its word, readable without colour; asOf in UTC ms. */
export function badge(given: { name: string; level: Level; asOf: number; stale: boolean }): string {
  const { level, stale } = given;
  const asOf = new Date(given.asOf).toISOString();
  const name = shortened(given.name);
  const word = stale ? `${LEVEL_WORDS[level]} ${BADGE_STALE}` : LEVEL_WORDS[level];
  const { tone, shape, fill = 'solid' } = LEVEL_LOOKS[level];
  const left = widthOf(name) + 2 * EDGE;
  const width = left + widthOf(word) + 20 + 2 * EDGE;
  const title = BADGE_TITLE(given.name, level, asOf, stale);
  const drawn =
    fill === 'solid'
      ? html`<path d="${SHAPE_PATHS[shape ?? SHAPE_OF[tone]]}" fill="${COLOURS[tone]}" fill-rule="evenodd"/>`
      : html`<path d="${SHAPE_PATHS[shape ?? SHAPE_OF[tone]]}" fill="none" stroke="${COLOURS[tone]}" stroke-width="1.6" stroke-dasharray="${fill === 'dashed' ? '2.5 2' : 'none'}"/>`;
  return String(
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title><metadata><status xmlns="https://headroom.example/ns/status" level="${level}" asOf="${asOf}" stale="${String(stale)}"/></metadata><rect x=".5" y=".5" width="${width - 1}" height="${HEIGHT - 1}" rx="4" fill="#ffffff" stroke="#857f72"/><path d="M${left} 1v${HEIGHT - 2}" stroke="#857f72"/><g font-family="system-ui,Segoe UI,Roboto,Helvetica Neue,sans-serif" font-size="11"><text x="${EDGE}" y="14" fill="#1b1f23" textLength="${widthOf(name)}">${name}</text><svg x="${left + EDGE}" y="3" width="14" height="14" viewBox="0 0 16 16">${drawn}</svg><text x="${left + EDGE + 20}" y="14" fill="${COLOURS[tone]}" textLength="${widthOf(word)}">${word}</text></g></svg>`,
  );
}

function shortened(name: string): string {
  const letters = [...name.replace(/\p{Cc}/gu, ' ')];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : letters.join('');
}

function widthOf(text: string): number {
  return Math.ceil([...text].length * LETTER);
}
