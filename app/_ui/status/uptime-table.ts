import { UPTIME_DAYS, type Uptime, type UptimeKey } from '#domain/uptime.ts';
import { NO_DATA, PICTURE, UPTIME, UPTIME_HEADS, UPTIME_OUTSIDE } from '../words/status.ts';
import { html, type Markup } from './html.ts';
import { percent } from './percent.ts';

const KEYS = Object.keys(UPTIME_DAYS) as UptimeKey[];

/** Uptime of today, 7, 30 and 90 days; a second line leaves maintenance out where that reads differently. */
export function uptimeTable(uptime: Uptime, outside: Uptime): Markup {
  const all = KEYS.map((key) => textOf(uptime[key]));
  const rest = KEYS.map((key) => textOf(outside[key]));
  const differs = rest.some((text, at) => text !== all[at]);
  const heads = KEYS.map((key) => html`<th scope="col">${UPTIME_HEADS[key]}`);
  return html`<table class="up"><tr><td>${heads}${row(UPTIME, all)}${differs && row(UPTIME_OUTSIDE, rest)}</table>`;
}

/** The same heads once for a wide list of such tables; each table has its own for who hears it. */
export function uptimeHeads(): Markup {
  return html`<div class="env-heads" aria-hidden="true"><span></span><span>${PICTURE}</span><p><span>${UPTIME}</span>${KEYS.map((key) => html`<span>${UPTIME_HEADS[key]}</span>`)}</p></div>`;
}

function row(head: string, cells: readonly string[]): Markup {
  return html`<tr><th scope="row">${head}${cells.map((cell) => html`<td>${cell}`)}`;
}

function textOf(share: number | null): string {
  return share === null ? NO_DATA : percent(share);
}
