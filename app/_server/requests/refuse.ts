import type { Standing } from '#domain/policy.ts';
import type { Json } from '#domain/record.ts';
import { isForbidden, type Refusal } from '#domain/refusal.ts';
import type { Actor } from '../access/standing.ts';
import type { Tx } from '../db.ts';
import { type Outcome, refused } from '../outcome.ts';
import { record } from '../record/append.ts';

/** An attempt to be kept in the record when it is refused: R3, R4, R8, R12, R13, or made without standing. */
export type Attempt = { actor: Actor; standing: Standing | null; what: string; subject: string; at: number };

/** Answers the refusals, first in order first; who-or-where refusals (403) leave one record entry. */
export async function refuse<T>(tx: Tx, attempt: Attempt, refusals: readonly Refusal[]): Promise<Outcome<T>> {
  const forbidden = refusals.find(isForbidden);
  if (forbidden)
    await recordAttempt(tx, attempt, {
      allowed: false,
      rule: forbidden.rule,
      code: forbidden.code,
      params: forbidden.params,
    } as unknown as Json);
  return refused(refusals);
}

/** Keeps the attempt of a signed-in person for whom the object does not exist (domain.md §8). */
export function recordStranger(tx: Tx, attempt: Omit<Attempt, 'standing'>): Promise<void> {
  return recordAttempt(tx, { ...attempt, standing: null }, { allowed: false, code: 'notFound' });
}

function recordAttempt(tx: Tx, { actor, standing, what, subject, at }: Attempt, verdict: Json): Promise<void> {
  return record(tx, { at, who: actor.email, standing, what, subject, verdict });
}
