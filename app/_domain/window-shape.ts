import { z } from 'zod';
import { type FieldError, fieldError } from './field-error.ts';
import { instant } from './instant.ts';
import type { RequestWindow } from './request.ts';
import { isTimeZone } from './time.ts';

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;
const SHORTEST_SECONDS = 30;
const LONGEST_DAYS = 92;
const AHEAD_MONTHS = 18;

/** A whole window: RFC 3339 in, UTC ms out; end null = permanent. */
export const windowShape = z.strictObject({
  start: instant,
  end: instant.nullable(),
  timeZone: z.string().refine(isTimeZone, 'timeZone'),
});

/** Whether a window's parts fit each other and now (UTC ms): 30 s to 92 days long, starting at most 18 months ahead. path is the window's own. */
export function windowErrors(window: RequestWindow, now: number, path = 'window'): FieldError[] {
  const far = window.start > monthsAfter(now, AHEAD_MONTHS);
  const length = lengthError(window, `${path}.end`);
  return [...(far ? [fieldError(`${path}.start`, 'startTooFar', { months: AHEAD_MONTHS })] : []), ...length];
}

function lengthError({ start, end }: RequestWindow, path: string): FieldError[] {
  if (end === null) return [];
  if (end <= start) return [fieldError(path, 'endNotAfterStart', {})];
  if (end - start < SHORTEST_SECONDS * SECOND)
    return [fieldError(path, 'windowTooShort', { seconds: SHORTEST_SECONDS })];
  return end - start > LONGEST_DAYS * DAY ? [fieldError(path, 'windowTooLong', { days: LONGEST_DAYS })] : [];
}

/** The same UTC wall time some months later; a day that month lacks is its last. */
function monthsAfter(at: number, months: number): number {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return (
    Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay)) +
    (at - Date.UTC(year, date.getUTCMonth(), date.getUTCDate()))
  );
}
