import { due } from '#domain/lifecycle.ts';
import { isForbidden } from '#domain/refusal.ts';
import { dueFacts, type StoredRequest } from '#domain/stored-request.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { db, type Tx, transaction } from '../db.ts';
import type { Outcome } from '../outcome.ts';
import { loadRequest } from './load.ts';
import { type Author, saveChange } from './write.ts';

/** Takes a due expiry of the clock before anything else: nobody approves a window that has begun. The request's row is locked. */
export async function expireIfDue(tx: Tx, request: StoredRequest, at: number): Promise<StoredRequest> {
  const move = due(dueFacts(request), at);
  if (move !== 'expire' && move !== 'miss') return request;
  const author: Author = { personId: null, who: 'clock', standing: null };
  const change = { move, to: 'EXPIRED' as const, at, author, data: { upscaleDays: 0, missed: move === 'miss' } };
  return saveChange(tx, request, change, () => loadRequest(tx, request.reference));
}

/** A window taken or a budget used up by requests whose time has passed is no reason to refuse: expires those of the contract, and tries once more where there were any. */
export async function pastExpired<T>(
  attempt: () => Promise<Outcome<T>>,
  contract: Prisma.Sql,
  at: number,
): Promise<Outcome<T>> {
  const outcome = await attempt();
  if (outcome.kind !== 'refused' || outcome.refusals.some(isForbidden)) return outcome;
  const contended = outcome.refusals.some(({ rule }) => rule === 'R14' || rule === 'R18');
  return contended && (await expireDue(contract, at)) ? attempt() : outcome;
}

/** Each in a transaction of its own: a request's lock comes before its contract's. Answers whether any was due. */
async function expireDue(contract: Prisma.Sql, at: number): Promise<boolean> {
  const now = new Date(at);
  const rows = await db().$queryRaw<{ reference: string }[]>`
    SELECT r.reference FROM "UpscaleRequest" r LEFT JOIN "Offer" o ON o."requestId" = r.id
    WHERE r."contractId" = (${contract}) AND (
      (r.state IN ('IN_REVIEW', 'NEEDS_INFO') AND r."windowStart" <= ${now})
      OR (r.state = 'OFFERED' AND (o.content#>>'{window,start}')::bigint <= ${at}::bigint)
      OR (r.state = 'SCHEDULED' AND r."windowEnd" <= ${now}))`;
  for (const { reference } of rows)
    await transaction(async (tx) => {
      const request = await loadRequest(tx, reference, true);
      if (request) await expireIfDue(tx, request, at);
    });
  return rows.length > 0;
}
