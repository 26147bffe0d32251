import { due, wakeAt } from '#domain/clock.ts';
import { anyMoving, notAt, type ProviderError, progressOf, providerError } from '#domain/hosting.ts';
import type { Json } from '#domain/record.ts';
import { dueFacts, type StoredRequest } from '#domain/stored-request.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { CHANGES, changeOf } from '../changes.ts';
import { type Tx, transaction } from '../db.ts';
import { storeObservation } from '../hosting/observed.ts';
import type { Answer, Observation, Seen } from '../hosting/port.ts';
import { isSeenSince } from '../hosting/told.ts';
import { log } from '../log.ts';
import { moved } from '../metrics.ts';
import { clockMove, takeDue } from '../requests/due.ts';
import { loadRequests } from '../requests/load.ts';
import { type Claim, lookAgain } from './claim.ts';
import { finishOperation, recordOperation, type StoredOperation, unfinishedOperation } from './operation.ts';

const MINUTE = 60_000;
const MOST_BACKOFF_MS = MINUTE;
/** How long after its last answer a provider that says it is done may be observed otherwise. */
const SETTLES_MS = 30_000;
/** How often a provider is called that says it is done while another size is seen. */
export const MOST_CALLS_OF_A_LIAR = 2;

const STATE_OF = { APPLY: 'APPLYING', RETURN: 'RETURNING' } as const;

/** What a worker holds when it comes back from a provider. */
export type Held = { request: StoredRequest; operation: StoredOperation };

/** Runs what a worker brings back, if the operation is still in its hand. A worker that slept through its lease writes nothing. Answers whether it was written. */
function whileHeld(claim: Claim, work: (tx: Tx, held: Held) => Promise<void>): Promise<boolean> {
  return transaction(async (tx) => {
    const { operation } = claim;
    const request = operation && (await lockHeld(tx, claim.request, operation));
    if (request) await work(tx, { request, operation });
    return Boolean(request);
  });
}

/** Locks the request, then the operation, while the token is the one that was claimed: every change of the operation comes with another, and every one of the request with another version. */
async function lockHeld(
  tx: Tx,
  claimed: StoredRequest,
  { id, token, kind }: StoredOperation,
): Promise<StoredRequest | null> {
  // both are locked: after a wait both are judged as they are then
  const [row] = await tx.$queryRaw<{ version: number }[]>`
    SELECT r.version FROM "UpscaleRequest" r JOIN "Operation" o ON o."requestId" = r.id
    WHERE r.id = ${claimed.id}::uuid AND r.state = ${STATE_OF[kind]}::"RequestState"
      AND o.id = ${id}::uuid AND o.token = ${token} AND o.state IN ('CALLING', 'ACCEPTED')
    FOR UPDATE OF r FOR NO KEY UPDATE OF o`;
  if (row?.version === claimed.version) return claimed;
  return row ? loadById(tx, claimed.id) : null;
}

/** What a provider answered to a call: the outcome after the intent. Refused has failed; what is not known is looked at soon. */
export function saveAnswer(claim: Claim, answer: Answer, at: number): Promise<boolean> {
  return whileHeld(claim, async (tx, { request, operation }) => {
    const error = answer.kind === 'accepted' ? null : answer.error;
    await tx.$executeRaw`
      UPDATE "OperationAttempt" SET "answeredAt" = ${new Date(at)}, outcome = ${answer.kind}, error = ${error && JSON.stringify(error)}::jsonb
      WHERE "operationId" = ${operation.id}::uuid AND number = ${operation.attempts} AND "answeredAt" IS NULL`;
    if (answer.kind === 'refused') return fail(tx, request, operation, answer.error, at);
    const state = answer.kind === 'accepted' ? 'ACCEPTED' : 'CALLING';
    await recordOperation(tx, request, { ...operation, state }, `operation.${answer.kind}`, at, error);
    const wait =
      answer.kind === 'accepted' ? answer.lookAgainMs : Math.max(backoffMs(operation.attempts), answer.waitMs ?? 0);
    await putBack(tx, { request, operation: { ...operation, state } }, untilEnd(request, at, wait));
  });
}

/** What was observed while an operation runs: at its sizes it is done, and only then; else it is looked at again. */
export function saveSeen(claim: Claim, observation: Observation, at: number): Promise<boolean> {
  return whileHeld(claim, async (tx, held) => {
    const request = await storeSeen(tx, held.request, observation);
    const missing = notAt(observation.capacities, held.operation.targets);
    // passing through a size is not having it, and what was seen before it began proves nothing
    const { targets, startedAt } = held.operation;
    const proves = isSeenSince(observation, targets, startedAt) && !anyMoving(observation.moving, targets);
    if (missing.length === 0 && proves) return reach(tx, { ...held, request }, at);
    if (at >= held.operation.deadlineAt) return runOut(tx, { ...held, request }, at);
    await goOn(tx, { ...held, request }, observation, missing, at);
  });
}

/** Nothing could be observed: looked at again, the later the longer it lasts. */
export function saveUnseen(claim: Claim, error: ProviderError, at: number): Promise<boolean> {
  return whileHeld(claim, async (tx, { request, operation }) => {
    log().warn({ request: request.reference, error }, 'the environment could not be observed');
    if (at >= operation.deadlineAt) return runOut(tx, { request, operation }, at);
    await lookAgain(tx, request, untilEnd(request, at, pollMs(operation, at)));
  });
}

/** A return that failed: it closes when its baseline is seen after all, since the return began; else it is looked at again. */
export function saveWatched(
  { request: { id } }: Claim,
  targets: StoredOperation['targets'],
  seen: Seen,
  at: number,
): Promise<void> {
  return transaction(async (tx) => {
    const request = await lockRequest(tx, id);
    if (request?.state !== 'FAILED' || request.failedDuring !== 'RETURNING') return;
    const observation = seen.kind === 'seen' ? seen.observation : null;
    if (observation) await storeObservation(tx, request.environmentId, observation);
    if (!observation || !isBack(observation, targets, request.returnSince ?? at))
      return lookAgain(tx, request, wakeAt(dueFacts(request), at));
    await clockMove(tx, (await loadById(tx, id)) ?? request, 'close', at);
  });
}

function isBack(observation: Observation, targets: StoredOperation['targets'], since: number): boolean {
  const { capacities, moving } = observation;
  return (
    notAt(capacities, targets).length === 0 && !anyMoving(moving, targets) && isSeenSince(observation, targets, since)
  );
}

/** An operation that is what its request is at now, under the request's lock; null = it is over, or about to be. */
export async function runningOperation(tx: Tx, operationId: string): Promise<Held | null> {
  const [row] = await tx.$queryRaw<{ requestId: string }[]>`
    SELECT "requestId" FROM "Operation" WHERE id = ${operationId}::uuid`;
  const request = row ? await lockRequest(tx, row.requestId) : null;
  const operation = request && (await unfinishedOperation(tx, request.id));
  return operation?.id === operationId && request?.state === STATE_OF[operation.kind] ? { request, operation } : null;
}

/** Observed as wanted: active, or returned; a permanent change is the new baseline at once. */
async function reach(tx: Tx, { request, operation }: Held, at: number): Promise<void> {
  await finishOperation(tx, request, { ...operation, state: 'DONE' }, at);
  const move = operation.kind === 'APPLY' ? 'activate' : 'close';
  const after = await clockMove(tx, request, move, at);
  moved(move);
  // all else that is due is for the next claim: it may lock other requests, which come before environments
  if (due(dueFacts(after), at) === 'adopt') await takeDue(tx, after, at);
}

/** Not there yet. A provider that says it is done while another size is seen is asked once more, then it has failed. */
async function goOn(tx: Tx, held: Held, observation: Observation, missing: string[], at: number): Promise<void> {
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
function runOut(tx: Tx, { request, operation }: Held, at: number): Promise<void> {
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
async function putBack(
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

/** The request with what was observed of its lines, which is stored. */
async function storeSeen(tx: Tx, request: StoredRequest, observation: Observation): Promise<StoredRequest> {
  const asked = request.lines.map(({ service }) => service);
  const seen = await storeObservation(tx, request.environmentId, observation, asked);
  // what somebody has seen later stays
  if (!request.lines.every(({ serviceId }) => seen.has(serviceId))) return (await loadById(tx, request.id)) ?? request;
  return { ...request, lines: request.lines.map((line) => ({ ...line, ...seen.get(line.serviceId) })) };
}

async function lockRequest(tx: Tx, id: string): Promise<StoredRequest | null> {
  // a statement of its own: one that waits for a lock still sees what was there before the wait
  await tx.$queryRaw`SELECT 1 FROM "UpscaleRequest" WHERE id = ${id}::uuid FOR UPDATE`;
  return loadById(tx, id);
}

async function loadById(tx: Tx, id: string): Promise<StoredRequest | null> {
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
function pollMs({ startedAt }: StoredOperation, at: number): number {
  return Math.min(15_000, Math.max(1000, (at - startedAt) / 10));
}
