import type { FieldError } from './field-error.ts';
import { JUDGEMENT_ORDER, type RuleId } from './refusal.ts';
import type { RequestBody } from './request.ts';
import { parseRequest } from './request-shape.ts';

const DAY = 86_400_000;

/** What each rule of content looks at; where one of these cannot be read, the rule is not judged. */
const LOOKS_AT: Partial<Record<RuleId, readonly string[]>> = {
  R5: ['purpose'],
  R17: ['lines'],
  R6: ['lines'],
  R7: ['purpose', 'loadTest'],
  R11: ['consistency'],
  R15: ['window'],
  R16: ['window'],
  R18: ['window'],
  R14: ['lines', 'window'],
};

/** A request as far as it can be read, with stand-ins for the rest, and the rules that look at nothing but what was said. */
export type PartialRequest = { body: RequestBody; rules: RuleId[]; has: (member: keyof RequestBody) => boolean };

/** Reads what a body says beside its errors, so that a form is judged before it is filled in; null = nothing can be read. now in UTC ms. */
export function readPartial(
  input: Readonly<Record<string, unknown>>,
  errors: readonly FieldError[],
  service: string,
  now: number,
): PartialRequest | null {
  const unread = new Set(errors.map(({ path }) => path.split('.')[0] ?? ''));
  const said = Object.entries(input).filter(([member]) => !unread.has(member) || member === 'emergency');
  const body = { ...standIns(service, now), ...Object.fromEntries(said) };
  const parsed = parseRequest(unread.has('emergency') ? { ...body, emergency: { reason: '-' } } : body, now);
  if (!parsed.ok) return null;
  const rules = JUDGEMENT_ORDER.filter((rule) => !LOOKS_AT[rule]?.some((member) => unread.has(member)));
  return { body: parsed.value, rules, has: (member) => !unread.has(member) };
}

function standIns(service: string, now: number) {
  return {
    purpose: 'OTHER',
    reason: '-',
    lines: [{ service, wanted: { count: 1 } }],
    window: { start: new Date(now + DAY).toISOString(), end: null, timeZone: 'UTC' },
    consistency: { follow: [], note: '-' },
    contact: '-',
    authority: true,
  };
}
