import type { LeadTime } from '#domain/refusal.ts';
import type { RequestWindow } from '#domain/request.ts';
import { counted } from './sizes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 'Thu 26 Nov 2026 08:00'; an hour that DST repeats says which: '… 02:30 (UTC+02:00)'. */
export function formatInstant(at: number, timeZone: string): string {
  const { day, year, time } = stampOf(at, timeZone);
  return `${day} ${year} ${time}`;
}

/** 'Thu 26 Nov 2026 08:00 Europe/Berlin' */
export function formatInstantInZone(at: number, timeZone: string): string {
  return `${formatInstant(at, timeZone)} ${timeZone}`;
}

/** 'Thu 26 Nov 08:00', for times near now: stories, lists. */
export function formatMoment(at: number, timeZone: string): string {
  const { day, time } = stampOf(at, timeZone);
  return `${day} ${time}`;
}

/** An instant as short as it can be told from now (UTC ms both): '08:00' today, 'Thu 08:00' within six days, else 'Thu 26 Nov', of another year with it. */
export function formatNear(at: number, now: number, timeZone: string): string {
  const { day, year, time } = stampOf(at, timeZone);
  const today = stampOf(now, timeZone);
  if (day === today.day && year === today.year) return time ?? '';
  if (Math.abs(at - now) < 6 * DAY) return `${day?.split(' ', 1)[0]} ${time}`;
  return year === today.year ? (day ?? '') : `${day} ${year}`;
}

/** 'Thu 26 Nov 08:00:07', for what takes seconds. */
export function formatSecond(at: number, timeZone: string): string {
  const second = String(new Date(at).getUTCSeconds()).padStart(2, '0');
  return formatMoment(at, timeZone).replace(/\d\d:\d\d/, (time) => `${time}:${second}`);
}

/** 'Thu 26 Nov 2026' */
export function formatDate(at: number, timeZone: string): string {
  const { day, year } = stampOf(at, timeZone);
  return `${day} ${year}`;
}

/** 'November 2026' */
export function formatMonth(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone }).format(at);
}

/** The first whole minute that is not before an instant: what a form that takes minutes can name as the earliest. */
export function formatEarliest(at: number, timeZone: string): string {
  return formatInstantInZone(Math.ceil(at / MINUTE) * MINUTE, timeZone);
}

/** A window in its own zone, and in the viewer's where the clocks differ (else null). */
export function windowTimes(window: RequestWindow, viewerZone: string): { own: string; yours: string | null } {
  const own = span(window, window.timeZone);
  const yours = viewerZone === window.timeZone ? own : span(window, viewerZone);
  const inZone = (text: string, zone: string) =>
    window.end === null ? `from ${text} ${zone}, permanent` : `${text} ${zone}`;
  return { own: inZone(own, window.timeZone), yours: yours === own ? null : inZone(yours, viewerZone) };
}

/** 'Thu 26 Nov 2026 08:00 – Fri 27 Nov 18:00 Europe/Berlin', with '(yours: …)' where the viewer's clock differs. */
export function formatWindow(window: RequestWindow, viewerZone: string): string {
  const { own, yours } = windowTimes(window, viewerZone);
  return yours === null ? own : `${own} (yours: ${yours})`;
}

/** A time until an answer, '1,812 ms'; '–' where there was none. */
export function msWords(ms: number | null): string {
  return ms === null ? NO_TIME : `${ms.toLocaleString('en-US')} ms`;
}
export const NO_TIME = '–';

/** A length of time in its two largest units: '2 days 10 h', '1 h 30 min', '45 s'. */
export function formatDuration(ms: number): string {
  const units: [number, (n: number) => string][] = [
    [DAY, (n) => counted(n, 'day')],
    [HOUR, (n) => `${n} h`],
    [MINUTE, (n) => `${n} min`],
    [1000, (n) => `${n} s`],
  ];
  const first = units.findIndex(([unit]) => ms >= unit);
  if (first < 0) return '0 s';
  const [[large, inLarge], next] = [units[first]!, units[first + 1]];
  const rest = next ? Math.floor((ms % large) / next[0]) : 0;
  return `${inLarge(Math.floor(ms / large))}${next && rest > 0 ? ` ${next[1](rest)}` : ''}`;
}

const LEAD_TIME_UNITS = { HOURS: 'hour', CALENDAR_DAYS: 'calendar day', BUSINESS_DAYS: 'business day' } as const;

/** '3 business days' */
export function leadTimeWords(leadTime: LeadTime): string {
  return counted(leadTime.value, LEAD_TIME_UNITS[leadTime.unit]);
}

/** The year is said once, and again only where the end lies in another; a same-day end is only a time. */
function span({ start, end }: RequestWindow, timeZone: string): string {
  const from = stampOf(start, timeZone);
  const begin = `${from.day} ${from.year} ${from.time}`;
  if (end === null) return begin;
  const to = stampOf(end, timeZone);
  if (to.year !== from.year) return `${begin} – ${to.day} ${to.year} ${to.time}`;
  return `${begin} – ${to.day === from.day ? '' : `${to.day} `}${to.time}`;
}

/** day 'Thu 26 Nov', year '2026', time '08:00', with its offset in an hour that DST repeats; seconds are cut off. */
function stampOf(at: number, timeZone: string): Record<'day' | 'year' | 'time', string> {
  const { weekday, day, month, year, hour, minute } = partsOf(at, timeZone);
  const isAt = (other: number) => {
    const parts = partsOf(other, timeZone);
    return parts.hour === hour && parts.minute === minute;
  };
  const step = timeZone === 'Australia/Lord_Howe' ? HOUR / 2 : HOUR; // the one zone whose summer is half an hour
  const which = isAt(at + step) || isAt(at - step) ? ` (${offsetWords(at, timeZone)})` : '';
  return { day: `${weekday} ${day} ${month}`, year, time: `${hour}:${minute}${which}` };
}

type Parts = Record<'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute', string>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make and a few zones are used: one is kept for each. */
function partsOf(at: number, timeZone: string): Parts {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value])) as Parts;
}

/** 'UTC+02:00' */
function offsetWords(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', 'UTC');
}
