import { courseSince, ledOn } from '#domain/level-spans.ts';
import { edgesBetween, levelAt, type StatusFacts } from '#domain/status.ts';
import type { Tx } from '../db.ts';
import { factsOf, type StoredFacts } from './facts.ts';
import { lastSpans, lockStatuses, type StoredStatus, writeStatuses } from './stored-status.ts';

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
export function settle(
  tx: Tx,
  environmentId: string,
  asked: number,
  change?: (tx: Tx) => Promise<void>,
): Promise<void> {
  return settleAll(tx, [environmentId], asked, change);
}

/** The same for some environments at once, whatever number of them in the same few statements: their statuses are locked in the order of their ids, then their readings in that order. */
export async function settleAll(
  tx: Tx,
  environmentIds: readonly string[],
  asked: number,
  change?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const settlings = (await lockStatuses(tx, environmentIds, asked)).map((status) => settlingOf(status, asked));
  if (settlings.length === 0) return void (await change?.(tx));
  const stored = await withoutStale(tx, settlings, await factsOf(tx, settlings));
  const spans = await lastSpans(tx, settlings);
  const told = settlings.map((settling) => {
    const { status, environmentId, until } = settling;
    const before = spans.get(environmentId) ?? [];
    const past = courseSince({ ...status, spans: before }, of(stored, settling), status.settledAt, until);
    return { ...settling, before, past };
  });
  await change?.(tx);
  const now = change ? await factsOf(tx, settlings) : stored;
  const settled = told.map((settling) => {
    const { status, past, before, at, until } = settling;
    const facts = of(now, settling);
    const [course, { reasons }] = [ledOn(past, facts, at, until), levelAt(facts, at)];
    return { status, course, before, reasons, dueAt: nextEdge(facts, at), at, until, changed: change !== undefined };
  });
  await writeStatuses(tx, settled);
}

/** An environment that is settled: judged as of `at`, told up to `until`, from facts that were not over at `since`; all in UTC ms. */
type Settling = { environmentId: string; status: StoredStatus; at: number; until: number; since: number };

function settlingOf(status: StoredStatus, asked: number): Settling {
  const { environmentId, settledAt } = status;
  const at = settledAt > asked && settledAt - asked <= OVERTAKEN_MS ? settledAt : asked;
  return { environmentId, status, at, until: Math.max(at, settledAt), since: Math.min(at, settledAt) };
}

type AllFacts = ReadonlyMap<string, StoredFacts>;

function of(all: AllFacts, { environmentId }: Settling): StoredFacts {
  const facts = all.get(environmentId);
  if (!facts) throw new Error(`environment ${environmentId} has a status and no facts`);
  return facts;
}

/** Takes the outcome from readings that went stale, and answers the facts as they were before that. A reading renewed meanwhile is not stale. */
async function withoutStale(tx: Tx, settlings: readonly Settling[], facts: AllFacts): Promise<AllFacts> {
  const withStale = settlings.filter(
    (settling) => (of(facts, settling).staleAt ?? Number.POSITIVE_INFINITY) <= settling.at,
  );
  if (withStale.length === 0) return facts;
  // all of theirs, also those that are not stale: the change that follows may need one of a lower id
  const rows = await tx.$queryRaw<{ endpointId: number }[]>`
    WITH own AS (
      SELECT r."endpointId", g.at FROM unnest(${withStale.map(({ environmentId }) => environmentId)}::uuid[],
        ${withStale.map(({ at }) => new Date(at))}::timestamptz[]) AS g(id, at)
      JOIN "ProbeState" r ON r."environmentId" = g.id ORDER BY r."environmentId", r."endpointId" FOR UPDATE OF r
    )
    UPDATE "ProbeState" r SET outcome = NULL, since = r."staleAt", "staleAt" = NULL, ms = NULL, reason = NULL
    FROM own WHERE r."endpointId" = own."endpointId" AND r."staleAt" <= own.at RETURNING r."endpointId"`;
  const taken = new Set(rows.map(({ endpointId }) => endpointId));
  const renewed = withStale.filter((settling) =>
    of(facts, settling).readings.some(
      ({ endpointId, staleAt }) => staleAt !== null && staleAt <= settling.at && !taken.has(endpointId),
    ),
  );
  if (renewed.length === 0) return facts;
  const anew = await factsOf(tx, renewed);
  const mended = renewed.map((settling) => {
    const known = of(facts, settling);
    const readings = of(anew, settling).readings.map((now) => {
      const before = known.readings.find(({ endpointId }) => endpointId === now.endpointId);
      return before && taken.has(now.endpointId) ? before : now;
    });
    return [settling.environmentId, { ...known, readings }] as const;
  });
  return new Map([...facts, ...mended]);
}

/** The next instant at which a notice begins or ends; readings have an index of their own. */
function nextEdge({ affects }: StatusFacts, at: number): number | null {
  return edgesBetween({ readings: [], affects }, at, Number.POSITIVE_INFINITY)[0] ?? null;
}
