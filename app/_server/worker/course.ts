import { due } from '#domain/clock.ts';
import { anyMoving, type ProviderError, progressOf, providerError } from '#domain/hosting.ts';
import type { Json } from '#domain/record.ts';
import { dueFacts, type StoredRequest } from '#domain/stored-request.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { CHANGES, changeOf } from '../changes.ts';
import type { Tx } from '../db.ts';
import type { Observation } from '../hosting/port.ts';
import { isSeenSince } from '../hosting/told.ts';
import { log } from '../log.ts';
import { moved } from '../metrics.ts';
import { clockMove, takeDue } from '../requests/due.ts';
import { loadRequests } from '../requests/load.ts';
import { finishOperation, type StoredOperation, unfinishedOperation } from './operation.ts';

const MINUTE = 60_000;
const MOST_BACKOFF_MS = MINUTE;
/** How long after its last answer a provider that says it is done may be observed otherwise. */
const SETTLES_MS = 30_000;
/** How often a provider is called that says it is done while another size is seen. */
export const MOST_CALLS_OF_A_LIAR = 2;

/** The state of a request while its operation of a kind runs. */
export const STATE_OF = { APPLY: 'APPLYING', RETURN: 'RETURNING' } as const;

/** An operation that runs, and its request under its lock. */
export type Held = { request: StoredRequest; operation: StoredOperation };

/** An operation that is what its request is at now, under the request's lock; null = it is over, or about to be. */
export async function runningOperation(tx: Tx, operationId: string): Promise<Held | null> {
  const [row] = await tx.$queryRaw<{ requestId: string }[]>`
    SELECT "requestId" FROM "Operation" WHERE id = ${operationId}::uuid`;
  const request = row ? await lockRequest(tx, row.requestId) : null;
  const operation = request && (await unfinishedOperation(tx, request.id));
  return operation?.id === operationId && request?.state === STATE_OF[operation.kind] ? { request, operation } : null;
}

/** Observed as wanted: active, or returned; a permanent change is the new baseline at once. */
export async function reach(tx: Tx, { request, operation }: Held, at: number): Promise<void> {
  await finishOperation(tx, request, { ...operation, state: 'DONE' }, at);
  const move = operation.kind === 'APPLY' ? 'activate' : 'close';
  const after = await clockMove(tx, request, move, at);
  moved(move);
  // all else that is due is for the next claim: it may lock other requests, which come before environments
  if (due(dueFacts(after), at) === 'adopt') await takeDue(tx, after, at);
}

/** Not there yet. A provider that says it is done while another size is seen is asked once more, then it has failed. */
export async function goOn(tx: Tx, held: Held, observation: Observation, missing: string[], at: number): Promise<void> {
  const { request, operation } = held;
  const { moving } = observation;
  const progress = progressOf(moving, operation.targets);
  const settled =
    anyMoving(moving, operation.targets) === false &&
    // a clock that is behind shows what was before: that is no lie
    isSeenSince(observation, operation.targets, operation.startedAt) &&
    operation.state === 'ACCEPTED' &&
    at - (operation.answeredAt ?? at) >= SETTLES_MS;
  if (settled && operation.attempts >= MOST_CALLS_OF_A_LIAR)
    return fail(tx, request, operation, providerError('arrivedOther', { services: missing }), at);
  const state = settled ? 'CALLING' : operation.state;
  const lookAt = untilEnd(request, at, settled ? 0 : pollMs(operation, at));
  await putBack(tx, { request, operation: { ...operation, state } }, lookAt, progress);
}

/** The time limit has passed, and the sizes were not seen even then. */
export function runOut(tx: Tx, { request, operation }: Held, at: number): Promise<void> {
  const minutes = Math.round((operation.deadlineAt - operation.startedAt) / MINUTE);
  return fail(tx, request, operation, providerError('notArrived', { minutes }), at);
}

/** Fails an operation and its request inside the caller's transaction, which holds the request's lock. */
export async function fail(
  tx: Tx,
  request: StoredRequest,
  operation: StoredOperation,
  error: ProviderError,
  at: number,
): Promise<void> {
  await finishOperation(tx, request, { ...operation, state: 'FAILED' }, at, error);
  await clockMove(tx, request, 'fail', at, { detail: { error } as unknown as Json });
  moved('fail');
  log().error(
    { request: request.reference, operation: operation.id, kind: operation.kind, error },
    'an operation failed: a manager or operator retries it or gives it up on its page',
  );
}

/** Out of hand until `at` (UTC ms), the operation in the state it is given with; whoever watches is told. */
export async function putBack(
  tx: Tx,
  { request, operation }: Held,
  at: number,
  progress: number | null = null,
): Promise<void> {
  await tx.$executeRaw`
    WITH operation AS (
      UPDATE "Operation" SET state = ${operation.state}::"OperationState", progress = coalesce(${progress}, progress)
      WHERE id = ${operation.id}::uuid
    ), told AS (SELECT pg_notify(${CHANGES}, ${changeOf(request)}))
    UPDATE "UpscaleRequest" SET "dueAt" = ${new Date(at)}, "leasedBy" = NULL FROM told WHERE id = ${request.id}::uuid`;
}

/** A request under its lock, as it is then; null = there is none. */
export async function lockRequest(tx: Tx, id: string): Promise<StoredRequest | null> {
  // a statement of its own: one that waits for a lock still sees what was there before the wait
  await tx.$queryRaw`SELECT 1 FROM "UpscaleRequest" WHERE id = ${id}::uuid FOR UPDATE`;
  return loadById(tx, id);
}

/** A request by its id, or null. */
export async function loadById(tx: Tx, id: string): Promise<StoredRequest | null> {
  const [request] = await loadRequests(tx, Prisma.sql`SELECT ${id}::uuid AS id`);
  return request ?? null;
}

/** Tells whoever watches a request that something of it changed. */
export async function tell(tx: Tx, request: StoredRequest): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM (SELECT pg_notify(${CHANGES}, ${changeOf(request)})) AS told`;
}

/** So long from now (ms), but not past the end of what is still being applied: its return is due then. UTC ms. */
export function untilEnd(request: StoredRequest, at: number, ms: number): number {
  const end = request.state === 'APPLYING' ? (request.window?.end ?? Infinity) : Infinity;
  return Math.min(at + ms, Math.max(at, end));
}

/** How long to wait after a number of calls that failed, ms. */
export function backoffMs(attempts: number): number {
  const most = Math.min(MOST_BACKOFF_MS, 1000 * 2 ** attempts);
  return most / 2 + Math.random() * (most / 2);
}

/** Often at first, then each tenth of what it has taken so far, at most each 15 s. */
export function pollMs({ startedAt }: StoredOperation, at: number): number {
  return Math.min(15_000, Math.max(1000, (at - startedAt) / 10));
}
