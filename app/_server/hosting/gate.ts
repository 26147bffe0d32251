import type { Standing } from '#domain/policy.ts';
import { refusal } from '#domain/refusal.ts';
import type { Tx } from '../db.ts';
import type { Outcome } from '../outcome.ts';
import { admit } from '../requests/admit.ts';
import type { Attempt } from '../requests/refuse.ts';

/** The standing that lets somebody run the hosting of a contract; else why not, recorded: nothing is there for a stranger, R13 for all others. Locks the contract. */
export function hostingStanding(
  tx: Tx,
  attempt: Omit<Attempt, 'standing'>,
  contractId: string,
): Promise<Outcome<Standing>> {
  const otherwise = (standing: Standing) => refusal('notOperator', { standing });
  return admit(tx, attempt, contractId, { action: 'runHosting', otherwise });
}
