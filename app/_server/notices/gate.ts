import { may, type Standing, standingFor } from '#domain/policy.ts';
import { refusal } from '#domain/refusal.ts';
import { lockStandings } from '../access/standing-now.ts';
import type { Tx } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { type Attempt, recordStranger, refuse } from '../requests/refuse.ts';

/** Who tries what on which contracts; seen = the published notice is there for whoever sees one of them, unseen = only for its publishers, named = the contracts are named by who tries, so that one of a stranger's is like none. */
type Asked = { attempt: Omit<Attempt, 'standing'>; contracts: readonly string[]; as: 'seen' | 'unseen' | 'named' };

/** The standing that lets somebody publish on all of some contracts; else why not, recorded: nothing is there for a stranger, R13 for all others. Locks the contracts, in order. */
export async function publisherOfAll(tx: Tx, { attempt, contracts, as }: Asked): Promise<Outcome<Standing>> {
  const each: Standing[][] = [];
  for (const id of [...new Set(contracts)].sort()) each.push(await lockStandings(tx, attempt.actor.personId, id));
  const publishers = each.map((standings) => standingFor('publishStatus', standings));
  const [first] = publishers;
  if (first && publishers.every(Boolean)) return done(first);
  const [other] = each.find((standings) => standings.length > 0 && !may('publishStatus', standings)) ?? [];
  const isThere = as === 'seen' || (as === 'named' && each.every((standings) => standings.length > 0));
  if (other && isThere)
    return refuse(tx, { ...attempt, standing: other }, [refusal('notPublisher', { standing: other })]);
  const some = publishers.find(Boolean);
  if (some && as === 'seen') return refuse(tx, { ...attempt, standing: some }, [refusal('notPublisherOfAll', {})]);
  await recordStranger(tx, attempt);
  return NOT_FOUND;
}
