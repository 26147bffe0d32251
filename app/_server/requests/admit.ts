import { type Permission, type Standing, standingFor } from '#domain/policy.ts';
import type { Refusal } from '#domain/refusal.ts';
import { lockStandings } from '../access/standing-now.ts';
import type { Tx } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { type Attempt, recordStranger, refuse } from './refuse.ts';

/** What is to be done, and what those with another standing are told. */
type Deed = { action: Permission; otherwise: (standing: Standing) => Refusal };

/** The standing that lets somebody do something on a contract; else why not, recorded: nothing is there for a stranger, a refusal for all others. Locks the contract. */
export async function admit(
  tx: Tx,
  attempt: Omit<Attempt, 'standing'>,
  contractId: string,
  { action, otherwise }: Deed,
): Promise<Outcome<Standing>> {
  const standings = await lockStandings(tx, attempt.actor.personId, contractId);
  const fit = standingFor(action, standings);
  if (fit) return done(fit);
  const [standing] = standings;
  if (standing) return refuse(tx, { ...attempt, standing }, [otherwise(standing)]);
  await recordStranger(tx, attempt);
  return NOT_FOUND;
}
