import type { RequestState } from '#domain/lifecycle.ts';
import type { Operation } from '#domain/operation.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';
import { ms } from '../environments/rows.ts';

/** Calls of one operation that are read: the latest. */
const CALLS = 20;

/** The row o of "Operation" as the domain has it. */
export const OPERATION = Prisma.sql`json_build_object('id', o.id, 'number', o.number, 'kind', o.kind, 'state', o.state,
  'provider', o.provider, 'targets', o.targets, 'startedAt', ${ms('o."startedAt"')}, 'deadlineAt', ${ms('o."deadlineAt"')},
  'finishedAt', ${ms('o."finishedAt"')}, 'progress', o.progress, 'error', o.error, 'attempts', (
    SELECT coalesce(json_agg(json_build_object('number', a.number, 'at', ${ms('a.at')}, 'outcome', a.outcome, 'error', a.error)
      ORDER BY a.number), '[]')
    FROM (SELECT * FROM "OperationAttempt" WHERE "operationId" = o.id ORDER BY number DESC LIMIT ${CALLS}) a))`;

/** States in which something is, was or should be at a provider. */
const HAS_OPERATIONS: readonly RequestState[] = ['APPLYING', 'ACTIVE', 'RETURNING', 'FAILED', 'CLOSED'];

/** The latest operation of each request that has one, by the request's id. At most one statement. */
export async function latestOperations(
  tx: Tx,
  requests: readonly { id: string; state: RequestState }[],
): Promise<Map<string, Operation>> {
  const ids = requests.filter(({ state }) => HAS_OPERATIONS.includes(state)).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; operation: Operation | null }[]>`
    SELECT r.id::text, (SELECT ${OPERATION} FROM "Operation" o WHERE o."requestId" = r.id ORDER BY o.number DESC LIMIT 1) AS operation
    FROM unnest(${ids}::uuid[]) AS r(id)`;
  return new Map(rows.flatMap(({ id, operation }) => (operation ? [[id, operation]] : [])));
}

/** All operations of a request, oldest first; no check of who asks. One statement. */
export async function operationsOf(tx: Tx, requestId: string): Promise<Operation[]> {
  const rows = await tx.$queryRaw<{ operation: Operation }[]>`
    SELECT ${OPERATION} AS operation FROM (
      SELECT * FROM "Operation" WHERE "requestId" = ${requestId}::uuid ORDER BY number DESC LIMIT 50
    ) o ORDER BY o.number`;
  return rows.map(({ operation }) => operation);
}
