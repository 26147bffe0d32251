import { countsFrom } from '#domain/notice.ts';
import type { ProbeOutcome, ProbeReasonCode } from '#domain/probe.ts';
import type { Affect, Reading, StatusFacts } from '#domain/status.ts';
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
type AffectRow = Omit<Affect, 'from' | 'to'> & { startsAt: string; publishedAt: string; to: string | null };

/** Which environment, and since when (UTC ms) its notices are asked for. */
type Asked = { environmentId: string; since: number };
type Row = { environmentId: string; readings: ReadingRow[]; affects: AffectRow[]; staleAt: Date | null };

/**
 * Everything that environments' levels come from, by their ids, as it is stored now: the readings of endpoints that are not paused and were
 * probed since they were last changed, so that a new one takes nothing from what is known; none while an environment is not live, and every published notice that was not over at `since`.
 */
export async function factsOf(tx: Tx, asked: readonly Asked[]): Promise<Map<string, StoredFacts>> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT g.id AS "environmentId", (
      SELECT coalesce(json_agg(json_build_object('endpointId', p.id, 'endpoint', p.name, 'service', s.name,
        'outcome', r.outcome, 'reason', r.reason ->> 'code', 'staleAt', r."staleAt") ORDER BY p.name), '[]')
      FROM "Environment" e JOIN "Endpoint" p ON p."environmentId" = e.id
        LEFT JOIN "Service" s ON s.id = p."serviceId" JOIN "ProbeState" r ON r."endpointId" = p.id
      WHERE e.id = g.id AND e.live AND NOT p.paused AND r.at IS NOT NULL
    ) AS readings, (
      SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'id', n.id, 'title', n.title, 'impact', n.impact,
        'service', c.service, 'startsAt', n."startsAt", 'publishedAt', n."publishedAt", 'to', n."endsAt") ORDER BY n."startsAt", n.id, c.number), '[]')
      FROM "NoticeScope" c JOIN "Notice" n ON n.id = c."noticeId"
      WHERE c."environmentId" = g.id AND n."publishedAt" IS NOT NULL AND n.state <> 'CANCELLED'
        AND (n."endsAt" IS NULL OR n."endsAt" > g.since)
    ) AS affects, (
      SELECT min("staleAt") FROM "ProbeState" WHERE "environmentId" = g.id
    ) AS "staleAt"
    FROM unnest(${asked.map(({ environmentId }) => environmentId)}::uuid[],
      ${asked.map(({ since }) => new Date(since))}::timestamptz[]) AS g(id, since)`;
  return new Map(rows.map(({ environmentId, ...row }) => [environmentId, factsOfRow(row)]));
}

function factsOfRow({ readings, affects, staleAt }: Omit<Row, 'environmentId'>): StoredFacts {
  return {
    staleAt: staleAt?.getTime() ?? null,
    readings: readings.map((row) => ({ ...row, staleAt: instantOf(row.staleAt) })),
    affects: affects.map(({ startsAt, publishedAt, to, ...row }) => ({
      ...row,
      from: countsFrom({ kind: row.kind, startsAt: Date.parse(startsAt), publishedAt: Date.parse(publishedAt) }),
      to: instantOf(to),
    })),
  };
}

function instantOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
