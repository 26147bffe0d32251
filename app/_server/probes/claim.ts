import type { ProbeOutcome, ProbeReasonCode } from '#domain/probe.ts';
import { RETRY_PAUSE_MS } from '#domain/probe.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { db } from '../db.ts';
import type { ProbedEndpoint } from './endpoint.ts';

/** How much longer than its slowest course a probe may be in hand: to wait for its turn, and to be written. */
export const LEASE_SLACK_MS = 10_000;

/** A probe in hand. Who claims it again draws a higher token, and the results of lower ones are dropped. */
export type ClaimedProbe = ProbedEndpoint & {
  environmentId: string;
  token: bigint;
  /** when it was due */
  dueAt: Date;
  /** the stored reading */
  before: ProbeOutcome | null;
  beforeCode: ProbeReasonCode | null;
};

/** Of which endpoints: those that answered last time, all others, or both. */
export type ClaimedOf = 'answering' | 'others' | 'all';
const OF: Record<ClaimedOf, Prisma.Sql> = {
  answering: Prisma.sql`AND outcome IN ('UP', 'SLOW')`,
  others: Prisma.sql`AND (outcome IS NULL OR outcome = 'DOWN')`,
  all: Prisma.empty,
};

/** Takes due probes in hand at an instant (UTC ms), the longest due first. Until its result is there each comes again as soon as its lease is over; those of paused endpoints are only put off. */
export async function claimProbes(at: number, limit: number, of: ClaimedOf = 'all'): Promise<ClaimedProbe[]> {
  const now = new Date(at);
  const claimed = await db().$queryRaw<(ClaimedProbe & { isOn: boolean })[]>`
    WITH due AS (
      SELECT "endpointId", "nextAt" FROM "ProbeState" WHERE "nextAt" <= ${now} ${OF[of]}
      ORDER BY "nextAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE "ProbeState" s SET token = nextval('probe_token'), "nextAt" = ${now}::timestamptz + CASE WHEN e.live AND NOT p.paused
      THEN make_interval(secs => ((p.retries + 1) * (p."timeoutMs" + ${RETRY_PAUSE_MS}::int) + ${LEASE_SLACK_MS}::int) / 1000.0)
      ELSE make_interval(secs => p."intervalSeconds") END
    FROM due JOIN "Endpoint" p ON p.id = due."endpointId" JOIN "Environment" e ON e.id = p."environmentId"
      LEFT JOIN "DemoShop" d ON p.demo AND d."environmentId" = p."environmentId"
    WHERE s."endpointId" = due."endpointId"
    RETURNING p.id, p.kind, p.target, p."expectStatus", p."expectText", p."intervalSeconds", p."timeoutMs", p.retries,
      p."slowMs", p."certificateDays", p.demo, d.port AS "shopPort", s."environmentId", s.token, due."nextAt" AS "dueAt",
      s.outcome AS before, s.reason ->> 'code' AS "beforeCode", e.live AND NOT p.paused AS "isOn"`;
  return claimed.filter(({ isOn }) => isOn);
}

/** Gives probes back that were begun and not finished: they are due again at once. */
export async function giveBack(claims: readonly ClaimedProbe[], at: number): Promise<void> {
  if (claims.length === 0) return;
  await db().$executeRaw`
    UPDATE "ProbeState" s SET "nextAt" = ${new Date(at)}
    FROM unnest(${claims.map(({ id }) => id)}::int[], ${claims.map(({ token }) => token)}::bigint[]) AS c(id, token)
    WHERE s."endpointId" = c.id AND s.token = c.token`;
}

/** A clock that was ahead left probes that are due too late and readings that last too long: they end as if made now, at an instant (UTC ms). Answers how many there were. */
export async function cutFuture(at: number): Promise<number> {
  const now = new Date(at);
  return db().$executeRaw`
    WITH ahead AS (
      SELECT s."endpointId", ${now}::timestamptz + make_interval(secs => (2 * p."intervalSeconds" +
          (p.retries + 1) * (p."timeoutMs" + ${RETRY_PAUSE_MS}::int) / 1000.0 + ${LEASE_SLACK_MS}::int / 1000.0)) AS most
      FROM "ProbeState" s JOIN "Endpoint" p ON p.id = s."endpointId"
    )
    UPDATE "ProbeState" s SET "nextAt" = CASE WHEN s."nextAt" > most THEN ${now} ELSE s."nextAt" END,
      at = least(s.at, ${now}), since = least(s.since, ${now}), "staleAt" = least(s."staleAt", most)
    FROM ahead WHERE s."endpointId" = ahead."endpointId" AND (s."nextAt" > most OR s."staleAt" > most)`;
}
