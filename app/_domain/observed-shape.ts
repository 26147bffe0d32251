import { z } from 'zod';
import { attributesOf, type Capacity, type CapacityShape, isTasks } from './capacity.ts';
import type { FieldCode } from './field-error.ts';
import { holdsSecret, LONG_TEXT, SHORT_TEXT } from './free-text.ts';
import { instant } from './instant.ts';

const SIZE_MAX = 2 ** 24;
const COUNT_MAX = 10_000;
const MOST_SERVICES = 100;

const size = z.int().min(1).max(SIZE_MAX);
const tasks = z.int().min(0).max(COUNT_MAX);
const percent = z.int().min(0).max(100);

/** A size as a provider tells it: whole, of one shape, min ≤ desired ≤ max. */
const capacity = z
  .strictObject({
    ...{ cpu: size.optional(), memory: size.optional() },
    ...{ min: tasks.optional(), desired: tasks.optional(), max: tasks.optional() },
    instance: z
      .string()
      .max(SHORT_TEXT, { abort: true })
      .regex(/^[\w.-]+$/, 'instance')
      .optional(),
    ...{ count: z.int().min(1).max(COUNT_MAX).optional(), diskGiB: size.optional() },
  })
  .check(({ value, issues }) => {
    const refuse = (name: string, message: FieldCode, params = {}) =>
      issues.push({ code: 'custom', message, params, input: value, path: [name] });
    const own: readonly string[] = attributesOf('instance' in value ? 'nodes' : 'tasks');
    for (const name of own) if (!(name in value) && name !== 'diskGiB') refuse(name, 'required');
    for (const name of Object.keys(value)) if (!own.includes(name)) refuse(name, 'unknownMember');
    const { min = 0, desired = 0, max = 0 } = value;
    if (desired < min) refuse('desired', 'tooSmall', { min });
    if (max < desired) refuse('max', 'tooSmall', { min: desired });
  })
  .transform((value) => value as Capacity);
const services = z.record(z.string(), capacity).check(({ value, issues }) => {
  if (Object.keys(value).length > MOST_SERVICES)
    issues.push({ code: 'custom', message: 'tooMany', params: { max: MOST_SERVICES }, input: value });
});

/** What a provider's automation answers when it is asked what runs; members it adds are left alone. */
export const observedShape = z.object({
  observedAt: instant,
  services,
  underWay: z.boolean().optional(),
  progress: percent.optional(),
});

/** What a provider's automation reports of an operation. Its message is shown as it is, without hidden characters. */
export const reportShape = z.strictObject({
  outcome: z.enum(['succeeded', 'failed', 'progress']),
  message: z.string().max(LONG_TEXT).optional(),
  /** of what failed: whether trying again may help */
  retryable: z.boolean().optional(),
  progress: percent.optional(),
  observed: z.strictObject({ at: instant, services }).optional(),
});
export type OperationReport = z.output<typeof reportShape>;

/** What of a sighting belongs to an environment: services it does not have are left out, those told in another shape than theirs are misfits. */
export function sightingOf(
  told: Readonly<Record<string, Capacity>>,
  known: readonly { name: string; shape: CapacityShape }[],
): { capacities: Record<string, Capacity>; misfits: string[] } {
  const seen = known.flatMap(({ name, shape }) => {
    const size = Object.hasOwn(told, name) ? told[name] : undefined;
    return size ? [{ name, size, fits: isTasks(size) === (shape === 'tasks') }] : [];
  });
  return {
    capacities: Object.fromEntries(seen.map(({ name, size }) => [name, size])),
    misfits: seen.flatMap(({ name, fits }) => (fits ? [] : [name])),
  };
}

const LONGEST_WORD = 500;

/** What a machine said, fit to be stored and shown: one line without hidden characters, at most 500 long; nothing of it when it seems to hold a secret. */
export function saidBy(text: string): string {
  const start = text.slice(0, LONG_TEXT);
  if (holdsSecret(start)) return '…';
  return start
    .replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_WORD)
    .toWellFormed();
}
