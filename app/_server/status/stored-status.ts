import { isDeepStrictEqual } from 'node:util';
import type { Course, LevelSpan } from '#domain/level-spans.ts';
import type { Level, LevelReason, ServiceLevel } from '#domain/status.ts';
import { dateOf } from '#domain/uptime.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { STATUS_CHANGES, statusChangeOf } from '../changes.ts';
import type { Tx } from '../db.ts';

/** A status as it is stored; instants in UTC ms. */
export type StoredStatus = {
  environmentId: string;
  contractId: string;
  since: number;
  settledAt: number;
  services: ServiceLevel[];
  reasons: LevelReason[];
};

type StatusRow = Omit<StoredStatus, 'since' | 'settledAt'> & { since: Date; settledAt: Date };

/** Locks the status of an environment, made at `at` (UTC ms) where it has none; null = there is no such environment. */
export async function lockStatus(tx: Tx, environmentId: string, at: number): Promise<StoredStatus | null> {
  const found = await lockFound(tx, environmentId);
  if (found) return found;
  const from = new Date(at);
  await tx.$executeRaw`
    WITH made AS (
      INSERT INTO "EnvironmentStatus" ("environmentId", since, "settledAt", "rolledTo")
      SELECT id, ${from}, ${from}, ${dateOf(at)}::date FROM "Environment" WHERE id = ${environmentId}::uuid
      ON CONFLICT DO NOTHING RETURNING "environmentId"
    )
    INSERT INTO "LevelSpan" ("environmentId", "from", level, underlying, maintenance)
    SELECT "environmentId", ${from}, 'UNKNOWN', 'UNKNOWN', false FROM made`;
  return lockFound(tx, environmentId);
}

async function lockFound(tx: Tx, environmentId: string): Promise<StoredStatus | null> {
  const [row] = await tx.$queryRaw<StatusRow[]>`
    SELECT s."environmentId", e."contractId", s.since, s."settledAt", s.services, s.reasons
    FROM "EnvironmentStatus" s JOIN "Environment" e ON e.id = s."environmentId"
    WHERE s."environmentId" = ${environmentId}::uuid FOR UPDATE OF s`;
  return row ? { ...row, since: row.since.getTime(), settledAt: row.settledAt.getTime() } : null;
}

/** The last two spans, oldest first; the last one is open. Only under the lock of the status. */
export async function lastSpans(tx: Tx, environmentId: string): Promise<LevelSpan[]> {
  const rows = await tx.$queryRaw<(Omit<LevelSpan, 'from' | 'to'> & { from: Date; to: Date | null })[]>`
    SELECT "from", "to", level, underlying, maintenance FROM "LevelSpan"
    WHERE "environmentId" = ${environmentId}::uuid ORDER BY "from" DESC LIMIT 2`;
  return rows.toReversed().map((row) => ({ ...row, from: row.from.getTime(), to: row.to?.getTime() ?? null }));
}

/** What a settling came to. */
export type Settled = {
  course: Course;
  /** the spans that the course began with */
  before: readonly LevelSpan[];
  reasons: LevelReason[];
  /** UTC ms, as the rest */
  dueAt: number | null;
  at: number;
  /** up to where the spans are told now */
  until: number;
  /** whether it is announced in any case */
  changed: boolean;
};

/** Stores what a settling came to, and announces it where somebody may see a difference. */
export async function writeStatus(tx: Tx, status: StoredStatus, settled: Settled): Promise<void> {
  const { environmentId } = status;
  const { course, before, reasons, dueAt, at, until, changed } = settled;
  const open = course.spans.at(-1);
  if (!open) throw new Error(`environment ${environmentId} has a status and no span`);
  const respanned = await writeSpans(tx, environmentId, before, course.spans);
  const services = course.services.map((service) => ({ ...service, since: Math.min(service.since, at) }));
  const news =
    changed ||
    respanned ||
    !isDeepStrictEqual(services, status.services) ||
    !isDeepStrictEqual(reasons, status.reasons);
  const since = course.since === null ? null : new Date(Math.min(course.since, at));
  await tx.$executeRaw`
    WITH told AS (SELECT pg_notify(${STATUS_CHANGES}, ${statusChangeOf(status)}) WHERE ${news}), telling AS (SELECT count(*) AS n FROM told)
    UPDATE "EnvironmentStatus" s SET level = ${open.level}::"Level", underlying = ${open.underlying}::"Level",
      maintenance = ${open.maintenance}, "settledAt" = ${new Date(until)}, "dueAt" = ${dueAt === null ? null : new Date(dueAt)},
      services = ${JSON.stringify(services)}::jsonb, reasons = ${JSON.stringify(reasons)}::jsonb,
      since = coalesce(${since}::timestamptz, least(${new Date(at)}, ${sinceOf(environmentId, open.level)}))
    FROM telling WHERE s."environmentId" = ${environmentId}::uuid`;
}

/** Writes the spans that are not as they were; answers whether any is. The first of them may be one that is reopened. */
async function writeSpans(
  tx: Tx,
  environmentId: string,
  before: readonly LevelSpan[],
  after: readonly LevelSpan[],
): Promise<boolean> {
  const changed = after.filter((span) => !before.some((other) => isDeepStrictEqual(other, span)));
  if (changed.length === 0) return false;
  const gone = before.filter((span) => !after.some(({ from }) => from === span.from)).map(({ from }) => new Date(from));
  if (gone.length > 0)
    await tx.$executeRaw`
      DELETE FROM "LevelSpan" WHERE "environmentId" = ${environmentId}::uuid AND "from" = ANY(${gone}::timestamptz[])`;
  // in order: the open one is closed before the next is opened
  await tx.$executeRaw`
    INSERT INTO "LevelSpan" ("environmentId", "from", "to", level, underlying, maintenance)
    SELECT ${environmentId}::uuid, j."from", j."to", j.level, j.underlying, j.maintenance
    FROM jsonb_to_recordset(${JSON.stringify(changed.map(dated))}::jsonb)
      AS j("from" timestamptz, "to" timestamptz, level "Level", underlying "Level", maintenance boolean)
    ORDER BY j."from"
    ON CONFLICT ("environmentId", "from") DO UPDATE
      SET "to" = excluded."to", level = excluded.level, underlying = excluded.underlying, maintenance = excluded.maintenance`;
  return true;
}

function dated(span: LevelSpan) {
  return { ...span, from: new Date(span.from), to: span.to === null ? null : new Date(span.to) };
}

/** Since when the spans of an environment show the level they end with. */
function sinceOf(environmentId: string, level: Level): Prisma.Sql {
  const spans = Prisma.sql`"LevelSpan" WHERE "environmentId" = ${environmentId}::uuid`;
  return Prisma.sql`(SELECT min("from") FROM ${spans} AND "from" > coalesce(
    (SELECT max("from") FROM ${spans} AND level <> ${level}::"Level"), '-infinity'))`;
}
