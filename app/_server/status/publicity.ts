import type { Actor } from '../access/standing.ts';
import { STATUS_CHANGES, statusChangeOf } from '../changes.ts';
import { transaction } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { record } from '../record/append.ts';
import { isReference } from './contract.ts';
import { publisherStanding } from './publisher.ts';

/** Lets anybody read the status of a contract (its reference), or nobody without a standing. Not yours and not there: 404; R13 for who may not publish; both recorded. Nothing is written when it is so already. `at` in UTC ms. */
export function setPublicity(
  actor: Actor,
  wanted: { contract: string; public: boolean },
  at: number = Date.now(),
): Promise<Outcome<null>> {
  const { contract: reference } = wanted;
  const [what, subject] = ['status.publicity', `contract ${reference}`];
  return transaction(async (tx) => {
    const found = isReference(reference)
      ? await tx.contract.findUnique({ where: { reference }, select: { id: true } })
      : null;
    if (!found) return NOT_FOUND;
    const { id } = found;
    const gate = await publisherStanding(tx, { actor, what, subject, at }, id);
    if (gate.kind !== 'done') return gate;
    // read once the gate has locked it
    const { publicStatus } = await tx.contract.findUniqueOrThrow({ where: { id }, select: { publicStatus: true } });
    if (publicStatus === wanted.public) return done(null);
    await tx.contract.update({ where: { id }, data: { publicStatus: wanted.public } });
    const [before, after] = [{ public: publicStatus }, { public: wanted.public }];
    const verdict = { allowed: true };
    await record(tx, { at, who: actor.email, standing: gate.value, what, subject, before, after, verdict });
    await tx.$executeRaw`SELECT pg_notify(${STATUS_CHANGES}, ${statusChangeOf({ contractId: id, environmentId: null })})`;
    return done(null);
  });
}
