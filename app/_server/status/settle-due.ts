import { db, transaction } from '../db.ts';
import { log } from '../log.ts';
import { levelsSettled } from '../metrics.ts';
import { isOutage } from '../outage.ts';
import { settleAll } from './settle.ts';

/** Settled in one transaction: many enough that what all took within a minute is told in seconds, few enough to hold nobody up. */
const AT_ONCE = 100;

/**
 * Settles the environments that time alone changed by `at` (UTC ms): a reading went stale, a notice begins or ends; at most
 * `limit` of them, the longest overdue first. Answers how many were settled. Any number of processes may do so at once. What goes
 * wrong with one environment holds up no other, as long as fewer than `limit` readings are of such; an outage of the database is thrown.
 */
export async function settleDue(at: number, limit: number): Promise<number> {
  const due = (await dueEnvironments(new Date(at), limit)).map(({ environmentId }) => environmentId);
  let settled = 0;
  for (let from = 0; from < due.length; from += AT_ONCE)
    settled += await settleSome(due.slice(from, from + AT_ONCE), at);
  levelsSettled(settled);
  return settled;
}

/** Answers how many of them were settled: all at once, and where that fails one after the other. */
async function settleSome(environmentIds: readonly string[], at: number): Promise<number> {
  try {
    await transaction((tx) => settleAll(tx, environmentIds, at));
    return environmentIds.length;
  } catch (error) {
    if (isOutage(error)) throw error;
    const [environmentId, ...others] = environmentIds;
    if (others.length === 0) {
      log().error({ err: error, environmentId }, 'the level of an environment could not be settled and is tried again');
      return 0;
    }
  }
  let settled = 0;
  for (const id of environmentIds) settled += await settleSome([id], at);
  return settled;
}

/** One statement over two indexes that hold only what can be due. */
function dueEnvironments(now: Date, limit: number): Promise<{ environmentId: string }[]> {
  return db().$queryRaw`
    WITH due AS (
      (SELECT "environmentId", "staleAt" AS at FROM "ProbeState"
        WHERE "staleAt" IS NOT NULL AND "staleAt" <= ${now} ORDER BY "staleAt" LIMIT ${limit})
      UNION ALL
      (SELECT "environmentId", "dueAt" FROM "EnvironmentStatus"
        WHERE "dueAt" IS NOT NULL AND "dueAt" <= ${now} ORDER BY "dueAt" LIMIT ${limit})
    )
    SELECT "environmentId" FROM due GROUP BY "environmentId" ORDER BY min(at) LIMIT ${limit}`;
}
