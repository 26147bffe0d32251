import type { EndpointKind, ProbeOutcome, ProbeReason, ProbeReasonCode } from '#domain/probe.ts';
import { type Actor, mayOn, scopeOf } from '../access/standing.ts';
import { isSlug } from '../api/query.ts';
import { db } from '../db.ts';
import { ms } from '../environments/rows.ts';
import { within } from '../requests/find.ts';
import { NO_TIMES, type ResponseTimes, responseTimes } from './response-times.ts';

/** An endpoint as whoever may see its environment is told of it; instants in UTC ms. */
export type EndpointSeen = ResponseTimes & {
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
  /** for who may publish status alone */
  staff?: { kind: EndpointKind; target: string; reason: ProbeReason | null };
};

/** The endpoints of one environment that the actor may see, by service and name, each with how long its answers took; nothing of it where the environment is not theirs. at in UTC ms. Two statements. */
export async function endpointsSeen(actor: Actor, slug: string, at: number = Date.now()): Promise<EndpointSeen[]> {
  if (!isSlug(slug)) return [];
  const rows = await db().$queryRaw<Row[]>`
    SELECT p.id, p.name, p.kind::text, p.target, p.paused, c.id::text AS "contractId", s.name AS service,
      t.outcome::text, ${ms('t.since')} AS since, ${ms('t.at')} AS at, t.reason
    FROM "Endpoint" p JOIN "Environment" e ON e.id = p."environmentId" JOIN "Contract" c ON c.id = e."contractId"
    LEFT JOIN "Service" s ON s.id = p."serviceId" LEFT JOIN "ProbeState" t ON t."endpointId" = p.id
    WHERE e.slug = ${slug} AND ${within(scopeOf(actor, 'seeEnvironments'))}
    ORDER BY s.name NULLS FIRST, p.name`;
  if (rows.length === 0) return [];
  const times = await responseTimes(slug, at);
  return rows.map((row) => ({
    ...seen(row, mayOn(actor, row.contractId, 'publishStatus')),
    ...(times.get(row.id) ?? NO_TIMES),
  }));
}

type Row = Omit<EndpointSeen, keyof ResponseTimes | 'code' | 'staff'> & {
  kind: EndpointKind;
  target: string;
  contractId: string;
  reason: ProbeReason | null;
};

function seen(row: Row, isStaff: boolean): Omit<EndpointSeen, keyof ResponseTimes> {
  const { kind, target, contractId: _, reason, since, at, ...same } = row;
  return {
    ...same,
    since: since === null ? null : Number(since),
    at: at === null ? null : Number(at),
    code: reason?.code ?? null,
    ...(isStaff && { staff: { kind, target, reason } }),
  };
}
