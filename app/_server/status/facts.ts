import type { ProbeOutcome, ProbeReasonCode } from '#domain/probe.ts';
import type { Affect, Impact, Reading, StatusFacts } from '#domain/status.ts';
import type { Tx } from '../db.ts';

/** The facts of an environment; a reading knows its endpoint. `staleAt` = when the first of all its readings goes or went stale, also of a paused endpoint; null = it has none. */
export type StoredFacts = Omit<StatusFacts, 'readings'> & {
  readings: readonly (Reading & { endpointId: number })[];
  staleAt: number | null;
};

type ReadingRow = {
  endpointId: number;
  endpoint: string;
  service: string | null;
  outcome: ProbeOutcome | null;
  reason: ProbeReasonCode | null;
  staleAt: string | null;
};
type AffectRow = Omit<Affect, 'from' | 'to' | 'impact'> & { impact: Impact; from: string; to: string | null };

/**
 * Everything an environment's level comes from, as it is stored now: the readings of its endpoints that are not paused and were
 * probed since they were last changed, so that a new one takes nothing from what is known; none while it is not live, and every published notice that was not over at `since` (UTC ms). An incident counts from its
 * publication, as nobody was told before; a maintenance from its planned beginning, but never from before it was announced.
 */
export async function factsOf(tx: Tx, environmentId: string, since: number): Promise<StoredFacts> {
  const [row] = await tx.$queryRaw<[{ readings: ReadingRow[]; affects: AffectRow[]; staleAt: Date | null }]>`
    SELECT (
      SELECT coalesce(json_agg(json_build_object('endpointId', p.id, 'endpoint', p.name, 'service', s.name,
        'outcome', r.outcome, 'reason', r.reason ->> 'code', 'staleAt', r."staleAt") ORDER BY p.name), '[]')
      FROM "Environment" e JOIN "Endpoint" p ON p."environmentId" = e.id
        LEFT JOIN "Service" s ON s.id = p."serviceId" JOIN "ProbeState" r ON r."endpointId" = p.id
      WHERE e.id = ${environmentId}::uuid AND e.live AND NOT p.paused AND r.at IS NOT NULL
    ) AS readings, (
      SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'id', n.id, 'title', n.title, 'impact', n.impact,
        'service', c.service, 'from', CASE n.kind WHEN 'INCIDENT' THEN n."publishedAt" ELSE greatest(n."startsAt", n."publishedAt") END,
        'to', n."endsAt") ORDER BY n."startsAt", n.id, c.number), '[]')
      FROM "NoticeScope" c JOIN "Notice" n ON n.id = c."noticeId"
      WHERE c."environmentId" = ${environmentId}::uuid AND n."publishedAt" IS NOT NULL AND n.state <> 'CANCELLED'
        AND (n."endsAt" IS NULL OR n."endsAt" > ${new Date(since)})
    ) AS affects, (
      SELECT min("staleAt") FROM "ProbeState" WHERE "environmentId" = ${environmentId}::uuid
    ) AS "staleAt"`;
  const { readings, affects, staleAt } = row;
  return {
    staleAt: staleAt?.getTime() ?? null,
    readings: readings.map((row) => ({ ...row, staleAt: instantOf(row.staleAt) })),
    affects: affects.map((row) => ({ ...row, from: Date.parse(row.from), to: instantOf(row.to) })),
  };
}

function instantOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
