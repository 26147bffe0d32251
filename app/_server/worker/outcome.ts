import { wakeAt } from '#domain/clock.ts';
import { anyMoving, notAt, type ProviderError } from '#domain/hosting.ts';
import { dueFacts, type StoredRequest } from '#domain/stored-request.ts';
import { type Tx, transaction } from '../db.ts';
import { storeObservation } from '../hosting/observed.ts';
import type { Answer, Observation, Seen } from '../hosting/port.ts';
import { isSeenSince } from '../hosting/told.ts';
import { log } from '../log.ts';
import { clockMove } from '../requests/due.ts';
import type { Claim } from './claim.ts';
import {
  backoffMs,
  fail,
  goOn,
  type Held,
  loadById,
  lockRequest,
  pollMs,
  putBack,
  reach,
  runOut,
  STATE_OF,
  untilEnd,
} from './course.ts';
import { lookAgain } from './due-rows.ts';
import { recordOperation, type StoredOperation } from './operation.ts';

/** Runs what a worker brings back, if the operation is still in its hand. A worker that slept through its lease writes nothing. Answers whether it was written. */
function whileHeld(claim: Claim, work: (tx: Tx, held: Held) => Promise<void>): Promise<boolean> {
  return transaction(async (tx) => {
    const { operation } = claim;
    const request = operation && (await lockInHand(tx, claim.request, operation));
    if (request) await work(tx, { request, operation });
    return Boolean(request);
  });
}

/** Locks the request, then the operation, while the token is the one that was claimed: every change of the operation comes with another, and every one of the request with another version. */
async function lockInHand(
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

/** The request with what was observed of its lines, which is stored. */
async function storeSeen(tx: Tx, request: StoredRequest, observation: Observation): Promise<StoredRequest> {
  const asked = request.lines.map(({ service }) => service);
  const seen = await storeObservation(tx, request.environmentId, observation, asked);
  // what somebody has seen later stays
  if (!request.lines.every(({ serviceId }) => seen.has(serviceId))) return (await loadById(tx, request.id)) ?? request;
  return { ...request, lines: request.lines.map((line) => ({ ...line, ...seen.get(line.serviceId) })) };
}
