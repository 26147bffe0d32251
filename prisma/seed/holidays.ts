import type { Tx } from '#server/db.ts';
import { shiftDate } from './clock.ts';

type DemoHoliday = { region: string; date: string; name: string };

const YEARS_AHEAD = 3;

/** Writes the holidays around a moment (UTC ms). */
export async function writeHolidays(tx: Tx, now: number): Promise<void> {
  await tx.holiday.createMany({ data: demoHolidays(now).map((each) => ({ ...each, date: new Date(each.date) })) });
}

/** The holidays of the demo's regions from the year before a moment (UTC ms) on. */
export function demoHolidays(now: number): DemoHoliday[] {
  const first = new Date(now).getUTCFullYear() - 1;
  return Array.from({ length: YEARS_AHEAD + 2 }, (_, index) => holidaysOf(first + index)).flat();
}

/** The public holidays of the demo's regions in one year. */
function holidaysOf(year: number): DemoHoliday[] {
  const regions: [string, [string, string][]][] = [
    ['DE-HE', germanyHesse(year)],
    ['AT', austria(year)],
    ['AU-NSW', newSouthWales(year)],
    ['US', unitedStates(year)],
  ];
  return regions.flatMap(([region, days]) => days.map(([date, name]) => ({ region, date, name })));
}

function germanyHesse(year: number): [string, string][] {
  const easter = easterSunday(year);
  return [
    [`${year}-01-01`, 'Neujahr'],
    [shiftDate(easter, -2), 'Karfreitag'],
    [shiftDate(easter, 1), 'Ostermontag'],
    [`${year}-05-01`, 'Tag der Arbeit'],
    [shiftDate(easter, 39), 'Christi Himmelfahrt'],
    [shiftDate(easter, 50), 'Pfingstmontag'],
    [shiftDate(easter, 60), 'Fronleichnam'],
    [`${year}-10-03`, 'Tag der Deutschen Einheit'],
    [`${year}-12-25`, 'Erster Weihnachtstag'],
    [`${year}-12-26`, 'Zweiter Weihnachtstag'],
  ];
}

function austria(year: number): [string, string][] {
  const easter = easterSunday(year);
  return [
    [`${year}-01-01`, 'Neujahr'],
    [`${year}-01-06`, 'Heilige Drei Könige'],
    [shiftDate(easter, 1), 'Ostermontag'],
    [`${year}-05-01`, 'Staatsfeiertag'],
    [shiftDate(easter, 39), 'Christi Himmelfahrt'],
    [shiftDate(easter, 50), 'Pfingstmontag'],
    [shiftDate(easter, 60), 'Fronleichnam'],
    [`${year}-08-15`, 'Mariä Himmelfahrt'],
    [`${year}-10-26`, 'Nationalfeiertag'],
    [`${year}-11-01`, 'Allerheiligen'],
    [`${year}-12-08`, 'Mariä Empfängnis'],
    [`${year}-12-25`, 'Christtag'],
    [`${year}-12-26`, 'Stefanitag'],
  ];
}

function newSouthWales(year: number): [string, string][] {
  const easter = easterSunday(year);
  const christmas = substitutes([`${year}-12-25`, 'Christmas Day'], [`${year}-12-26`, 'Boxing Day']);
  return [
    ...substitutes([`${year}-01-01`, "New Year's Day"]),
    [substituteDay(`${year}-01-26`), 'Australia Day'],
    [shiftDate(easter, -2), 'Good Friday'],
    [shiftDate(easter, 1), 'Easter Monday'],
    [`${year}-04-25`, 'Anzac Day'],
    [nthWeekday(year, 6, 1, 2), "King's Birthday"],
    [nthWeekday(year, 10, 1, 1), 'Labour Day'],
    ...christmas,
  ];
}

function unitedStates(year: number): [string, string][] {
  return [
    [observed(`${year}-01-01`), "New Year's Day"],
    [nthWeekday(year, 1, 1, 3), 'Martin Luther King Jr. Day'],
    [nthWeekday(year, 2, 1, 3), "Presidents' Day"],
    [lastMonday(year, 5), 'Memorial Day'],
    [observed(`${year}-06-19`), 'Juneteenth'],
    [observed(`${year}-07-04`), 'Independence Day'],
    [nthWeekday(year, 9, 1, 1), 'Labor Day'],
    [nthWeekday(year, 10, 1, 2), 'Columbus Day'],
    [observed(`${year}-11-11`), 'Veterans Day'],
    [nthWeekday(year, 11, 4, 4), 'Thanksgiving'],
    [observed(`${year}-12-25`), 'Christmas Day'],
  ];
}

/** Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher). */
function easterSunday(year: number): string {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** The nth weekday (1 = Monday) of a month (1–12). */
function nthWeekday(year: number, month: number, weekday: number, nth: number): string {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return shiftDate(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1));
}

function lastMonday(year: number, month: number): string {
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return shiftDate(last, -((weekdayOf(last) + 6) % 7));
}

function weekdayOf(date: string): number {
  return new Date(date).getUTCDay();
}

/** American: on a Saturday the Friday before is free, on a Sunday the Monday after. */
function observed(date: string): string {
  const weekday = weekdayOf(date);
  return weekday === 6 ? shiftDate(date, -1) : weekday === 0 ? shiftDate(date, 1) : date;
}

/** Australian: a holiday on a weekend moves to the Monday. */
function substituteDay(date: string): string {
  const weekday = weekdayOf(date);
  return weekday === 6 ? shiftDate(date, 2) : weekday === 0 ? shiftDate(date, 1) : date;
}

/** Each day itself and, for each on a weekend, the next weekday that is still free. */
function substitutes(...days: [string, string][]): [string, string][] {
  const taken = new Set(days.map(([date]) => date));
  const additional = days.flatMap(([date, name]): [string, string][] => {
    if (weekdayOf(date) % 6 !== 0) return [];
    let day = substituteDay(date);
    while (taken.has(day)) day = shiftDate(day, 1);
    taken.add(day);
    return [[day, `${name} (additional day)`]];
  });
  return [...days, ...additional];
}
