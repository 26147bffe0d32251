import type { ProviderError, ProviderName, Target } from '#domain/hosting.ts';
import type { Json } from '#domain/record.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';
import { record } from '../record/append.ts';

/** An operation as the engine holds it; instants in UTC ms. */
export type StoredOperation = {
  id: string;
  number: number;
  kind: 'APPLY' | 'RETURN';
  state: 'CALLING' | 'ACCEPTED' | 'DONE' | 'FAILED' | 'SUPERSEDED';
  provider: ProviderName;
  targets: Target[];
  token: bigint;
  startedAt: number;
  deadlineAt: number;
  /** calls made so far, the running one included */
  attempts: number;
  /** when the last call was answered; null = it was not */
  answeredAt: number | null;
};

/** An operation's columns as OPERATION names them; all null where a join found none. */
export type OperationRow = Omit<StoredOperation, 'id' | 'startedAt' | 'deadlineAt' | 'answeredAt'> & {
  id: string | null;
  startedAt: Date;
  deadlineAt: Date;
  answeredAt: Date | null;
};

/** What is read of an operation `o`. */
export const OPERATION = Prisma.sql`
  o.id, o.number, o.kind::text, o.state::text, o.provider, o.targets, o.token, o."startedAt", o."deadlineAt",
  (SELECT count(*)::int FROM "OperationAttempt" a WHERE a."operationId" = o.id) AS attempts,
  (SELECT a."answeredAt" FROM "OperationAttempt" a WHERE a."operationId" = o.id ORDER BY a.number DESC LIMIT 1) AS "answeredAt"`;

/** A row as the engine holds it; null where there is none. */
export function storedOperation(row: OperationRow): StoredOperation | null {
  if (row.id === null) return null;
  const { id, startedAt, deadlineAt, answeredAt, ...same } = row;
  return {
    ...same,
    id,
    startedAt: startedAt.getTime(),
    deadlineAt: deadlineAt.getTime(),
    answeredAt: answeredAt?.getTime() ?? null,
  };
}

/** The operation of a request that is not finished, or null. Safe under the request's lock. */
export async function unfinishedOperation(tx: Tx, requestId: string): Promise<StoredOperation | null> {
  const [row] = await tx.$queryRaw<OperationRow[]>`
    SELECT ${OPERATION} FROM "Operation" o WHERE o."requestId" = ${requestId}::uuid AND o.state IN ('CALLING', 'ACCEPTED')`;
  return row ? storedOperation(row) : null;
}

/** Ends an operation in the state it is given with; the caller holds the request's lock. */
export async function finishOperation(
  tx: Tx,
  request: StoredRequest,
  operation: StoredOperation & { state: 'DONE' | 'FAILED' | 'SUPERSEDED' },
  at: number,
  error: ProviderError | null = null,
): Promise<void> {
  const json = error && JSON.stringify(error);
  await tx.$executeRaw`
    UPDATE "Operation" SET state = ${operation.state}::"OperationState", "finishedAt" = ${new Date(at)},
      error = ${json}::jsonb, progress = CASE WHEN ${operation.state} = 'DONE' THEN 100 ELSE progress END
    WHERE id = ${operation.id}::uuid`;
  const what = { DONE: 'operation.done', FAILED: 'operation.failed', SUPERSEDED: 'operation.superseded' } as const;
  await recordOperation(tx, request, operation, what[operation.state], at, error);
}

/** The record's entry of one step of an operation. */
export function recordOperation(
  tx: Tx,
  request: Pick<StoredRequest, 'reference'>,
  {
    id,
    number,
    kind,
    state,
    provider,
    targets,
    token,
    attempts,
  }: Omit<StoredOperation, 'startedAt' | 'deadlineAt' | 'answeredAt'>,
  what: string,
  at: number,
  error: ProviderError | null = null,
): Promise<void> {
  const after = { id, number, kind, state, provider, targets, token: String(token), attempts };
  return record(tx, {
    at,
    who: 'clock',
    standing: null,
    what,
    subject: `operation ${request.reference} ${number}`,
    after: after as unknown as Json,
    ...(error && { verdict: { error } as unknown as Json }),
  });
}
