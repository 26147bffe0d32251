import { type Course, courseSince, ledOn } from '#domain/level-spans.ts';
import { edgesBetween, levelAt, type StatusFacts } from '#domain/status.ts';
import type { Tx } from '../db.ts';
import { factsOf, type StoredFacts } from './facts.ts';
import { lastSpans, lockStatus, writeStatus } from './stored-status.ts';

/** A transaction lasts no longer: whoever waited for the lock while another told of a later instant comes so late at most. */
const OVERTAKEN_MS = 15_000;

/**
 * Tells how an environment went up to `asked` (UTC ms) by the facts as they are stored, then makes `change`, then tells its level
 * by the changed facts; a level, its reasons or anything that `change` may have changed is announced on STATUS_CHANGES.
 * The only writer of levels. Everything that can change one is changed inside it, also a reading whose outcome differs from the
 * stored one, or that comes after the stored one went stale. It locks the status, then readings in the order of their ids.
 * A clock that was set back writes no past: levels are judged by it, and told from where the last settling ended; whoever only
 * waited for the lock is told as of that end, or what ended meanwhile would be on again.
 * An environment that is not there any more has no level; its `change` is made all the same.
 */
export async function settle(
  tx: Tx,
  environmentId: string,
  asked: number,
  change?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const status = await lockStatus(tx, environmentId, asked);
  if (!status) return void (await change?.(tx));
  const { settledAt } = status;
  const at = settledAt > asked && settledAt - asked <= OVERTAKEN_MS ? settledAt : asked;
  const until = Math.max(at, settledAt);
  const since = Math.min(at, settledAt);
  const stored = await withoutStale(tx, environmentId, await factsOf(tx, environmentId, since), { since, at });
  const spans = await lastSpans(tx, environmentId);
  const past = courseSince({ ...status, spans }, stored, settledAt, until);
  await change?.(tx);
  const facts = change ? await factsOf(tx, environmentId, since) : stored;
  const course: Course = ledOn(past, facts, at, until);
  await writeStatus(tx, status, {
    ...{ course, before: spans, reasons: levelAt(facts, at).reasons, dueAt: nextEdge(facts, at) },
    ...{ at, until, changed: change !== undefined },
  });
}

/** Takes the outcome from readings that went stale, and answers the facts as they were before that. A reading renewed meanwhile is not stale. */
async function withoutStale(
  tx: Tx,
  environmentId: string,
  facts: StoredFacts,
  { since, at }: { since: number; at: number },
): Promise<StoredFacts> {
  const stale = new Date(at);
  if (facts.staleAt === null || facts.staleAt > at) return facts;
  const rows = await tx.$queryRaw<{ endpointId: number }[]>`
    WITH stale AS (
      SELECT "endpointId" FROM "ProbeState" WHERE "environmentId" = ${environmentId}::uuid AND "staleAt" <= ${stale}
      ORDER BY "endpointId" FOR UPDATE
    )
    UPDATE "ProbeState" r SET outcome = NULL, since = r."staleAt", "staleAt" = NULL, ms = NULL, reason = NULL
    FROM stale WHERE r."endpointId" = stale."endpointId" RETURNING r."endpointId"`;
  const taken = new Set(rows.map(({ endpointId }) => endpointId));
  const renewed = facts.readings.some(
    ({ endpointId, staleAt }) => staleAt !== null && staleAt <= at && !taken.has(endpointId),
  );
  if (!renewed) return facts;
  const { readings } = await factsOf(tx, environmentId, since);
  return {
    ...facts,
    readings: readings.map((now) => {
      const before = facts.readings.find(({ endpointId }) => endpointId === now.endpointId);
      return before && taken.has(now.endpointId) ? before : now;
    }),
  };
}

/** The next instant at which a notice begins or ends; readings have an index of their own. */
function nextEdge({ affects }: StatusFacts, at: number): number | null {
  return edgesBetween({ readings: [], affects }, at, Number.POSITIVE_INFINITY)[0] ?? null;
}
