import type { Claim } from '#domain/judge.ts';
import { FREE_STATES } from '#domain/lifecycle.ts';
import { claimedSpan } from '#domain/request.ts';
import type { Tx } from '../db.ts';
import type { Judged } from './facts.ts';

/** What requests of one contract take from each other. */
export type Contended = {
  /** upscale-days that requests use in the contract year, opening balance left out (R18) */
  days: number;
  /** live windows of the environment that overlap the asked one (R14) */
  claims: Claim[];
};

/** Reads both in one statement, the request judged again left out. year in UTC ms. */
export async function contended(
  tx: Tx,
  of: { environmentId: string; contractId: string },
  judged: Judged,
  year: { start: number; end: number },
): Promise<Contended> {
  // no window yet: the empty span overlaps nothing
  const { startsAt, endsAt } = judged.window
    ? claimedSpan(judged.window, judged.prescaleMinutes)
    : { startsAt: judged.at, endsAt: judged.at };
  const [from, until] = [new Date(startsAt), endsAt === null ? null : new Date(endsAt)];
  const except = judged.exceptId ?? null;
  const [row] = await tx.$queryRaw<[{ days: number; claims: Claim[] | null }]>`
    SELECT (
      SELECT coalesce(sum(r."upscaleDays"), 0)::int FROM "UpscaleRequest" r
      WHERE r."contractId" = ${of.contractId}::uuid
        AND r."windowStart" >= ${new Date(year.start)} AND r."windowStart" < ${new Date(year.end)}
        AND r.state::text <> ALL(${[...FREE_STATES]}::text[]) AND r.id IS DISTINCT FROM ${except}::uuid
    ) AS days, (
      SELECT json_agg(json_build_object(
        'reference', r.reference, 'service', s.name,
        'startsAt', (extract(epoch FROM c."startsAt") * 1000)::bigint,
        'endsAt', (extract(epoch FROM c."endsAt") * 1000)::bigint
      ) ORDER BY c."startsAt", c."requestId")
      FROM "Service" s JOIN "WindowClaim" c ON c."serviceId" = s.id JOIN "UpscaleRequest" r ON r.id = c."requestId"
      WHERE s."environmentId" = ${of.environmentId}::uuid AND c."requestId" IS DISTINCT FROM ${except}::uuid
        AND tstzrange(c."startsAt", c."endsAt", '[)') && tstzrange(${from}::timestamptz, ${until}::timestamptz, '[)')
    ) AS claims`;
  return { days: row.days, claims: row.claims ?? [] };
}
