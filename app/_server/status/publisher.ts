import type { Standing } from '#domain/policy.ts';
import { refusal } from '#domain/refusal.ts';
import type { Tx } from '../db.ts';
import type { Outcome } from '../outcome.ts';
import { admit } from '../requests/admit.ts';
import type { Attempt } from '../requests/refuse.ts';

/** The standing that lets somebody publish the status of a contract's environments and say what is probed; else why not, recorded: nothing is there for a stranger, R13 for all others. Locks the contract. */
export function publisherStanding(
  tx: Tx,
  attempt: Omit<Attempt, 'standing'>,
  contractId: string,
): Promise<Outcome<Standing>> {
  const otherwise = (standing: Standing) => refusal('notPublisher', { standing });
  return admit(tx, attempt, contractId, { action: 'publishStatus', otherwise });
}
