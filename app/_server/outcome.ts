import type { FieldError } from '#domain/field-error.ts';
import type { Refusal } from '#domain/refusal.ts';

/** What an operation answers: the one result type of the house. An expected refusal is a value; a bug throws. */
export type Outcome<T> =
  | { kind: 'done'; value: T }
  /** not there and not yours are the same */
  | { kind: 'notFound' }
  /** not of the form asked for (422) */
  | { kind: 'invalid'; errors: FieldError[] }
  /** a rule or the moment refuses; the first is the one that is named */
  | { kind: 'refused'; refusals: [Refusal, ...Refusal[]] };

export const NOT_FOUND = { kind: 'notFound' } as const;

export function done<T>(value: T): Outcome<T> {
  return { kind: 'done', value };
}

/** The refusals of an operation, first in the order of judgement first; at least one. */
export function refused(refusals: readonly Refusal[]): Extract<Outcome<never>, { kind: 'refused' }> {
  return { kind: 'refused', refusals: refusals as [Refusal, ...Refusal[]] };
}
