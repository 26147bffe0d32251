import type { Tx } from '../db.ts';
import { environment } from '../env.ts';

const DAY_MS = 86_400_000;
const MOST_DELETED = 5000;

/**
 * Makes the partitions that probes of the next days are written to, and drops those of raw probes that are kept no longer;
 * `at` in UTC ms. Answers how many it dropped. What is not rolled up yet is kept until it is.
 */
export async function turnPartitions(tx: Tx, at: number): Promise<number> {
  const { HEADROOM_KEEP_RAW_DAYS: keep } = environment();
  const day = new Date(at).toISOString().slice(0, 10);
  const [{ dropped }] = await tx.$queryRaw<[{ dropped: number }]>`
    SELECT probe_partitions(${day}::date, greatest(${keep}, (
      SELECT ${day}::date - min("upTo" AT TIME ZONE 'UTC')::date FROM "RollupMark"))) AS dropped`;
  return dropped;
}

/** The instant (UTC ms) before which hours of probes and spans of levels are no longer kept. */
export function keptSince(at: number): number {
  return at - environment().HEADROOM_KEEP_HOURS_DAYS * DAY_MS;
}

/** Deletes some closed spans that are older than an instant (UTC ms), none of a day that is not made yet; answers whether there may be more. */
export async function forgetSpans(tx: Tx, before: number): Promise<boolean> {
  const deleted = await tx.$executeRaw`
    DELETE FROM "LevelSpan" l USING (
      SELECT o."environmentId", o."from" FROM "LevelSpan" o JOIN "EnvironmentStatus" s USING ("environmentId")
      WHERE o."to" IS NOT NULL AND o."to" < ${new Date(before)} AND o."to" < s."rolledTo"::timestamp AT TIME ZONE 'UTC'
      ORDER BY o."to" LIMIT ${MOST_DELETED}
    ) old WHERE l."environmentId" = old."environmentId" AND l."from" = old."from"`;
  return deleted === MOST_DELETED;
}
