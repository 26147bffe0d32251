import { TO, UTC } from '../words/status.ts';
import { formatDate, formatInstant, formatMoment, formatMonth, formatNear } from '../words/times.ts';
import { html, type Markup } from './html.ts';

const MOST_KEPT = 5_000;
const kept = new Map<string, string>();

/** A local time is dear to work out and the same ones are shown again and again. */
function once(key: string, work: () => string): string {
  let text = kept.get(key);
  if (text === undefined) {
    if (kept.size >= MOST_KEPT) kept.clear();
    text = work();
    kept.set(key, text);
  }
  return text;
}

/** An instant near now (UTC ms) as a time element: 'Thu 26 Nov 08:00 UTC'; of zones other than UTC the page says once which it is. */
export function moment(at: number, zone: string): Markup {
  return element(
    at,
    once(`m${at}${zone}`, () => formatMoment(at, zone)),
    zone,
  );
}

/** The same with its year. */
export function instant(at: number, zone: string): Markup {
  return element(
    at,
    once(`i${at}${zone}`, () => formatInstant(at, zone)),
    zone,
  );
}

/** An instant as short as it can be told beside another one that is shown with its date (UTC ms both). */
export function near(at: number, beside: number, zone: string): Markup {
  return element(
    at,
    once(`n${at} ${beside}${zone}`, () => formatNear(at, beside, zone)),
    zone,
  );
}

/** From when to when (UTC ms), 'Thu 26 Nov 01:00 – 02:30 UTC': the date once where it is one, the zone once. */
export function span(from: number, to: number, zone: string): Markup {
  const start = element(
    from,
    once(`m${from}${zone}`, () => formatMoment(from, zone)),
    '',
  );
  const end = dateText(from, zone) === dateText(to, zone) ? near(to, from, zone) : moment(to, zone);
  return html`${start} ${TO} ${end}`;
}

/** The date of an instant, 'Thu 26 Nov 2026'. */
export function dateText(at: number, zone: string): string {
  return once(`d${at}${zone}`, () => formatDate(at, zone));
}

/** The month of an instant, 'November 2026'. */
export function monthText(at: number, zone: string): string {
  return once(`y${at}${zone}`, () => formatMonth(at, zone));
}

function element(at: number, text: string, zone: string): Markup {
  const iso = new Date(at).toISOString().replace(/(:00)?\.\d+Z$/, 'Z');
  return html`<time datetime="${iso}">${text}${zone === 'UTC' && ` ${UTC}`}</time>`;
}
