import type { LevelSpan } from '#domain/level-spans.ts';
import { dateOf, dayOf, type StatusDay } from '#domain/uptime.ts';
import type { Tx } from '../db.ts';

const DAY_MS = 86_400_000;
/** So long after midnight a slower clock may still tell of the day before. */
const CLOSED_AFTER_MS = 60_000;
const SLICE = 100;

type Row = {
  environmentId: string;
  rolledTo: Date;
  spans: (Omit<LevelSpan, 'from' | 'to'> & { from: string; to: string | null })[] | null;
};

/**
 * Makes the UTC days that are over, of some environments, from their spans; `at` in UTC ms. Answers whether there were any.
 * Their spans are told up to midnight by then: one that time has changed meanwhile is left until it is settled, and nothing
 * tells of a day that is made.
 */
export async function rollUpDays(tx: Tx, at: number): Promise<boolean> {
  const today = dateOf(at - CLOSED_AFTER_MS);
  const midnight = Date.parse(`${today}T00:00:00Z`);
  const ids = await lockUnrolled(tx, today, new Date(midnight));
  if (ids.length === 0) return false;
  // a statement of its own: what was told while this one waited for the locks is seen
  const rows = await tx.$queryRaw<Row[]>`
    SELECT s."environmentId", s."rolledTo", (
      SELECT json_agg(json_build_object('from', l."from", 'to', l."to", 'level', l.level, 'underlying', l.underlying,
        'maintenance', l.maintenance) ORDER BY l."from")
      FROM "LevelSpan" l WHERE l."environmentId" = s."environmentId"
        AND (l."to" IS NULL OR l."to" > s."rolledTo"::timestamp AT TIME ZONE 'UTC')) AS spans
    FROM "EnvironmentStatus" s WHERE s."environmentId" = ANY(${ids}::uuid[])`;
  const days = rows.flatMap((row) => daysOf(row, midnight));
  await tx.$executeRaw`
    INSERT INTO "EnvironmentDay" SELECT d.* FROM jsonb_populate_recordset(NULL::"EnvironmentDay", ${JSON.stringify(days)}::jsonb) d
    ON CONFLICT ("environmentId", date) DO NOTHING`;
  await tx.$executeRaw`
    UPDATE "EnvironmentStatus" SET "rolledTo" = ${today}::date, "settledAt" = greatest("settledAt", ${new Date(midnight)})
    WHERE "environmentId" = ANY(${ids}::uuid[])`;
  return true;
}

async function lockUnrolled(tx: Tx, today: string, midnight: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ environmentId: string }[]>`
    SELECT "environmentId" FROM "EnvironmentStatus" s
    WHERE s."rolledTo" < ${today}::date AND (s."dueAt" IS NULL OR s."dueAt" > ${midnight}) AND NOT EXISTS (
      SELECT 1 FROM "ProbeState" r WHERE r."environmentId" = s."environmentId" AND r."staleAt" <= ${midnight})
    ORDER BY s."rolledTo" LIMIT ${SLICE} FOR UPDATE OF s SKIP LOCKED`;
  return rows.map(({ environmentId }) => environmentId);
}

function daysOf({ environmentId, rolledTo, spans }: Row, midnight: number): (StatusDay & { environmentId: string })[] {
  const told = (spans ?? []).map((span) => ({
    ...span,
    from: Date.parse(span.from),
    to: span.to === null ? null : Date.parse(span.to),
  }));
  const count = Math.max(0, (midnight - rolledTo.getTime()) / DAY_MS);
  return Array.from({ length: count }, (_, index) => {
    const start = rolledTo.getTime() + index * DAY_MS;
    const within = told.filter(({ from, to }) => from < start + DAY_MS && (to === null || to > start));
    return { environmentId, ...dayOf(dateOf(start), within, midnight) };
  });
}
