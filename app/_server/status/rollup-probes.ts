import { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';

const HOUR_MS = 3_600_000;
/** A result may come so long after its probe; later ones are in no rollup. */
const CLOSED_AFTER_MS = 120_000;
/** Rows that one slice deletes at most. */
const MOST_DELETED = 5000;

/** What raw probes are rolled up to: the table, and how many endpoints are one slice of work (30,000 to 60,000 raw rows at one probe a minute). */
const PERIODS = {
  hours: { ms: HOUR_MS, slice: 500, table: Prisma.raw('"ProbeHour"'), column: Prisma.raw('hour') },
  days: { ms: 24 * HOUR_MS, slice: 40, table: Prisma.raw('"ProbeDay"'), column: Prisma.raw('date') },
} as const;
export type PeriodKind = keyof typeof PERIODS;

/**
 * Rolls up one slice of endpoints for the earliest hour or UTC day that is over and not done; `at` in UTC ms. Answers whether
 * there was one. Its mark is moved in the same transaction: what a crash undoes is done again, and doing it twice is once.
 * A period whose raw probes are gone, or that never had any, is skipped.
 */
export async function rollUpSlice(tx: Tx, kind: PeriodKind, at: number): Promise<boolean> {
  const { ms, slice } = PERIODS[kind];
  const mark = await markOf(tx, kind, at);
  const from = mark.endpointId === 0 ? await firstWithRaw(tx, mark.from, Math.floor(at / ms) * ms) : mark.from;
  if (at < from + ms + CLOSED_AFTER_MS) {
    if (from !== mark.from) await moveMark(tx, kind, from, 0);
    return false;
  }
  const { done, last } = await rollUp(tx, kind, from, mark.endpointId);
  if (done < slice) await moveMark(tx, kind, from + ms, 0);
  else await moveMark(tx, kind, from, last);
  return true;
}

/** Probes of whole hours that are older than this (UTC ms) are deleted, of some endpoints after another; answers the last one looked at, null = the last of all. */
export async function forgetHours(tx: Tx, before: number, afterEndpoint: number): Promise<number | null> {
  const { slice } = PERIODS.hours;
  // by the table's own ids, each found by its index: those of endpoints that are gone are among them
  const [{ last, looked, deleted }] = await tx.$queryRaw<[{ last: number | null; looked: number; deleted: number }]>`
    WITH RECURSIVE kept AS (
      (SELECT "endpointId", 1 AS n FROM "ProbeHour" WHERE "endpointId" > ${afterEndpoint} ORDER BY "endpointId" LIMIT 1)
      UNION ALL
      SELECT next."endpointId", n + 1 FROM kept, LATERAL (
        SELECT h."endpointId" FROM "ProbeHour" h WHERE h."endpointId" > kept."endpointId" ORDER BY 1 LIMIT 1) next
      WHERE n < ${slice}
    ), old AS (
      SELECT h."endpointId", h.hour FROM kept JOIN "ProbeHour" h USING ("endpointId")
      WHERE h.hour < ${new Date(before)} LIMIT ${MOST_DELETED}
    ), gone AS (
      DELETE FROM "ProbeHour" h USING old WHERE h."endpointId" = old."endpointId" AND h.hour = old.hour RETURNING 1
    )
    SELECT (SELECT max("endpointId") FROM kept) AS last, (SELECT count(*)::int FROM kept) AS looked,
      (SELECT count(*)::int FROM gone) AS deleted`;
  if (deleted === MOST_DELETED) return afterEndpoint;
  return looked < slice ? null : last;
}

type Mark = { from: number; endpointId: number };

async function markOf(tx: Tx, kind: PeriodKind, at: number): Promise<Mark> {
  const start = new Date(Math.floor(at / PERIODS[kind].ms) * PERIODS[kind].ms);
  const mark = await tx.rollupMark.upsert({ where: { kind }, create: { kind, upTo: start }, update: {} });
  return { from: mark.upTo.getTime(), endpointId: mark.endpointId };
}

async function moveMark(tx: Tx, kind: PeriodKind, upTo: number, endpointId: number): Promise<void> {
  await tx.rollupMark.update({ where: { kind }, data: { upTo: new Date(upTo), endpointId } });
}

/** The earliest instant from `from` on of which there are raw partitions, `now` where there are none before it. */
async function firstWithRaw(tx: Tx, from: number, now: number): Promise<number> {
  if (from >= now) return from;
  const [{ day }] = await tx.$queryRaw<[{ day: Date | null }]>`
    SELECT min(to_date(right(c.relname, 8), 'YYYYMMDD')) AS day
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = '"ProbeResult"'::regclass AND c.relname ~ '^ProbeResult_[0-9]{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') >= ${new Date(from).toISOString().slice(0, 10)}::date`;
  return Math.max(from, Math.min(day?.getTime() ?? now, now));
}

async function rollUp(tx: Tx, kind: PeriodKind, from: number, after: number): Promise<{ done: number; last: number }> {
  const { ms, slice, table, column } = PERIODS[kind];
  const [start, end] = [new Date(from), new Date(from + ms)];
  const period =
    kind === 'hours' ? Prisma.sql`${start}::timestamptz` : Prisma.sql`${start.toISOString().slice(0, 10)}::date`;
  const [row] = await tx.$queryRaw<[{ done: number; last: number }]>`
    WITH slice AS (
      SELECT id FROM "Endpoint" WHERE id > ${after} ORDER BY id LIMIT ${slice}
    ), rolled AS (
      INSERT INTO ${table} AS t ("endpointId", ${column}, probes, slow, down, "p50Ms", "p95Ms")
      SELECT s.id, ${period}, r.* FROM slice s CROSS JOIN LATERAL (
        SELECT count(*), count(*) FILTER (WHERE outcome = 'SLOW'), count(*) FILTER (WHERE outcome = 'DOWN'),
          percentile_disc(0.5) WITHIN GROUP (ORDER BY p.ms), percentile_disc(0.95) WITHIN GROUP (ORDER BY p.ms)
        FROM "ProbeResult" p WHERE p."endpointId" = s.id AND p.at >= ${start} AND p.at < ${end} HAVING count(*) > 0
      ) r
      ON CONFLICT ("endpointId", ${column}) DO UPDATE SET probes = excluded.probes, slow = excluded.slow,
        down = excluded.down, "p50Ms" = excluded."p50Ms", "p95Ms" = excluded."p95Ms"
    )
    SELECT count(*)::int AS done, coalesce(max(id), ${after}) AS last FROM slice`;
  return row;
}
