import { DAYS_SHOWN, type StatusDay } from '#domain/uptime.ts';
import { LEVEL_WORDS } from '../words/states.ts';
import {
  DAY_BY_DAY,
  DAY_HEADS,
  DAYS_OF,
  NO_DATA,
  NOT_OBSERVED,
  OBSERVED_ALL,
  OBSERVED_NONE,
  OF,
} from '../words/status.ts';
import { html, type Markup } from './html.ts';
import { observedShare } from './ninety-days.ts';
import { percent } from './percent.ts';

/** What opens the table of days; a screen reader is told whose they are. */
export function daySummary(name: string): Markup {
  return html`<summary>${DAY_BY_DAY}<span class="away">${OF(name)}</span></summary>`;
}

/** What the picture shows as a table, newest first: days that are alike are one row. until = the instant (UTC ms) up to which today has come. */
export function dayTable(name: string, days: readonly StatusDay[], until: number): Markup {
  const { day, level, up, observed } = DAY_HEADS;
  const heads = [day, level, up, observed].map((head) => html`<th scope="col">${head}`);
  const rows = runsOf(days.slice(-DAYS_SHOWN).toReversed(), until).map(
    ({ newest, oldest, cells }) =>
      html`<tr><th scope="row">${datesOf(oldest, newest)}${cells.map((cell) => html`<td>${cell}`)}`,
  );
  return html`<table class="runs"><caption class="away">${DAYS_OF(name)}</caption><thead><tr>${heads}<tbody>${rows}</table>`;
}

type Run = { newest: string; oldest: string; cells: string[] };

function runsOf(days: readonly StatusDay[], until: number): Run[] {
  const runs: Run[] = [];
  for (const day of days) {
    const cells = cellsOf(day, until);
    const last = runs.at(-1);
    if (last && cells.every((cell, at) => cell === last.cells[at])) last.oldest = day.date;
    else runs.push({ newest: day.date, oldest: day.date, cells });
  }
  return runs;
}

function cellsOf(day: StatusDay, until: number): string[] {
  const share = observedShare(day, until);
  const observed = share === 0 ? OBSERVED_NONE : share === 1 ? OBSERVED_ALL : percent(share);
  const up = day.observedSeconds > 0 ? percent(day.upSeconds / day.observedSeconds) : NO_DATA;
  return [day.level === 'UNKNOWN' ? NOT_OBSERVED : LEVEL_WORDS[day.level], up, observed];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** '3 Sep', '3–9 Sep', '28 Aug – 3 Sep' */
function datesOf(from: string, to: string): string {
  const [, month, day] = partsOf(from);
  const [, toMonth, toDay] = partsOf(to);
  if (from === to) return `${day} ${month}`;
  return month === toMonth ? `${day}–${toDay} ${month}` : `${day} ${month} – ${toDay} ${toMonth}`;
}

function partsOf(date: string): [year: string, month: string, day: number] {
  const [year = '', month, day] = date.split('-');
  return [year, MONTHS[Number(month) - 1] ?? '', Number(day)];
}
