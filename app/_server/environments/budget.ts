import { FREE_STATES } from '#domain/lifecycle.ts';
import type { Tx } from '../db.ts';

/** One contract's year; instants in UTC ms. */
export type BudgetYear = { contractId: string; start: number; end: number };

/** Upscale-days that requests use in each contract's year (R18), opening balances left out, by contract id. One statement. */
export async function daysRequested(tx: Tx, years: readonly BudgetYear[]): Promise<ReadonlyMap<string, number>> {
  if (years.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; days: number }[]>`
    SELECT y.contract::text AS id, (
      SELECT coalesce(sum(r."upscaleDays"), 0)::int FROM "UpscaleRequest" r
      WHERE r."contractId" = y.contract AND r."windowStart" >= y.begins AND r."windowStart" < y.ends
        AND r.state::text <> ALL(${[...FREE_STATES]}::text[])
    ) AS days
    FROM unnest(
      ${years.map(({ contractId }) => contractId)}::uuid[],
      ${years.map(({ start }) => new Date(start))}::timestamptz[],
      ${years.map(({ end }) => new Date(end))}::timestamptz[]
    ) AS y(contract, begins, ends)`;
  return new Map(rows.map(({ id, days }) => [id, days]));
}
