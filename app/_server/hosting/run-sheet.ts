import { z } from 'zod';
import { fieldError } from '#domain/field-error.ts';
import { freeText, LONG_TEXT } from '#domain/free-text.ts';
import { isAt, type ProviderName, providerError, type Target } from '#domain/hosting.ts';
import { isUnderWay, type Operation } from '#domain/operation.ts';
import type { Standing } from '#domain/policy.ts';
import type { Json } from '#domain/record.ts';
import { refusal } from '#domain/refusal.ts';
import { parseShape } from '#domain/shape-errors.ts';
import type { Actor } from '../access/standing.ts';
import { CHANGES, changeOf } from '../changes.ts';
import { type Tx, transaction } from '../db.ts';
import { done, NOT_FOUND, type Outcome, refused } from '../outcome.ts';
import { record } from '../record/append.ts';
import { fail, runningOperation } from '../worker/course.ts';
import { hostingStanding } from './gate.ts';
import { storeObservation } from './observed.ts';

/** An operation that a person carries out, its request's row locked. */
type Sheet = {
  requestId: string;
  reference: string;
  contractId: string;
  environmentId: string;
  number: number;
  state: Operation['state'];
  provider: ProviderName;
  targets: Target[];
  startedAt: Date;
};

/** Who does what to which operation; `at` in UTC ms. */
type Deed = { actor: Actor; operationId: string; what: string; at: number };

const reasonShape = z.object({ reason: freeText(LONG_TEXT) });
const isId = (text: string) => z.uuid().safeParse(text).success;

/** An operator says that a service of a run sheet has its size: that is the observation. Saying it twice is saying it once. `at` in UTC ms. */
export function confirmStep(
  actor: Actor,
  operationId: string,
  service: string,
  at: number = Date.now(),
): Promise<Outcome<null>> {
  return onSheet({ actor, operationId, what: 'operation.confirm', at }, async (tx, sheet, standing) => {
    const target = sheet.targets.find((each) => each.service === service);
    if (!target) {
      const choices = sheet.targets.map((each) => each.service).join(', ');
      return { kind: 'invalid', errors: [fieldError('service', 'unknownService', { choices })] };
    }
    if (await isConfirmed(tx, sheet, target)) return done(null);
    const capacities = { [service]: target.capacity };
    await storeObservation(tx, sheet.environmentId, { at, by: 'manual', capacities, moving: null });
    await wake(tx, sheet, at);
    await write(tx, sheet, { actor, standing, what: 'operation.confirm', at }, target as unknown as Json);
    return done(null);
  });
}

/** An operator says that a run sheet cannot be carried out: the operation and its request have failed. `at` in UTC ms. */
export function reportFailed(
  actor: Actor,
  operationId: string,
  reason: string,
  at: number = Date.now(),
): Promise<Outcome<null>> {
  const what = 'operation.refuse';
  return onSheet({ actor, operationId, what, at }, async (tx, sheet, standing) => {
    const parsed = parseShape(reasonShape, { reason });
    if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
    const held = await runningOperation(tx, operationId);
    if (!held) return refused([refusal('operationOver', {})]);
    await write(tx, sheet, { actor, standing, what, at }, parsed.value);
    await fail(tx, held.request, held.operation, providerError('refused', { detail: parsed.value.reason }), at);
    return done(null);
  });
}

/** Runs work on an unfinished run sheet that the actor may write on: 404, R13 (both recorded), then the moment. */
function onSheet<T>(
  { actor, operationId, what, at }: Deed,
  work: (tx: Tx, sheet: Sheet, standing: Standing) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return transaction(async (tx) => {
    const sheet = isId(operationId) ? await lockSheet(tx, operationId) : null;
    if (!sheet) return NOT_FOUND;
    const gate = await hostingStanding(tx, { actor, what, subject: subjectOf(sheet), at }, sheet.contractId);
    if (gate.kind !== 'done') return gate;
    if (!isUnderWay(sheet)) return refused([refusal('operationOver', {})]);
    if (sheet.provider !== 'manual') return refused([refusal('notByHand', { provider: sheet.provider })]);
    return work(tx, sheet, gate.value);
  });
}

async function lockSheet(tx: Tx, operationId: string): Promise<Sheet | null> {
  // a statement of its own: one that waits for a lock still sees what was there before the wait
  await tx.$queryRaw`
    SELECT 1 FROM "UpscaleRequest" WHERE id = (SELECT "requestId" FROM "Operation" WHERE id = ${operationId}::uuid) FOR UPDATE`;
  const [sheet] = await tx.$queryRaw<Sheet[]>`
    SELECT r.id AS "requestId", r.reference, r."contractId", r."environmentId",
           o.number, o.state::text, o.provider, o.targets, o."startedAt"
    FROM "Operation" o JOIN "UpscaleRequest" r ON r.id = o."requestId" WHERE o.id = ${operationId}::uuid`;
  return sheet ?? null;
}

async function isConfirmed(tx: Tx, { environmentId, startedAt }: Sheet, target: Target): Promise<boolean> {
  const service = await tx.service.findFirst({
    where: { environmentId, name: target.service, observedBy: 'manual', observedAt: { gte: startedAt } },
  });
  return service !== null && isAt(service.current as Target['capacity'], target.capacity);
}

/** The engine looks at the request at once. */
async function wake(tx: Tx, sheet: Sheet, at: number): Promise<void> {
  await tx.$executeRaw`
    WITH told AS (SELECT pg_notify(${CHANGES}, ${changeOf(sheet)}))
    UPDATE "UpscaleRequest" SET "dueAt" = ${new Date(at)} FROM told WHERE id = ${sheet.requestId}::uuid`;
}

function write(
  tx: Tx,
  sheet: Sheet,
  { actor, standing, what, at }: Omit<Deed, 'operationId'> & { standing: Standing },
  detail: Json,
): Promise<void> {
  const verdict = { allowed: true, detail };
  return record(tx, { at, who: actor.email, standing, what, subject: subjectOf(sheet), verdict });
}

function subjectOf({ reference, number }: Sheet): string {
  return `operation ${reference} ${number}`;
}
