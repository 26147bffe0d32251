import { z } from 'zod';
import type { Parsed } from './field-error.ts';
import { freeText, LONG_TEXT, SHORT_TEXT } from './free-text.ts';
import { linesShape } from './lines-shape.ts';
import { type DraftBody, PURPOSES, type RequestBody } from './request.ts';
import { parseShape } from './shape-errors.ts';
import { windowErrors, windowShape } from './window-shape.ts';

const LIST_MAX = 20;

const slug = z
  .string()
  .max(63, { abort: true })
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'slug');
// R7 refuses 100 % and more; this only keeps out what is no share at all
const percent = z.number().gt(0).max(10_000);
const rate = z.number().min(0).max(1e9);
const email = freeText(SHORT_TEXT).regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'email');

const follow = z
  .array(slug)
  .max(LIST_MAX)
  .check(({ value, issues }) => {
    for (const [index, each] of value.entries())
      if (value.indexOf(each) < index)
        issues.push({ code: 'custom', message: 'duplicate', input: each, path: [index] });
  });

const members = {
  environment: slug,
  purpose: z.enum(PURPOSES),
  reason: freeText(LONG_TEXT),
  lines: linesShape,
  window: windowShape,
  prescaleMinutes: z.int().min(0).max(1440),
  emergency: z.strictObject({ reason: freeText(LONG_TEXT) }),
  expected: z.strictObject({ peakRps: rate.optional(), ordersPerHour: rate.optional() }),
  loadTest: z.strictObject({
    tool: freeText(SHORT_TEXT),
    dataSharePercent: percent,
    trafficSharePercent: percent,
    generators: z.array(freeText(SHORT_TEXT)).max(LIST_MAX),
  }),
  // an empty note passes: whether the effect is stated is R11's to judge
  consistency: z.strictObject({ follow, note: freeText(LONG_TEXT, { required: false }) }),
  contact: freeText(SHORT_TEXT),
  purchaseOrder: freeText(SHORT_TEXT),
  authority: z.literal(true),
  watchers: z.array(email).max(LIST_MAX),
};
const draft = z.boolean().optional();

/** The body of POST /requests; the published schema comes from it too. */
export const requestShape = z.strictObject({
  ...members,
  prescaleMinutes: members.prescaleMinutes.default(0),
  emergency: members.emergency.optional(),
  expected: members.expected.optional(),
  loadTest: members.loadTest.optional(),
  purchaseOrder: members.purchaseOrder.optional(),
  watchers: members.watchers.default([]),
  draft,
});

/** The members of a request, each of them optional: what `changes` may name. */
export const changesShape = z.strictObject(members).partial();

/** The same body with `draft: true`: only the environment is required, whatever is there is judged. */
export const draftShape = changesShape.extend({ environment: slug, draft });

const placeShape = z.object({ environment: slug });

/** The environment's slug alone, which is judged before the rest of the body. */
export function parseEnvironmentSlug(input: unknown): Parsed<string> {
  const parsed = parseShape(placeShape, input);
  return parsed.ok ? { ok: true, value: parsed.value.environment } : parsed;
}

/** Whether a body asks to be kept as a draft, so that `parseDraft` reads it. */
export function wantsDraft(input: unknown): boolean {
  return memberOf(input, 'draft') === true;
}

/** Reads a whole request; now in UTC ms bounds its start. */
export function parseRequest(input: unknown, now: number): Parsed<RequestBody> {
  return readBody<RequestBody>(requestShape, input, now);
}

/** Reads a draft; now in UTC ms bounds its start. */
export function parseDraft(input: unknown, now: number): Parsed<DraftBody> {
  return readBody<DraftBody>(draftShape, input, now);
}

/** The window is judged by itself too, so that its errors are told beside the others. */
function readBody<T extends object>(shape: z.ZodType<T & { draft?: boolean }>, input: unknown, now: number): Parsed<T> {
  const parsed = parseShape(shape, input);
  const window = windowShape.safeParse(memberOf(input, 'window'));
  const errors = [...(parsed.ok ? [] : parsed.errors), ...(window.success ? windowErrors(window.data, now) : [])];
  if (!parsed.ok || errors.length > 0) return { ok: false, errors };
  const { draft: _, ...body } = parsed.value;
  return { ok: true, value: body as unknown as T };
}

function memberOf(input: unknown, name: string): unknown {
  return typeof input === 'object' && input !== null && Object.hasOwn(input, name)
    ? (input as Record<string, unknown>)[name]
    : undefined;
}
