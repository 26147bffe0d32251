import { isDeepStrictEqual } from 'node:util';
import type { Course, LevelSpan } from '#domain/level-spans.ts';
import type { LevelReason, ServiceLevel } from '#domain/status.ts';
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

/** Locks the statuses of environments in the order of their ids, each after its environment as whoever removes one does; made at `at` (UTC ms) where one has none; those that are not there are left out. */
export async function lockStatuses(tx: Tx, environmentIds: readonly string[], at: number): Promise<StoredStatus[]> {
  const found = await lockFound(tx, environmentIds);
  if (found.length === environmentIds.length) return found;
  const from = new Date(at);
  await tx.$executeRaw`
    WITH made AS (
      INSERT INTO "EnvironmentStatus" ("environmentId", since, "settledAt", "rolledTo")
      SELECT id, ${from}, ${from}, ${dateOf(at)}::date FROM "Environment" WHERE id = ANY(${environmentIds}::uuid[]) ORDER BY id FOR KEY SHARE
      ON CONFLICT DO NOTHING RETURNING "environmentId"
    )
    INSERT INTO "LevelSpan" ("environmentId", "from", level, underlying, maintenance)
    SELECT "environmentId", ${from}, 'UNKNOWN', 'UNKNOWN', false FROM made`;
  return lockFound(tx, environmentIds);
}

async function lockFound(tx: Tx, environmentIds: readonly string[]): Promise<StoredStatus[]> {
  const rows = await tx.$queryRaw<StatusRow[]>`
    SELECT s."environmentId", e."contractId", s.since, s."settledAt", s.services, s.reasons
    FROM "EnvironmentStatus" s JOIN "Environment" e ON e.id = s."environmentId"
    WHERE s."environmentId" = ANY(${environmentIds}::uuid[]) ORDER BY s."environmentId" FOR KEY SHARE OF e FOR UPDATE OF s`;
  return rows.map((row) => ({ ...row, since: row.since.getTime(), settledAt: row.settledAt.getTime() }));
}

type Environments = readonly { environmentId: string }[];
type SpanRow = Omit<LevelSpan, 'from' | 'to'> & { environmentId: string; from: Date; to: Date | null };

/** The last two spans of each environment, oldest first; the last one is open. Only under the lock of their statuses. */
export async function lastSpans(tx: Tx, of: Environments): Promise<Map<string, LevelSpan[]>> {
  const rows = await tx.$queryRaw<SpanRow[]>`
    SELECT l.* FROM unnest(${of.map(({ environmentId }) => environmentId)}::uuid[]) AS g(id) CROSS JOIN LATERAL (
      SELECT "environmentId", "from", "to", level, underlying, maintenance FROM "LevelSpan"
      WHERE "environmentId" = g.id ORDER BY "from" DESC LIMIT 2) l
    ORDER BY l."environmentId", l."from"`;
  const spans = new Map<string, LevelSpan[]>();
  for (const { environmentId, ...row } of rows) {
    const span = { ...row, from: row.from.getTime(), to: row.to?.getTime() ?? null };
    spans.set(environmentId, [...(spans.get(environmentId) ?? []), span]);
  }
  return spans;
}

/** What a settling came to. */
export type Settled = {
  status: StoredStatus;
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

/** Stores what settlings came to, and announces each where somebody may see a difference. */
export async function writeStatuses(tx: Tx, settled: readonly Settled[]): Promise<void> {
  const respanned = await writeSpans(tx, settled);
  const rows = settled.map((each) => statusRow(each, respanned.has(each)));
  await tx.$executeRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS j(id uuid, level "Level", underlying "Level", maintenance boolean,
        "settledAt" timestamptz, "dueAt" timestamptz, services jsonb, reasons jsonb, since timestamptz, at timestamptz, told text)
    ), told AS (SELECT pg_notify(${STATUS_CHANGES}, told) FROM given WHERE told IS NOT NULL), telling AS (SELECT count(*) AS n FROM told)
    UPDATE "EnvironmentStatus" s SET level = g.level, underlying = g.underlying, maintenance = g.maintenance,
      "settledAt" = g."settledAt", "dueAt" = g."dueAt", services = g.services, reasons = g.reasons,
      since = coalesce(g.since, least(g.at, ${SINCE}))
    FROM telling, given g WHERE s."environmentId" = g.id`;
}

function statusRow({ status, course, reasons, dueAt, at, until, changed }: Settled, respanned: boolean) {
  const { environmentId: id } = status;
  const open = course.spans.at(-1);
  if (!open) throw new Error(`environment ${id} has a status and no span`);
  const { level, underlying, maintenance } = open;
  const services = course.services.map((service) => ({ ...service, since: Math.min(service.since, at) }));
  const news =
    changed ||
    respanned ||
    !isDeepStrictEqual(services, status.services) ||
    !isDeepStrictEqual(reasons, status.reasons);
  return {
    ...{ id, level, underlying, maintenance, services, reasons, told: news ? statusChangeOf(status) : null },
    ...{ at: new Date(at), settledAt: new Date(until), dueAt: dueAt === null ? null : new Date(dueAt) },
    since: course.since === null ? null : new Date(Math.min(course.since, at)),
  };
}

/** Writes the spans that are not as they were; answers of which settlings any is. The first of them may be one that is reopened. */
async function writeSpans(tx: Tx, settled: readonly Settled[]): Promise<Set<Settled>> {
  const changed = settled.flatMap((each) => {
    const { before, course, status } = each;
    const spans = course.spans.filter((span) => !before.some((other) => isDeepStrictEqual(other, span)));
    if (spans.length === 0) return [];
    const gone = before.filter(({ from }) => !course.spans.some((span) => span.from === from));
    const dated = (span: LevelSpan) => datedSpan(status.environmentId, span);
    return [{ each, spans: spans.map(dated), gone: gone.map(dated) }];
  });
  const [spans, gone] = [changed.flatMap((each) => each.spans), changed.flatMap((each) => each.gone)];
  if (gone.length > 0)
    await tx.$executeRaw`
      DELETE FROM "LevelSpan" l USING jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) AS j("environmentId" uuid, "from" timestamptz)
      WHERE l."environmentId" = j."environmentId" AND l."from" = j."from"`;
  // in order: the open one is closed before the next is opened
  if (spans.length > 0)
    await tx.$executeRaw`
      INSERT INTO "LevelSpan" ("environmentId", "from", "to", level, underlying, maintenance)
      SELECT j."environmentId", j."from", j."to", j.level, j.underlying, j.maintenance
      FROM jsonb_to_recordset(${JSON.stringify(spans)}::jsonb)
        AS j("environmentId" uuid, "from" timestamptz, "to" timestamptz, level "Level", underlying "Level", maintenance boolean)
      ORDER BY j."environmentId", j."from"
      ON CONFLICT ("environmentId", "from") DO UPDATE
        SET "to" = excluded."to", level = excluded.level, underlying = excluded.underlying, maintenance = excluded.maintenance`;
  return new Set(changed.map(({ each }) => each));
}

function datedSpan(environmentId: string, span: LevelSpan) {
  return { ...span, environmentId, from: new Date(span.from), to: span.to === null ? null : new Date(span.to) };
}

/** Since when the spans of an environment (`g`) show the level they end with. */
const SINCE = Prisma.sql`(SELECT min(l."from") FROM "LevelSpan" l WHERE l."environmentId" = g.id AND l."from" > coalesce(
  (SELECT max(o."from") FROM "LevelSpan" o WHERE o."environmentId" = g.id AND o.level <> g.level), '-infinity'))`;
