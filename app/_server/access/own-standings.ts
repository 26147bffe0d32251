import type { Standing } from '#domain/policy.ts';
import { db } from '../db.ts';
import { type Actor, standingsOn } from './standing.ts';

/** What the actor is to each contract, by its reference: an operator is one on all of them. */
export async function ownStandings(actor: Actor): Promise<{ contract: string; standing: Standing }[]> {
  const all = actor.operator
    ? await db().contract.findMany({ select: { id: true, reference: true } })
    : [...actor.contracts].map(([id, { reference }]) => ({ id, reference }));
  return all
    .sort((a, b) => (a.reference < b.reference ? -1 : 1))
    .flatMap(({ id, reference }) => standingsOn(actor, id).map((standing) => ({ contract: reference, standing })));
}
