import { upscaleDays } from '#domain/budget.ts';
import { due } from '#domain/clock.ts';
import { type ClockMove, decide } from '#domain/lifecycle.ts';
import type { Json } from '#domain/record.ts';
import { isForbidden } from '#domain/refusal.ts';
import { dueFacts, moveFacts, type StoredRequest } from '#domain/stored-request.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { db, type Tx, transaction } from '../db.ts';
import type { Outcome } from '../outcome.ts';
import { loadRequest } from './load.ts';
import { aboveCeiling, adoptBaseline, failedUnasked } from './sizes.ts';
import { type Author, type Change, saveMove } from './write.ts';

const CLOCK: Author = { personId: null, who: 'clock', standing: null };

/** Takes what time alone has made due, before anything else: nobody approves a window that has begun. The request's row is locked. */
export async function takeDue(tx: Tx, request: StoredRequest, at: number): Promise<StoredRequest> {
  const move = due(dueFacts(request), at);
  if (!move) return request;
  if (move === 'apply') return begin(tx, request, at);
  if (move === 'handOver') return handOver(tx, request, at);
  if (move === 'adopt') await adoptBaseline(tx, request);
  return clockMove(tx, request, move, at);
}

/** Locks the extension that a due move hands over to: requests are locked before contracts and environments. The request's row is locked. */
export async function lockNext(tx: Tx, request: StoredRequest, at: number): Promise<void> {
  if (request.continuedBy && due(dueFacts(request), at) === 'handOver')
    await loadRequest(tx, request.continuedBy, true);
}

/** Begins applying; a ceiling that was lowered since it was granted is judged again: then it has failed, and nothing was asked of the provider. */
async function begin(tx: Tx, request: StoredRequest, at: number): Promise<StoredRequest> {
  const applying = await clockMove(tx, request, 'apply', at);
  const error = await aboveCeiling(tx, applying);
  if (!error) return applying;
  await failedUnasked(tx, applying, error, at);
  return clockMove(tx, applying, 'fail', at, { detail: { error } as unknown as Json });
}

/** Where an approved extension goes on, it begins in the same transaction, and this request ends without a return; else it returns. */
async function handOver(tx: Tx, request: StoredRequest, at: number): Promise<StoredRequest> {
  const next = request.continuedBy && (await loadRequest(tx, request.continuedBy, true));
  if (next) await takeDue(tx, next, at);
  const now = await loadRequest(tx, request.reference);
  const continued = now?.continuedBy ?? null;
  const detail = { detail: { continuedBy: continued } };
  return clockMove(tx, now ?? request, continued ? 'handOver' : 'return', at, continued ? detail : {});
}

/** What a move of the clock keeps beside the state. */
type Kept = Pick<Change, 'note' | 'detail'>;

/** Saves one move of the clock with what it gives back of the upscale-days (R18); one the table refuses is a bug. */
export async function clockMove(
  tx: Tx,
  request: StoredRequest,
  move: ClockMove,
  at: number,
  kept: Kept = {},
): Promise<StoredRequest> {
  const verdict = decide(request.state, move, 'clock', moveFacts(request));
  if (!verdict.allowed) throw new Error(`${request.reference} is ${request.state}: the clock cannot ${move}`);
  const change = { move, to: verdict.to, at, author: CLOCK, data: dataOf(request, move, at), ...kept };
  return saveMove(tx, request, change);
}

function dataOf({ window, prescaleMinutes, upscaleDays: used }: StoredRequest, move: ClockMove, at: number) {
  if (move === 'expire' || move === 'miss') return { upscaleDays: 0, missed: move === 'miss' };
  if (move === 'fail' && window) return { upscaleDays: Math.min(used, upscaleDays(window, prescaleMinutes, at)) };
  return {};
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
    SELECT r.reference FROM "UpscaleRequest" r
    WHERE r."contractId" = (${contract}) AND r."dueAt" <= ${now}
      AND (r.state IN ('IN_REVIEW', 'NEEDS_INFO', 'OFFERED') OR (r.state = 'SCHEDULED' AND r."windowEnd" <= ${now}))`;
  for (const { reference } of rows)
    await transaction(async (tx) => {
      const request = await loadRequest(tx, reference, true);
      if (request) await takeDue(tx, request, at);
    });
  return rows.length > 0;
}
