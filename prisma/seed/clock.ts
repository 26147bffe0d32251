import { instantToLocal, localToInstant } from '#domain/time.ts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The moment of loading, from which all demo dates are counted; every answer is UTC ms. */
export type DemoClock = {
  now: number;
  /** a wall time, 'HH:mm', so many days from the zone's today */
  on: (days: number, time: string, timeZone: string) => number;
  /** so many hours from now, cut to five minutes */
  hours: (hours: number) => number;
  /** so many hours from now, cut to the full hour */
  fullHour: (hours: number) => number;
};

/** A clock that stands at `now` (UTC ms). */
export function demoClock(now: number): DemoClock {
  return {
    now,
    on: (days, time, timeZone) => wallTime(shiftDate(instantToLocal(now, timeZone).slice(0, 10), days), time, timeZone),
    hours: (hours) => cut(now + hours * HOUR, 5 * MINUTE),
    fullHour: (hours) => cut(now + hours * HOUR, HOUR),
  };
}

/** The instant of a wall time; the first of a repeated one, the later side of a skipped one. */
export function wallTime(date: string, time: string, timeZone: string): number {
  const local = localToInstant(`${date}T${time}`, timeZone);
  if (local.kind === 'unreadable') throw new Error(`${date} ${time} in ${timeZone} cannot be read`);
  return local.kind === 'one' ? local.at : local.kind === 'repeated' ? local.first : local.after;
}

/** An ISO date so many days later. */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/** The first day of the month so many months before now, 00:00 in the zone, so many years back. */
export function monthStart(now: number, monthsBack: number, yearsBack: number, timeZone: string): number {
  const [year = 0, month = 1] = instantToLocal(now, timeZone).split('-').map(Number);
  const first = new Date(Date.UTC(year - yearsBack, month - 1 - monthsBack, 1)).toISOString().slice(0, 10);
  return wallTime(first, '00:00', timeZone);
}

/** The next night, after `now`, in which Europe's clocks change: the Saturday's ISO date. */
export function nextEuropeanChange(now: number): string {
  const year = new Date(now).getUTCFullYear();
  const sundays = [0, 1].flatMap((later) => [lastSunday(year + later, 3), lastSunday(year + later, 10)]);
  const saturdays = sundays.map((sunday) => shiftDate(sunday, -1));
  return saturdays.find((date) => Date.parse(date) > now + DAY) ?? shiftDate(lastSunday(year + 2, 3), -1);
}

function cut(at: number, step: number): number {
  return Math.floor(at / step) * step;
}

function lastSunday(year: number, month: number): string {
  const last = new Date(Date.UTC(year, month, 0));
  return shiftDate(last.toISOString().slice(0, 10), -last.getUTCDay());
}
