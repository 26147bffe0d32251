import { z } from 'zod';
import { type FieldError, fieldError, type Parsed } from './field-error.ts';
import { freeText, LONG_TEXT, SHORT_TEXT } from './free-text.ts';
import { instant } from './instant.ts';
import type { NoticeInput } from './notice-form.ts';
import { formErrors } from './request-form.ts';
import { parseShape } from './shape-errors.ts';
import { IMPACTS } from './status.ts';
import { INCIDENT_STATES } from './status-view.ts';
import { isTimeZone } from './time.ts';

const DAY = 24 * 3600_000;
const SCOPE_MAX = 50;
const LASTS_DAYS = 92;
const AHEAD_DAYS = 548;
const AGO_DAYS = 31;

const slug = z
  .string()
  .max(63, { abort: true })
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'slug');

/** What a notice affects: 1 to 50 environments, or services of them. */
export const scopeShape = z
  .array(z.strictObject({ environment: slug, service: z.string().min(1).max(SHORT_TEXT).optional() }))
  .min(1)
  .max(SCOPE_MAX)
  .transform(wholeFirst);
export type WantedScope = z.output<typeof scopeShape>;

const timeZone = z.string().refine(isTimeZone, 'timeZone');
const about = { title: freeText(SHORT_TEXT), impact: z.enum(IMPACTS), scope: scopeShape };
const text = freeText(LONG_TEXT);
const span = z.strictObject({ start: instant, end: instant, timeZone });
/** A time says nothing without its zone. */
const began = z
  .strictObject({ start: instant.optional(), timeZone: timeZone.optional() })
  .check(({ value, issues }) => {
    if (value.start !== undefined && value.timeZone === undefined)
      issues.push({ code: 'custom', input: undefined, path: ['timeZone'], message: 'required', params: {} });
  });

/** A new incident; start absent = now. Members stand in the order of the form, so that errors are told in it. */
export const incidentShape = z.strictObject({
  ...about,
  state: z.enum(['INVESTIGATING', 'IDENTIFIED', 'MONITORING']),
  window: began.optional(),
  text,
});
/** A new maintenance. */
export const maintenanceShape = z.strictObject({ ...about, window: span, text });
/** What of a published notice is changed as a whole. */
export const incidentEditShape = z.strictObject(about);
/** start absent = it has begun and keeps its own */
export const maintenanceEditShape = z.strictObject({ ...about, window: span.partial({ start: true }) });

/** An update of an incident, which may say another impact; of a maintenance only a text. */
export const incidentUpdateShape = z.strictObject({ state: z.enum(INCIDENT_STATES), impact: z.enum(IMPACTS), text });
export const textShape = z.strictObject({ text });
/** '' = none any more */
export const postMortemShape = z.strictObject({ text: freeText(LONG_TEXT, { required: false }) });
export const extendShape = z.strictObject({ window: z.strictObject({ end: instant, timeZone }), text });

/** Reads what a form tells by a shape; local times that could not be read come first. */
export function parseNotice<T>(shape: z.ZodType<T>, { body, errors }: NoticeInput): Parsed<T> {
  const parsed = parseShape(shape, body);
  const all = formErrors(errors, parsed.ok ? [] : parsed.errors);
  return all.length === 0 ? parsed : { ok: false, errors: all };
}

/** The scope alone, which is judged before the rest of the body; null = it cannot be read. */
export function readScope(body: Record<string, unknown>): WantedScope | null {
  return scopeShape.safeParse(body.scope).data ?? null;
}

/** Each environment and service once; a whole environment says all its services. */
function wholeFirst(scope: { environment: string; service?: string | undefined }[]) {
  const whole = new Set(scope.flatMap(({ environment, service }) => (service === undefined ? [environment] : [])));
  const services = scope.filter(({ environment, service }) => service !== undefined && !whole.has(environment));
  const once = new Map(services.map((each) => [`${each.environment} ${each.service}`, each]));
  return [...[...whole].map((environment) => ({ environment, service: undefined })), ...once.values()];
}

/** What is wrong with when an incident began, at an instant (UTC ms): it has begun, and not more than 31 days ago. */
export function beganErrors(start: number, now: number): FieldError[] {
  if (start > now) return [fieldError('window.start', 'notComeYet', {})];
  return start < now - AGO_DAYS * DAY ? [fieldError('window.start', 'tooLongAgo', { days: AGO_DAYS })] : [];
}

/** What is wrong with the times of a maintenance, at an instant (UTC ms): ahead, in order, at most 92 days long. begun = it runs, so that its start is past. */
export function maintenanceErrors(
  { start, end }: { start: number; end: number },
  now: number,
  begun = false,
): FieldError[] {
  const early = !begun && start <= now;
  const late = start > now + AHEAD_DAYS * DAY;
  return [
    ...(early ? [fieldError('window.start', 'notAhead', {})] : []),
    ...(late ? [fieldError('window.start', 'startTooFar', { months: 18 })] : []),
    ...endErrors(start, end, now),
  ];
}

function endErrors(start: number, end: number, now: number): FieldError[] {
  if (end <= start) return [fieldError('window.end', 'endNotAfterStart', {})];
  if (end <= now) return [fieldError('window.end', 'notAhead', {})];
  return end - start > LASTS_DAYS * DAY ? [fieldError('window.end', 'lastsTooLong', { days: LASTS_DAYS })] : [];
}

const MINUTE = 60_000;

/** The instant that was typed, or the one that was kept where a form, which knows no seconds, could not say it more exactly (UTC ms). */
export function keptInstant(typed: number, kept: number): number {
  return Math.floor(typed / MINUTE) === Math.floor(kept / MINUTE) ? kept : typed;
}
