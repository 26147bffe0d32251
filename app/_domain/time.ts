import { Temporal } from 'temporal-polyfill';
import type { LeadTime } from './refusal.ts';

const HOUR = 3_600_000;

/** Whether a name is an IANA time zone; offsets such as +02:00 are none. */
export function isTimeZone(name: string): boolean {
  if (!/^(?!SystemV\/)[A-Z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return false;
  try {
    zoned(0, name);
    return true;
  } catch {
    return false;
  }
}

/** The earliest start that keeps the lead time (R15), UTC ms: hours as they are, calendar and business days to the same wall time in the contract's zone. */
export function earliestStart(
  now: number,
  leadTime: LeadTime,
  timeZone: string,
  holidays: ReadonlySet<string>,
): number {
  if (leadTime.unit === 'HOURS') return now + leadTime.value * HOUR;
  const from = zoned(now, timeZone);
  if (leadTime.unit === 'CALENDAR_DAYS') return from.add({ days: leadTime.value }).epochMilliseconds;
  const today = from.toPlainDate();
  const first = nextBusinessDay(today, holidays);
  let day = first;
  for (let n = 0; n < leadTime.value; n++) day = nextBusinessDay(day.add({ days: 1 }), holidays);
  return first.equals(today)
    ? from.add({ days: today.until(day).days }).epochMilliseconds
    : day.toZonedDateTime(timeZone).epochMilliseconds;
}

/** The contract year an instant lies in, [start, end) in UTC ms: anniversaries of the term's start in the contract's zone; one of 29 February is 28 February in other years. */
export function contractYear(termStart: number, timeZone: string, at: number): { start: number; end: number } {
  const first = zoned(termStart, timeZone);
  const anniversary = (years: number) => first.add({ years }).epochMilliseconds;
  const years = zoned(at, timeZone).year - first.year;
  const begun = anniversary(years) <= at ? years : years - 1;
  return { start: anniversary(begun), end: anniversary(begun + 1) };
}

/** What a wall time means in a zone; instants in UTC ms. A skipped one names the instants as far before and after the gap, a repeated one both. */
export type LocalTime =
  | { kind: 'one'; at: number }
  | { kind: 'skipped'; before: number; after: number }
  | { kind: 'repeated'; first: number; second: number; firstOffset: string; secondOffset: string }
  | { kind: 'unreadable' };

/** Reads 'YYYY-MM-DDTHH:mm' in a zone; another text, a date that does not exist and an unknown zone are unreadable. */
export function localToInstant(localText: string, timeZone: string): LocalTime {
  const local = plain(localText);
  if (!local || !isTimeZone(timeZone)) return { kind: 'unreadable' };
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' });
  const [first, second] = [earlier.epochMilliseconds, later.epochMilliseconds];
  if (first === second) return { kind: 'one', at: first };
  if (!earlier.toPlainDateTime().equals(local)) return { kind: 'skipped', before: first, after: second };
  return { kind: 'repeated', first, second, firstOffset: earlier.offset, secondOffset: later.offset };
}

/** The wall time in a zone as 'YYYY-MM-DDTHH:mm', for datetime-local fields; seconds are cut off. */
export function instantToLocal(at: number, timeZone: string): string {
  return zoned(at, timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** A calendar month 'YYYY-MM' in a zone, [from, to) in UTC ms; null = the text is none. */
export function monthIn(month: string, timeZone: string): { from: number; to: number } | null {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return null;
  const first = Temporal.PlainDate.from(`${month}-01`);
  const begins = (day: Temporal.PlainDate) => day.toZonedDateTime(timeZone).epochMilliseconds;
  return { from: begins(first), to: begins(first.add({ months: 1 })) };
}

function zoned(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}

function plain(text: string): Temporal.PlainDateTime | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return null;
  }
}

/** The day itself or the first after it that is Monday to Friday and no holiday. */
function nextBusinessDay(day: Temporal.PlainDate, holidays: ReadonlySet<string>): Temporal.PlainDate {
  let next = day;
  while (next.dayOfWeek > 5 || holidays.has(next.toString())) next = next.add({ days: 1 });
  return next;
}
