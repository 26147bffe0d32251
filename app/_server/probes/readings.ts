import type { ProbeOutcome, ProbeReason } from '#domain/probe.ts';
import type { PrismaClient } from '#prisma/generated/client.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';
import { db, transaction } from '../db.ts';
import { settle } from '../status/settle.ts';

/** A result on its way into the database; instants in UTC ms. */
export type Finding = {
  endpointId: number;
  environmentId: string;
  token: bigint;
  at: number;
  staleAt: number;
  nextAt: number;
  outcome: ProbeOutcome | null;
  ms: number | null;
  reason: ProbeReason | null;
  certificateEndsAt: number | null;
};

/** Writes results in one statement. Answers which of them are news and were not written: the stored reading says something else, went stale, or is the first, so its level has to be told anew. Those under an old token are dropped. */
export async function writeUnchanged(findings: readonly Finding[]): Promise<Finding[]> {
  const same = Prisma.sql`AND s.outcome IS NOT DISTINCT FROM g.outcome AND s.reason ->> 'code' IS NOT DISTINCT FROM g.reason ->> 'code'
    AND s.at IS NOT NULL AND (s."staleAt" IS NULL OR s."staleAt" > g.at)`;
  const left = await write(db(), findings, same);
  return findings.filter(({ endpointId }) => left.has(endpointId));
}

/** Writes results of one environment that are news, and tells its level by them, at an instant (UTC ms). Those under an old token are dropped. */
export async function writeChanged(environmentId: string, findings: readonly Finding[], at: number): Promise<void> {
  await transaction((tx) =>
    settle(tx, environmentId, at, async (inside) => void (await write(inside, findings, Prisma.empty))),
  );
}

/** Readings where the token is still theirs, in the order in which settlings lock them, and raw probes beside them. Answers whose token is theirs and were not written. */
async function write(client: PrismaClient | Tx, findings: readonly Finding[], same: Prisma.Sql): Promise<Set<number>> {
  const left = await client.$queryRaw<{ endpointId: number }[]>`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(findings.map(row))}::jsonb) AS j("endpointId" int, token bigint,
        at timestamptz, "staleAt" timestamptz, "nextAt" timestamptz, outcome "ProbeOutcome", ms int, reason jsonb, "certificateEndsAt" timestamptz)
    ), mine AS (
      SELECT s."endpointId" FROM "ProbeState" s JOIN given g USING ("endpointId") WHERE s.token = g.token
      ORDER BY s."environmentId", s."endpointId" FOR NO KEY UPDATE OF s
    ), written AS (
      UPDATE "ProbeState" s SET outcome = g.outcome, at = g.at, "staleAt" = g."staleAt", "nextAt" = g."nextAt", ms = g.ms, reason = g.reason,
        since = CASE WHEN s.since IS NULL OR s.outcome IS DISTINCT FROM g.outcome THEN g.at ELSE s.since END,
        "certificateEndsAt" = coalesce(g."certificateEndsAt", s."certificateEndsAt")
      FROM mine JOIN given g USING ("endpointId") WHERE s."endpointId" = mine."endpointId" ${same}
      RETURNING g."endpointId", g.at, g.outcome, g.ms, g.reason
    ), raw AS (
      INSERT INTO "ProbeResult" ("endpointId", at, outcome, ms, reason)
      SELECT "endpointId", at, outcome, ms, reason ->> 'code' FROM written WHERE outcome IS NOT NULL ON CONFLICT DO NOTHING
    )
    SELECT "endpointId" FROM mine EXCEPT SELECT "endpointId" FROM written`;
  return new Set(left.map(({ endpointId }) => endpointId));
}

function row({ token, at, staleAt, nextAt, certificateEndsAt, ...rest }: Finding) {
  return {
    ...rest,
    token: String(token),
    at: new Date(at),
    staleAt: rest.outcome === null ? null : new Date(staleAt),
    nextAt: new Date(nextAt),
    certificateEndsAt: certificateEndsAt === null ? null : new Date(certificateEndsAt),
  };
}

/** Makes the day partitions around an instant (UTC ms); what is old stays, that is for the retention to say. */
export async function makePartitions(at: number): Promise<void> {
  await db().$queryRaw`SELECT probe_partitions(${new Date(at).toISOString().slice(0, 10)}::date, 36500)`;
}

/** Whether a write failed because there is no partition for its day. */
export function isPartitionMissing(error: unknown): boolean {
  return error instanceof Error && /no partition of relation/.test(error.message + JSON.stringify(metaOf(error)));
}

function metaOf(error: Error): unknown {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: unknown } } };
  return meta?.driverAdapterError?.cause ?? null;
}
