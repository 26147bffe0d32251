import { deedsAt, type NoticeDeed, type StoredNotice, stageOf } from '#domain/notice.ts';
import { readScope } from '#domain/notice-shape.ts';
import { refusal } from '#domain/refusal.ts';
import type { Actor } from '../access/standing.ts';
import { type Tx, transaction } from '../db.ts';
import { done, NOT_FOUND, type Outcome, refused } from '../outcome.ts';
import { record } from '../record/append.ts';
import { publisherOfAll } from './gate.ts';
import { findPlaces, type Places } from './places.ts';
import { loadNotice } from './rows.ts';
import { differences } from './told.ts';
import { writeNotice } from './write.ts';

/** Who does what to which notice, as it was at a version; `at` in UTC ms. body = what may name other places than it has now. */
export type NoticeDoing = {
  actor: Actor;
  id: string;
  deed: NoticeDeed;
  version: number;
  at: number;
  body?: Record<string, unknown>;
};
/** Answers the notice as it shall be, null = removed. */
type Work = (notice: StoredNotice, places: Places) => Outcome<StoredNotice | null>;

const NOWHERE: Places = { scope: [], errors: [], missing: false };

/** Changes a notice that is there, in one transaction: 404 and R13 are recorded, a deed its stage does not know and a version that is not the newest are refused, what changed is written, told and recorded. Its row stays locked. */
export function onNotice(doing: NoticeDoing, work: Work): Promise<Outcome<StoredNotice | null>> {
  const { actor, id, deed, version, at, body } = doing;
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Notice" WHERE id = ${id}::uuid FOR UPDATE`;
    const notice = await loadNotice(tx, id);
    if (!notice) return NOT_FOUND;
    const wanted = body && readScope(body);
    const places = wanted ? await findPlaces(tx, wanted) : NOWHERE;
    await lockContracts(tx, [...contractsOf(notice.scope), ...contractsOf(places.scope)]);
    const attempt = { actor, what: `notice.${deed}`, subject: `notice ${id}`, at };
    const as = notice.publishedAt === null ? 'unseen' : 'seen';
    const own = await publisherOfAll(tx, { attempt, as, contracts: contractsOf(notice.scope) });
    if (own.kind !== 'done') return own;
    const others = await mayNameAll(tx, { attempt, places });
    if (others.kind !== 'done') return others;
    const stage = stageOf(notice, at);
    if (!deedsAt(stage).includes(deed)) return refused([refusal('noticeElsewhere', { stage, deed })]);
    if (notice.version !== version) return refused([refusal('noticeChanged', {})]);
    const worked = work(notice, places);
    if (worked.kind !== 'done') return worked;
    const after = worked.value && { ...worked.value, version: version + 1 };
    await writeNotice(tx, { before: notice, after, personId: actor.personId, at });
    const told = differences(notice, after);
    await record(tx, { ...attempt, ...told, who: actor.email, standing: own.value, verdict: { allowed: true } });
    return done(after);
  });
}

/** Those of before and of after in one order: two who swap their places would wait for each other. */
async function lockContracts(tx: Tx, ids: string[]): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Contract" WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
}

/** Whether somebody may publish wherever a form names: what is not theirs is not there. */
async function mayNameAll(
  tx: Tx,
  { attempt, places }: { attempt: Parameters<typeof publisherOfAll>[1]['attempt']; places: Places },
): Promise<Outcome<unknown>> {
  if (places.missing) return NOT_FOUND;
  const contracts = contractsOf(places.scope);
  return contracts.length === 0 ? done(null) : publisherOfAll(tx, { attempt, contracts, as: 'named' });
}

function contractsOf(scope: readonly { contractId: string }[]): string[] {
  return scope.map(({ contractId }) => contractId);
}
