import type { Capacity } from '#domain/capacity.ts';
import { linesWords } from '../words/changes.ts';
import { UPSCALED, UPSCALED_UNTIL } from '../words/status.ts';
import { html, type Markup } from './html.ts';
import { mark } from './marks.ts';
import { moment } from './times.ts';

type Window = {
  slug: string;
  reference: string;
  /** UTC ms; null = permanent */
  until: number | null;
  lines: readonly { service: string; current: Capacity; requested: Capacity }[];
};

/** What active upscales say beside their environments, by slug: until when, what, and where to read more. */
export function besideOf(windows: readonly Window[], zone: string): Map<string, Markup> {
  const bySlug = Map.groupBy(windows, ({ slug }) => slug);
  return new Map([...bySlug].map(([slug, own]) => [slug, html`${own.map((window) => line(window, zone))}`]));
}

function line({ reference, until, lines }: Window, zone: string): Markup {
  const when = until === null ? UPSCALED : html`${UPSCALED_UNTIL} ${moment(until, zone)}`;
  return html`<p class="why">${mark({ tone: 'plan' }, html`${when}: <a href="/requests/${reference}">${linesWords(lines)}</a>`)}</p>`;
}
