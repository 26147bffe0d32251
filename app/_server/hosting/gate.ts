import { type Standing, standingFor } from '#domain/policy.ts';
import { refusal } from '#domain/refusal.ts';
import { lockStandings } from '../access/standing-now.ts';
import type { Tx } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { type Attempt, recordStranger, refuse } from '../requests/refuse.ts';

/** The standing that lets somebody run the hosting of a contract; else why not, recorded: nothing is there for a stranger, R13 for all others. Locks the contract. */
export async function hostingStanding(
  tx: Tx,
  attempt: Omit<Attempt, 'standing'>,
  contractId: string,
): Promise<Outcome<Standing>> {
  const standings = await lockStandings(tx, attempt.actor.personId, contractId);
  const operator = standingFor('runHosting', standings);
  if (operator) return done(operator);
  const [standing] = standings;
  if (standing) return refuse(tx, { ...attempt, standing }, [refusal('notOperator', { standing })]);
  await recordStranger(tx, attempt);
  return NOT_FOUND;
}
