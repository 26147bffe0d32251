import { type Actor, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';

/** What PostgreSQL could be asked for; NUL and the like name nothing. */
const REFERENCE = /^[A-Za-z0-9-]{1,63}$/;

/** Whether a text could be a contract's reference. */
export const isReference = (text: string): boolean => REFERENCE.test(text);

/** The id of the contract with a reference, if the actor may see its environments; else null: not yours is not there. A statement only for operators. */
export async function contractInSight(actor: Actor, reference: string): Promise<string | null> {
  const scope = scopeOf(actor, 'seeEnvironments');
  if (scope !== 'all') return scope.find((id) => actor.contracts.get(id)?.reference === reference) ?? null;
  if (!isReference(reference)) return null;
  const found = await db().contract.findUnique({ where: { reference }, select: { id: true } });
  return found?.id ?? null;
}
