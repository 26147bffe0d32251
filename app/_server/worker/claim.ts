import { randomUUID } from 'node:crypto';
import { wakeAt } from '#domain/clock.ts';
import { dueFacts, type StoredRequest } from '#domain/stored-request.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Tx, transaction } from '../db.ts';
import { defaultProvider } from '../hosting/default-provider.ts';
import type { Provider } from '../hosting/port.ts';
import type { Providers } from '../hosting/providers.ts';
import { takeDue } from '../requests/due.ts';
import { loadRequest } from '../requests/load.ts';
import { lookAgain } from './due-rows.ts';
import { finishOperation, recordOperation, type StoredOperation } from './operation.ts';
import { type Site, situationOf, targetsOf, turnOf } from './situation.ts';

/** How long a worker may have a request in hand before another takes it: longer than both calls of a provider may take. */
export const LEASE_MS = 60_000;
/** How soon a request is looked at again that waits for another on the same service. */
const WAIT_MS = 1_000;

/** A request in hand: its operation leased under a new token, with `call` where the provider has to be asked. */
export type Claim = {
  request: StoredRequest;
  site: Site;
  provider: Provider;
  /** null = a failed return is looked at once more */
  operation: StoredOperation | null;
  call: boolean;
};

/** Who claims, and when: `at` in UTC ms. */
export type Claimant = { workerId: string; at: number; providers: Providers };

/** Takes a due request in hand: every due move of the clock, then the intent of what is to be called, in one transaction; null = another has it, or nothing is left to do. */
export function claim(id: string, claimant: Claimant): Promise<Claim | null> {
  return transaction((tx) => claimInside(tx, id, claimant));
}

async function claimInside(tx: Tx, id: string, claimant: Claimant): Promise<Claim | null> {
  const { at } = claimant;
  const [found] = await tx.$queryRaw<{ reference: string }[]>`
    SELECT reference FROM "UpscaleRequest" WHERE id = ${id}::uuid AND "dueAt" <= ${new Date(at)} FOR UPDATE SKIP LOCKED`;
  const loaded = found && (await loadRequest(tx, found.reference));
  if (!loaded) return null;
  const request = await takeAllDue(tx, loaded, at);
  const working = request.state === 'APPLYING' || request.state === 'RETURNING';
  if (!working && request.failedDuring !== 'RETURNING') {
    await lookAgain(tx, request, wakeAt(dueFacts(request), at));
    return null;
  }
  // after all requests, also one that is handed over to; the record's head is the last of all locks
  await tx.$queryRaw`SELECT 1 FROM "Environment" WHERE id = ${request.environmentId}::uuid FOR NO KEY UPDATE`;
  const { site, unfinished } = await situationOf(tx, request);
  const { operation, call } = working
    ? await leasedOperation(tx, request, site, unfinished, claimant)
    : { operation: null, call: false };
  if (working && !operation) return null;
  if (!operation) await lookAgain(tx, request, at + LEASE_MS, claimant.workerId);
  const name = operation?.provider ?? site.provider ?? defaultProvider();
  return { request, site, provider: claimant.providers[name], operation, call };
}

async function takeAllDue(tx: Tx, request: StoredRequest, at: number): Promise<StoredRequest> {
  const next = await takeDue(tx, request, at);
  return next.version === request.version ? request : takeAllDue(tx, next, at);
}

type Leased = { operation: StoredOperation | null; call: boolean };
const WAITS: Leased = { operation: null, call: false };

/** The request's operation leased under a new token; a new one where there is none for this state, or where another's place it takes. Null: it waits. */
async function leasedOperation(
  tx: Tx,
  request: StoredRequest,
  site: Site,
  unfinished: StoredOperation | null,
  claimant: Claimant,
): Promise<Leased> {
  const { at } = claimant;
  const kind = request.state === 'APPLYING' ? 'APPLY' : 'RETURN';
  const stale = unfinished && unfinished.kind !== kind;
  if (stale) await finishOperation(tx, request, { ...unfinished, state: 'SUPERSEDED' }, at);
  if (!unfinished || stale) return beginOperation(tx, request, site, kind, claimant);
  // past its time limit it is only looked at: what arrived while no worker ran has arrived
  const call = unfinished.state === 'CALLING' && at < unfinished.deadlineAt;
  const operation = { ...unfinished, attempts: unfinished.attempts + (call ? 1 : 0) };
  const renewed = Prisma.sql`UPDATE "Operation" SET token = nextval('fencing_token') WHERE id = ${operation.id}::uuid`;
  return lease(tx, request, { operation, call }, renewed, claimant);
}

async function beginOperation(
  tx: Tx,
  request: StoredRequest,
  site: Site,
  kind: 'APPLY' | 'RETURN',
  claimant: Claimant,
): Promise<Leased> {
  const { at, providers } = claimant;
  const { mustWait, number } = await turnOf(tx, request, kind);
  if (mustWait) {
    await lookAgain(tx, request, at + WAIT_MS);
    return WAITS;
  }
  const provider = site.provider ?? defaultProvider();
  const operation: Omit<StoredOperation, 'token'> = {
    ...{ id: randomUUID(), number, kind, state: 'CALLING', provider, targets: targetsOf(request, site, kind) },
    ...{ startedAt: at, deadlineAt: at + providers[provider].limitMs, attempts: 1, answeredAt: null },
  };
  const made = Prisma.sql`
    INSERT INTO "Operation" (id, "requestId", "environmentId", kind, number, provider, state, targets, token, "startedAt", "deadlineAt")
    VALUES (${operation.id}::uuid, ${request.id}::uuid, ${request.environmentId}::uuid, ${kind}::"OperationKind", ${number},
      ${provider}, 'CALLING', ${JSON.stringify(operation.targets)}::jsonb, nextval('fencing_token'),
      ${new Date(at)}, ${new Date(operation.deadlineAt)})`;
  return lease(tx, request, { operation, call: true }, made, claimant);
}

/** Takes an operation in hand in one statement, `written` under a new token among it; with `call` the intent stands before the call is made. */
async function lease(
  tx: Tx,
  request: StoredRequest,
  { operation, call }: { operation: Omit<StoredOperation, 'token'>; call: boolean },
  written: Prisma.Sql,
  { at, workerId }: Claimant,
): Promise<Leased> {
  const [{ token }] = await tx.$queryRaw<[{ token: bigint }]>`
    WITH operation AS (${written} RETURNING id, token), attempt AS (
      INSERT INTO "OperationAttempt" ("operationId", number, token, at)
      SELECT id, ${operation.attempts}, token, ${new Date(at)} FROM operation WHERE ${call}
    )
    UPDATE "UpscaleRequest" r SET "dueAt" = ${new Date(at + LEASE_MS)}, "leasedBy" = ${workerId}::uuid
    FROM operation WHERE r.id = ${request.id}::uuid RETURNING token`;
  const leased = { ...operation, token };
  if (call) await recordOperation(tx, request, leased, 'operation.intent', at);
  return { operation: leased, call };
}
