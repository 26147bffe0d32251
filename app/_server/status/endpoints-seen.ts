import type { EndpointKind, ProbeOutcome, ProbeReason, ProbeReasonCode } from '#domain/probe.ts';
import { DAYS_SHOWN } from '#domain/uptime.ts';
import { type Actor, mayOn, scopeOf } from '../access/standing.ts';
import { isSlug } from '../api/query.ts';
import { db } from '../db.ts';
import { ms } from '../environments/rows.ts';
import { within } from '../requests/find.ts';

const QUARTER_MS = 900_000;
/** Quarters of an hour in the last 24 hours. */
export const QUARTERS = 96;

/** Time until the answer (ms) of half of the probes, and of 95 of 100; null = none was answered. */
export type ResponseTime = { p50: number | null; p95: number | null };

/** An endpoint as whoever may see its environment is told of it; instants in UTC ms. */
export type EndpointSeen = {
  id: number;
  name: string;
  /** null = it belongs to the environment as a whole */
  service: string | null;
  paused: boolean;
  /** null = no reading that still counts */
  outcome: ProbeOutcome | null;
  since: number | null;
  at: number | null;
  code: ProbeReasonCode | null;
  /** of the last 24 hours */
  day: ResponseTime;
  /** of each quarter of an hour in them, oldest first */
  quarters: ResponseTime[];
  /** a usual day of the last 90: the median of the days' own figures */
  days: ResponseTime;
  /** for who may publish status alone */
  staff?: { kind: EndpointKind; target: string; reason: ProbeReason | null };
};

/** The endpoints of one environment that the actor may see, by service and name, each with how long its answers took; nothing of it where the environment is not theirs. at in UTC ms. One statement. */
export async function endpointsSeen(actor: Actor, slug: string, at: number = Date.now()): Promise<EndpointSeen[]> {
  if (!isSlug(slug)) return [];
  const from = at - QUARTERS * QUARTER_MS;
  const rows = await db().$queryRaw<Row[]>`
    WITH mine AS (
      SELECT p.id, p.name, p.kind::text, p.target, p.paused, e."contractId"::text,
        (SELECT s.name FROM "Service" s WHERE s.id = p."serviceId") AS service
      FROM "Endpoint" p JOIN "Environment" e ON e.id = p."environmentId" JOIN "Contract" c ON c.id = e."contractId"
      WHERE e.slug = ${slug} AND ${within(scopeOf(actor, 'seeEnvironments'))}
    ), answered AS (
      SELECT r."endpointId", floor((extract(epoch FROM r.at) * 1000 - ${from}::float8) / ${QUARTER_MS}::float8)::int AS quarter, r.ms
      FROM "ProbeResult" r WHERE r."endpointId" IN (SELECT id FROM mine)
        AND r.at >= ${new Date(from)} AND r.at < ${new Date(at)} AND r.ms IS NOT NULL
    ), times AS (
      SELECT "endpointId", quarter, percentile_disc(ARRAY[0.5, 0.95]::float8[]) WITHIN GROUP (ORDER BY ms) AS p
      FROM answered GROUP BY GROUPING SETS (("endpointId", quarter), ("endpointId"))
    )
    SELECT m.*, t.outcome::text, ${ms('t.since')} AS since, ${ms('t.at')} AS at, t.reason,
      (SELECT json_agg(json_build_array(q.quarter, q.p[1], q.p[2])) FROM times q WHERE q."endpointId" = m.id) AS times,
      (SELECT json_build_array(percentile_disc(0.5) WITHIN GROUP (ORDER BY d."p50Ms"), percentile_disc(0.5) WITHIN GROUP (ORDER BY d."p95Ms"))
       FROM "ProbeDay" d WHERE d."endpointId" = m.id AND d.date > (${new Date(at)}::timestamptz AT TIME ZONE 'UTC')::date - ${DAYS_SHOWN}::int) AS days
    FROM mine m LEFT JOIN "ProbeState" t ON t."endpointId" = m.id
    ORDER BY m.service NULLS FIRST, m.name`;
  return rows.map((row) => seen(row, mayOn(actor, row.contractId, 'publishStatus')));
}

type Row = Omit<EndpointSeen, 'day' | 'quarters' | 'days' | 'code' | 'staff'> & {
  kind: EndpointKind;
  target: string;
  contractId: string;
  reason: ProbeReason | null;
  /** quarter, p50, p95; quarter null = of all 24 hours */
  times: [number | null, number, number][] | null;
  days: [number | null, number | null];
};

function seen(row: Row, isStaff: boolean): EndpointSeen {
  const { kind, target, contractId, reason, times, days, since, at, ...same } = row;
  const byQuarter = new Map((times ?? []).map(([quarter, p50, p95]) => [quarter, { p50, p95 }]));
  const nothing: ResponseTime = { p50: null, p95: null };
  return {
    ...same,
    since: since === null ? null : Number(since),
    at: at === null ? null : Number(at),
    code: reason?.code ?? null,
    day: byQuarter.get(null) ?? nothing,
    quarters: Array.from({ length: QUARTERS }, (_, quarter) => byQuarter.get(quarter) ?? nothing),
    days: { p50: days[0], p95: days[1] },
    ...(isStaff && { staff: { kind, target, reason } }),
  };
}
