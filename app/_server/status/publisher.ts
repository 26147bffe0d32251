import { type Standing, standingFor } from '#domain/policy.ts';
import { refusal } from '#domain/refusal.ts';
import { lockStandings } from '../access/standing-now.ts';
import type { Tx } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { type Attempt, recordStranger, refuse } from '../requests/refuse.ts';

/** The standing that lets somebody publish the status of a contract's environments and say what is probed; else why not, recorded: nothing is there for a stranger, R13 for all others. Locks the contract. */
export async function publisherStanding(
  tx: Tx,
  attempt: Omit<Attempt, 'standing'>,
  contractId: string,
): Promise<Outcome<Standing>> {
  const standings = await lockStandings(tx, attempt.actor.personId, contractId);
  const publisher = standingFor('publishStatus', standings);
  if (publisher) return done(publisher);
  const [standing] = standings;
  if (standing) return refuse(tx, { ...attempt, standing }, [refusal('notPublisher', { standing })]);
  await recordStranger(tx, attempt);
  return NOT_FOUND;
}
