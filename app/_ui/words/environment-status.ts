/** Words of what an environment's own pages say of its status; those it shares with status pages are in status.ts. */
import { LEVELS, type Level } from '#domain/status.ts';
import type { StatusDay } from '#domain/uptime.ts';
import { counted } from './sizes.ts';
import { LEVEL_WORDS } from './states.ts';
import { formatNear, msWords, NO_TIME } from './times.ts';

export const STATUS = 'Status';
export const NEVER = 'Not measured yet: nothing is claimed until probes report.';
/** 'Degraded since 14:05' */
export const levelSince = (level: Level, since: number | null, now: number, zone: string): string =>
  since === null ? LEVEL_WORDS[level] : `${LEVEL_WORDS[level]} since ${formatNear(since, now, zone)}`;
/** 'since Thu 26 Nov 2026 08:00'; for how long would be wrong a minute later. */
export const sinceWords = (instant: string): string => `since ${instant}`;
export const upscaledWords = (until: number | null, now: number, zone: string): string =>
  until === null ? 'Upscaled' : `Upscaled until ${formatNear(until, now, zone)}`;

/** '99.8 % in 90 days, 3 days unobserved' */
export function uptimeLine(uptime: string | null, unobserved: number): string {
  if (uptime === null) return 'Nothing was observed in 90 days.';
  return `${uptime} in 90 days${unobserved === 0 ? '' : `, ${counted(unobserved, 'day')} unobserved`}`;
}

export const WHY = 'Why';
export const NO_ENDPOINTS = 'Nothing is probed here.';
export const SERVICES_NOW = 'Services';
export const UPTIME_CAPTION = 'Uptime';
export const UPTIME_WITH = 'All the time';
export const UPTIME_WITHOUT = 'Outside maintenance';
export const UPTIME_HINT =
  'Time operational or degraded, of the time that was observed. Days are UTC days, today counts as far as it has come; time without observation counts for neither side.';

export const RESPONSE_TIMES = 'Response times';
export const RESPONSE_COLUMNS = ['Endpoint', 'Now', 'Last 24 hours', 'p50', 'p95', '90 days'] as const;
export const RESPONSE_HINT =
  'p50: half of the answers came within this time, p95: 95 of 100, both of a usual hour of the last 24 (the median of the hours, each counted as often as it was probed). 90 days: both of a usual day. The line is p50 hour by hour, the area behind it p95; where it breaks nothing was answered.';
export const NO_ANSWERS = 'Nothing was answered in 24 hours.';
export const PAUSED = 'Paused';
export const usualWords = (p50: number | null, p95: number | null): string =>
  p50 === null || p95 === null ? NO_TIME : `${p50.toLocaleString('en-US')} / ${msWords(p95)}`;
/** The text alternative of a sparkline. */
export const sparkWords = (slowest: number, hours: number): string =>
  `Answers in ${hours} of the last 24 hours; in the slowest 95 of 100 came within ${msWords(slowest)}.`;
export const ENDPOINTS_LINK = 'What is probed here';

export const NOW_AND_NEXT = 'Incidents and maintenance';
export const HISTORY_LINK = 'History by month';
export const STATUS_LINK = 'Status of all environments';

export const HISTORY_TITLE = (name: string): string => `History of ${name}`;
export const MONTHS_LABEL = 'Months';
export const monthWords = (month: string): string => MONTH.format(Date.parse(`${month}-01T00:00:00Z`));
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
export const dayWords = (date: string): string => DAY.format(Date.parse(`${date}T00:00:00Z`)).replace(',', '');
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
/** '30 days: 27 operational, 2 degraded, 1 unknown.' */
export function monthSentence(days: readonly StatusDay[]): string {
  if (days.length === 0) return 'Nothing is told of this month.';
  const parts = LEVELS.flatMap((level) => {
    const count = days.filter((day) => day.level === level).length;
    return count === 0 ? [] : [`${count} ${LEVEL_WORDS[level].toLowerCase()}`];
  });
  return `${counted(days.length, 'day')}: ${parts.reverse().join(', ')}.`;
}
export const DAYS = 'Days';
export const DAYS_HINT = 'UTC days on which not all was well, or not all was seen. All others were operational.';
export const DAYS_ALL_WELL = 'Every day of this month was operational all the time.';
export const DAY_COLUMNS = ['UTC day', 'Worst level', 'Uptime', 'Outside maintenance', 'Observed'] as const;
export const NOTICES = 'Incidents and maintenance';
export const NO_NOTICES = 'Nothing was published of this month.';
export const NOTICE_COLUMNS = ['Title', 'What', 'State', 'From', 'To'] as const;
export const STILL = 'open';

export const UNWELL = 'Not well now';
export const MORE_UNWELL = (count: number): string => `and ${counted(count, 'more environment')}`;
