import type { Level } from '#domain/status.ts';
import { LEVEL_LOOKS, type Look, SHAPE_OF, SHAPE_PATHS } from '../shapes.ts';
import { LEVEL_WORDS } from '../words/states.ts';
import { type Hole, html, type Markup } from './html.ts';

/** The bare shape of a look; its meaning is always written beside it. */
export function shapeOf({ tone, shape, fill = 'solid' }: Look): Markup {
  const hollow = fill !== 'solid' && html` class="hollow ${fill}"`;
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"${hollow}><path fill-rule="evenodd" d="${SHAPE_PATHS[shape ?? SHAPE_OF[tone]]}"/></svg>`;
}

/** A shape, a word and a colour, as mark.tsx. */
export function mark(look: Look, words: Hole): Markup {
  return html`<span class="mark ${look.tone}${look.needed && ' needed'}">${shapeOf(look)}<span>${words}</span></span>`;
}

/** How an environment or a service is doing; words = what stands there instead of the level's own. */
export function levelMark(level: Level, words: Hole = LEVEL_WORDS[level]): Markup {
  return mark(LEVEL_LOOKS[level], words);
}
