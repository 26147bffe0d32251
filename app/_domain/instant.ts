import { z } from 'zod';

const RFC_3339 = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/i;
const [FIRST_YEAR, HOUR_MAX, SIXTY_MAX] = [2000, 23, 59];

/** An RFC 3339 instant with any offset as UTC ms, finer parts cut off; null for anything else: dates that do not exist, leap seconds, years before 2000. */
export function readInstant(text: string): number | null {
  const [, date = '', hour, minute, second, fraction = '', offset = ''] = RFC_3339.exec(text) ?? [];
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
  if (!exists || Number(date.slice(0, 4)) < FIRST_YEAR) return null;
  const shift = offsetMinutes(offset);
  if (Number(hour) > HOUR_MAX || Number(minute) > SIXTY_MAX || Number(second) > SIXTY_MAX || shift === null)
    return null;
  const seconds = (Number(hour) * 60 + Number(minute) - shift) * 60 + Number(second);
  return midnight + seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

/** An instant in a body: RFC 3339 in, UTC ms out. */
export const instant = z
  .string()
  .meta({ format: 'date-time' })
  .transform((text, context) => {
    const at = readInstant(text);
    if (at !== null) return at;
    context.addIssue({ code: 'custom', message: 'instant', input: text });
    return z.NEVER;
  });

function offsetMinutes(offset: string): number | null {
  if (offset.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))];
  if (hours > HOUR_MAX || minutes > SIXTY_MAX) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
