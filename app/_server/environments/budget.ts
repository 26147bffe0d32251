import { FREE_STATES } from '#domain/lifecycle.ts';
import type { Tx } from '../db.ts';

/** One contract's year; instants in UTC ms. */
export type BudgetYear = { contractId: string; start: number; end: number };

/** Upscale-days that requests use in each contract's year (R18), opening balances left out, by contract id. One statement. */
export async function daysRequested(tx: Tx, years: readonly BudgetYear[]): Promise<ReadonlyMap<string, number>> {
  if (years.length === 0) return new Map();
  const rows = await tx.upscaleRequest.groupBy({
    by: ['contractId'],
    _sum: { upscaleDays: true },
    where: {
      state: { notIn: [...FREE_STATES] },
      OR: years.map(({ contractId, start, end }) => ({
        contractId,
        windowStart: { gte: new Date(start), lt: new Date(end) },
      })),
    },
  });
  return new Map(rows.map((row) => [row.contractId, row._sum.upscaleDays ?? 0]));
}
