import { staleAfterMs } from '#domain/probe.ts';
import type { EnvironmentKind } from '#domain/rulebook.ts';
import { type Impact, LEVELS, type Level, type LevelReason, type ServiceLevel } from '#domain/status.ts';
import type { NoticeState, NoticeTitle } from '#domain/status-view.ts';
import { DAYS_SHOWN } from '#domain/uptime.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { db } from '../db.ts';
import { ms } from '../environments/rows.ts';

/** A contract and its environments as they are stored. */
export type ContractRow = {
  id: string;
  reference: string;
  organisation: string;
  isPublic: boolean;
  environments: {
    id: string;
    slug: string;
    name: string;
    kind: EnvironmentKind;
    region: string;
    position: number;
    live: boolean;
  }[];
};
/** [from, to or null, level, underlying, maintenance], instants in UTC ms. */
export type SpanRow = [number, number | null, Level, Level, boolean];
/** The status of one environment; days before rolledTo (UTC ms) are rolled up, spans are those since. No row was never measured. */
export type StatusRow = {
  id: string;
  level: Level;
  since: number;
  rolledTo: number;
  services: ServiceLevel[];
  reasons: LevelReason[];
  spans: SpanRow[];
};
/** A published notice as it is stored; instants in UTC ms, texts in Markdown, updates newest first. */
export type NoticeRow = NoticeTitle & {
  /** the worst it has told */
  worst: Impact;
  publishedAt: number;
  updatedAt: number;
  postMortem: string | null;
  updates: { at: number; state: NoticeState; text: string; editedAt: number | null }[];
  scope: { contractId: string; slug: string; name: string; service: string | null; removed: boolean }[];
};

/** The ids of all contracts. */
export async function contractIds(): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`SELECT id::text FROM "Contract" ORDER BY reference`;
  return rows.map(({ id }) => id);
}

/** The ids of the contracts that make their status public. */
export async function publicContractIds(): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`SELECT id::text FROM "Contract" WHERE "publicStatus"`;
  return rows.map(({ id }) => id);
}

/** Contracts with their environments. */
export async function contractRows(ids: readonly string[]): Promise<ContractRow[]> {
  return db().$queryRaw<ContractRow[]>`
    SELECT c.id::text, c.reference, o.name AS organisation, c."publicStatus" AS "isPublic", (
      SELECT coalesce(json_agg(json_build_object('id', e.id, 'slug', e.slug, 'name', e.name, 'kind', e.kind,
        'region', e.region, 'position', e.position, 'live', e.live)), '[]')
      FROM "Environment" e WHERE e."contractId" = c.id) AS environments
    FROM "Contract" c JOIN "Organisation" o ON o.id = c."organisationId" WHERE c.id = ANY(${ids}::uuid[])`;
}

/** How environments are now, each with the spans of the days that are not rolled up; of one moment, because it is one statement. */
export async function statusRows(ids: readonly string[]): Promise<StatusRow[]> {
  return db().$queryRaw<StatusRow[]>`
    SELECT s."environmentId"::text AS id, s.level::text, ${instant('s.since')} AS since, s.services, s.reasons,
      (s."rolledTo" - DATE '1970-01-01')::float8 * 86400000 AS "rolledTo", (
        SELECT coalesce(json_agg(json_build_array(${ms('l."from"')}, ${ms('l."to"')}, l.level, l.underlying, l.maintenance)
          ORDER BY l."from"), '[]')
        FROM "LevelSpan" l WHERE l."environmentId" = s."environmentId"
          AND (l."to" IS NULL OR l."to" > s."rolledTo"::timestamp AT TIME ZONE 'UTC')) AS spans
    FROM "EnvironmentStatus" s WHERE s."environmentId" = ANY(${ids}::uuid[])`;
}

/** How long (ms) the readings of an environment last: the first and the last of them to go stale. */
export type Lasts = { first: number; last: number };

/** How long the readings of environments last, by their ids; those where nothing is measured are left out. */
export async function staleTimes(ids: readonly string[]): Promise<Map<string, Lasts>> {
  type Row = { id: string; intervalSeconds: number; timeoutMs: number; retries: number };
  const rows = await db().$queryRaw<Row[]>`
    SELECT DISTINCT e.id::text, p."intervalSeconds", p."timeoutMs", p.retries
    FROM "Endpoint" p JOIN "Environment" e ON e.id = p."environmentId"
    WHERE e.id = ANY(${ids}::uuid[]) AND e.live AND NOT p.paused`;
  const times = new Map<string, Lasts>();
  for (const row of rows) {
    const ms = staleAfterMs(row);
    const { first, last } = times.get(row.id) ?? { first: ms, last: ms };
    times.set(row.id, { first: Math.min(first, ms), last: Math.max(last, ms) });
  }
  return times;
}

/** Numbers of one packed day, each of four bytes: days since 1970, place in LEVELS, then the sums as StatusSums lists them. */
export const DAY_NUMBERS = 7;

/** The days before today (UTC ms of any instant in it) that are rolled up, by environment: packed, oldest first. */
export async function dayRows(ids: readonly string[], today: number): Promise<Map<string, Buffer>> {
  const rows = await db().$queryRaw<{ id: string; packed: string }[]>`
    SELECT d."environmentId"::text AS id, encode(string_agg(
      int4send(d.date - DATE '1970-01-01') || int4send(array_position(${LEVELS}::"Level"[], d.level) - 1)
      || int4send(d."upSeconds") || int4send(d."observedSeconds") || int4send(d."maintenanceSeconds")
      || int4send(d."upMaintenanceSeconds") || int4send(d."observedMaintenanceSeconds"), ''::bytea ORDER BY d.date), 'base64') AS packed
    FROM "EnvironmentDay" d
    WHERE d."environmentId" = ANY(${ids}::uuid[]) AND d.date > ${new Date(today)}::date - ${DAYS_SHOWN}::int GROUP BY 1`;
  return new Map(rows.map(({ id, packed }) => [id, Buffer.from(packed, 'base64')]));
}

/** Notices that are over count for so long. */
const PAST_DAYS = 90;

/** Published notices of some contracts: open, planned, and those that ended within 90 days. */
export async function noticeRows(contracts: readonly string[]): Promise<NoticeRow[]> {
  return db().$queryRaw<NoticeRow[]>`
    SELECT n.id::text, n.kind::text, n.title, n.state::text, n.impact::text, n.worst::text, ${instant('n."startsAt"')} AS "startsAt",
      ${instant('n."endsAt"')} AS "endsAt", ${instant('n."publishedAt"')} AS "publishedAt",
      ${instant('n."updatedAt"')} AS "updatedAt", n."postMortem", (
        SELECT coalesce(json_agg(json_build_object('at', ${ms('u.at')}, 'state', u.state, 'text', u.text,
          'editedAt', ${ms('u."editedAt"')}) ORDER BY u.at DESC, u.id DESC), '[]')
        FROM "NoticeUpdate" u WHERE u."noticeId" = n.id) AS updates, (
        SELECT coalesce(json_agg(json_build_object('contractId', s."contractId", 'slug', s.slug, 'name', s.name,
          'service', s.service, 'removed', s."environmentId" IS NULL) ORDER BY s.number), '[]')
        FROM "NoticeScope" s WHERE s."noticeId" = n.id) AS scope
    FROM "Notice" n
    WHERE n."publishedAt" IS NOT NULL
      AND n.id IN (SELECT "noticeId" FROM "NoticeScope" WHERE "contractId" = ANY(${contracts}::uuid[]))
      AND (n."endsAt" IS NULL OR greatest(n."endsAt", n."updatedAt") > now() - make_interval(days => ${PAST_DAYS}::int))
    ORDER BY n."startsAt" DESC, n.id`;
}

/** A timestamp as UTC ms in a column of its own, where a bigint would come as a BigInt. */
function instant(column: string): Prisma.Sql {
  return Prisma.raw(`(extract(epoch FROM ${column}) * 1000)::float8`);
}
