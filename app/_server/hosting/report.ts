import type { Capacity, CapacityShape } from '#domain/capacity.ts';
import { fieldError, type Parsed } from '#domain/field-error.ts';
import { notAt, type ProviderError, providerError } from '#domain/hosting.ts';
import { type OperationReport, reportShape, saidBy, sightingOf } from '#domain/observed-shape.ts';
import type { Json } from '#domain/record.ts';
import { parseShape } from '#domain/shape-errors.ts';
import { db, type Tx, transaction } from '../db.ts';
import { record } from '../record/append.ts';
import {
  backoffMs,
  fail,
  type Held,
  MOST_CALLS_OF_A_LIAR,
  runningOperation,
  tell,
  untilEnd,
} from '../worker/course.ts';
import { lookAgain } from '../worker/due-rows.ts';
import { storeObservation } from './observed.ts';

const DAY = 86_400_000;

/** An operation that the provider's automation may report of. */
type Reported = {
  id: string;
  requestId: string;
  reference: string;
  environmentId: string;
  number: number;
  services: { name: string; shape: CapacityShape }[];
};

/** What is kept of a report. */
type Report = Omit<OperationReport, 'message' | 'observed'> & {
  message?: string;
  observed?: { at: number; capacities: Record<string, Capacity> };
};

/** The operation of an id, or null: there is none, or another provider carries it out. */
export async function reportedOperation(id: string): Promise<Reported | null> {
  const [row] = await db().$queryRaw<Reported[]>`
    SELECT o.id, o."requestId", r.reference, o."environmentId", o.number, (
      SELECT json_agg(json_build_object('name', s.name, 'shape', s.shape)) FROM "Service" s
      WHERE s."environmentId" = o."environmentId") AS services
    FROM "Operation" o JOIN "UpscaleRequest" r ON r.id = o."requestId"
    WHERE o.id = ${id}::uuid AND o.provider = 'webhook'`;
  return row ?? null;
}

/** Reads a report: what it saw of services that the environment does not have is left out, a size of the wrong shape is refused. */
export function readReport(body: unknown, { services }: Reported): Parsed<Report> {
  const read = parseShape(reportShape, body);
  if (!read.ok) return read;
  const { message, observed, ...report } = read.value;
  const { capacities, misfits } = sightingOf(observed?.services ?? {}, services);
  const errors = misfits.map((name) => fieldError(`observed.services.${name}`, 'unknownMember', {}));
  if (errors.length > 0) return { ok: false, errors };
  const said = message === undefined ? {} : { message: saidBy(message) };
  const seen = observed ? { observed: { at: observed.at, capacities } } : {};
  return { ok: true, value: { ...report, ...said, ...seen } };
}

/** Takes a report once, in one transaction with what it does: a message that was taken before does nothing; of an operation that is over it is only recorded. False = the message belongs to another operation. */
export function takeReport(operation: Reported, messageId: string, report: Report, at: number): Promise<boolean> {
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "UpscaleRequest" WHERE id = ${operation.requestId}::uuid FOR UPDATE`;
    const isNew = await tx.$executeRaw`
      INSERT INTO "OperationReport" (id, "operationId", at) VALUES (${messageId}, ${operation.id}::uuid, ${new Date(at)})
      ON CONFLICT (id) DO NOTHING`;
    if (!isNew) {
      const first = await tx.operationReport.findUnique({ where: { id: messageId } });
      return first?.operationId === operation.id;
    }
    await forgetOld(tx, at);
    const held = await seenWith(tx, operation, report, at);
    if (held) await act(tx, held, report, at);
    await record(tx, {
      at,
      who: 'provider',
      standing: null,
      what: 'operation.report',
      subject: `operation ${operation.reference} ${operation.number}`,
      // what the operation is then, its own entries say
      verdict: { allowed: true, ...(!held && { over: true }), message: messageId, report } as unknown as Json,
    });
    return true;
  });
}

/** A message is refused minutes after it was signed: the id of an old one need not be known. What another report forgets right now is left to it. */
async function forgetOld(tx: Tx, at: number): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "OperationReport" WHERE id IN (
      SELECT id FROM "OperationReport" WHERE at < ${new Date(at - DAY)} FOR UPDATE SKIP LOCKED)`;
}

/** The operation while it runs, with what was observed stored. */
async function seenWith(
  tx: Tx,
  { id, environmentId }: Reported,
  { observed }: Report,
  at: number,
): Promise<Held | null> {
  const held = await runningOperation(tx, id);
  if (!held || !observed) return held;
  const { capacities } = observed;
  // nobody has seen the future; believed, it would hide everything until then
  const seenAt = Math.min(observed.at, at);
  await storeObservation(tx, environmentId, { at: seenAt, by: 'webhook', capacities, moving: null });
  return runningOperation(tx, id);
}

function act(tx: Tx, held: Held, report: Report, at: number): Promise<void> {
  const { request, operation } = held;
  const error = errorOf(held, report);
  if (!error) return goOn(tx, held, report, at);
  const isLie = error.code === 'arrivedOther';
  const retryable = isLie ? operation.attempts < MOST_CALLS_OF_A_LIAR : report.retryable;
  return retryable ? again(tx, held, error, at) : fail(tx, request, operation, error, at);
}

/** Why a report is bad news: it says so, or it says done and what it saw says otherwise. */
function errorOf({ operation: { targets } }: Held, { outcome, message, observed }: Report): ProviderError | null {
  if (outcome === 'failed') return providerError('refused', { detail: message || '…' });
  if (outcome === 'progress' || !observed) return null;
  const services = notAt(observed.capacities, targets).filter((service) => observed.capacities[service]);
  return services.length > 0 ? providerError('arrivedOther', { services }) : null;
}

/** It is at it, or says it is done: nothing is active by that, it is looked at. Who reports has heard the call, whatever was answered to it; a worker that still waits for that answer has lost its place. */
async function goOn(tx: Tx, { request, operation }: Held, { outcome, progress }: Report, at: number): Promise<void> {
  const percent = progress ?? (outcome === 'succeeded' ? 100 : null);
  await tx.$executeRaw`UPDATE "Operation" SET progress = coalesce(${percent}, progress) WHERE id = ${operation.id}::uuid`;
  const isAnswer = await tx.$executeRaw`
    UPDATE "OperationAttempt" SET "answeredAt" = ${new Date(at)}, outcome = 'accepted', error = NULL
    WHERE "operationId" = ${operation.id}::uuid AND number = ${operation.attempts}
      AND ("answeredAt" IS NULL OR outcome = 'unknown')`;
  if (isAnswer) {
    await turnTo(tx, operation.id, 'ACCEPTED');
    await lookAgain(tx, request, at);
  } else if (operation.state === 'ACCEPTED' || outcome === 'succeeded') {
    // who has it in hand is looking already
    await tx.$executeRaw`
      UPDATE "UpscaleRequest" SET "dueAt" = ${new Date(at)} WHERE id = ${request.id}::uuid AND "leasedBy" IS NULL`;
  }
  await tell(tx, request);
}

/** It failed, and trying again may help: called again after a while, until the time limit. */
async function again(tx: Tx, { request, operation }: Held, error: ProviderError, at: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE "OperationAttempt" SET "answeredAt" = ${new Date(at)}, outcome = 'retryable', error = ${JSON.stringify(error)}::jsonb
    WHERE "operationId" = ${operation.id}::uuid AND number = ${operation.attempts}`;
  await turnTo(tx, operation.id, 'CALLING');
  await lookAgain(tx, request, untilEnd(request, at, backoffMs(operation.attempts)));
  await tell(tx, request);
}

/** A new token with it: what a worker brings back that has the operation in hand now is older than the report. */
async function turnTo(tx: Tx, id: string, state: 'CALLING' | 'ACCEPTED'): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Operation" SET state = ${state}::"OperationState", token = nextval('fencing_token') WHERE id = ${id}::uuid`;
}
