import type { Json } from '#domain/record.ts';
import { type RecordEntry, verifyChain, type Witness } from '#domain/record-chain.ts';
import { type AuditEntry, Prisma } from '#prisma/generated/client.ts';
import { db, type Tx } from '../db.ts';
import { loadRequests } from '../requests/load.ts';
import { isAsRecorded, requestSubject } from '../requests/snapshot.ts';

export type Verdict = { ok: true; entries: number } | { ok: false; problem: string };

const BATCH = 500;
const LONGEST = 3_600_000;

/** Checks the whole record: every link of the chain, its head, what witnesses outside the database have kept of it, and that each request's state, lines, window, content, days and approvals, and each operation's targets and end, are what their last entries say. */
export function verifyRecord(witnesses: readonly Witness[] = []): Promise<Verdict> {
  // as it stood at one moment: a portal that runs meanwhile writes on
  return db().$transaction((tx) => verify(tx, witnesses), { isolationLevel: 'RepeatableRead', timeout: LONGEST });
}

async function verify(tx: Tx, witnesses: readonly Witness[]): Promise<Verdict> {
  const row = await tx.auditHead.findUnique({ where: { id: 1 } });
  const head = row && { n: Number(row.n), hash: row.hash };
  const fault = await verifyChain(entries(tx), head, witnesses);
  const problem = fault?.problem ?? (await firstDifference(tx)) ?? (await differingOperation(tx));
  return problem ? { ok: false, problem } : { ok: true, entries: head?.n ?? 0 };
}

async function* entries(tx: Tx): AsyncGenerator<RecordEntry & { hash: string }> {
  for (let after = -1n; ; ) {
    const rows = await tx.auditEntry.findMany({ where: { n: { gt: after } }, orderBy: { n: 'asc' }, take: BATCH });
    for (const row of rows) {
      yield storedEntry(row);
      after = row.n;
    }
    if (rows.length < BATCH) return;
  }
}

/** An entry as it was hashed. */
export function storedEntry(row: AuditEntry): RecordEntry & { hash: string } {
  const json = { before: row.before as Json, after: row.after as Json, verdict: row.verdict as Json };
  return { ...row, n: Number(row.n), at: row.at.toISOString(), ...json };
}

/** The first request that is not as the record last saw it, or null. */
async function firstDifference(tx: Tx): Promise<string | null> {
  for (let after = ''; ; ) {
    const batch = Prisma.sql`
      SELECT id FROM "UpscaleRequest" WHERE reference > ${after} ORDER BY reference LIMIT ${BATCH}`;
    const requests = await loadRequests(tx, batch);
    const kept = await lastSnapshots(
      tx,
      requests.map(({ reference }) => requestSubject(reference)),
    );
    for (const request of requests) {
      after = request.reference;
      const entry = kept.get(requestSubject(request.reference));
      if (!entry) return `request ${request.reference} is not in the record`;
      if (!isAsRecorded(request, entry.after))
        return `entry ${entry.n}: ${request.reference} is not as this entry, its last, says`;
    }
    if (requests.length < BATCH) return missingRequest(tx);
  }
}

/** A request the record knows and the tables do not. */
async function missingRequest(tx: Tx): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ n: bigint; subject: string }[]>`
    SELECT n, subject FROM "AuditEntry" e
    WHERE subject LIKE 'request UR-%' AND after IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM "UpscaleRequest" r WHERE 'request ' || r.reference = e.subject)
    ORDER BY n LIMIT 1`;
  return row ? `entry ${row.n}: ${row.subject} is missing from the tables` : null;
}

/** An operation that is not what its last entry says: other targets, ended otherwise, or gone. */
async function differingOperation(tx: Tx): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ n: bigint; subject: string; missing: boolean }[]>`
    WITH last AS (
      SELECT DISTINCT ON (subject) n, subject, after, verdict->'error' AS error FROM "AuditEntry"
      WHERE subject LIKE 'operation UR-%' AND after IS NOT NULL ORDER BY subject, n DESC
    ), own AS (
      SELECT o.*, 'operation ' || r.reference || ' ' || o.number AS subject
      FROM "Operation" o JOIN "UpscaleRequest" r ON r.id = o."requestId"
    )
    SELECT l.n, subject, o.id IS NULL AS missing FROM last l LEFT JOIN own o USING (subject)
    WHERE o.id IS NULL
      OR jsonb_build_object('id', o.id, 'kind', o.kind, 'provider', o.provider, 'targets', o.targets)
        <> l.after - '{number,state,token,attempts}'::text[]
      OR ((o."finishedAt" IS NOT NULL OR l.after->>'state' IN ('DONE', 'FAILED', 'SUPERSEDED')) AND (
        l.after->>'state' <> o.state::text OR l.error IS DISTINCT FROM o.error
        OR (l.after->>'attempts')::int <> (SELECT count(*) FROM "OperationAttempt" WHERE "operationId" = o.id)))
    ORDER BY l.n LIMIT 1`;
  if (!row) return null;
  const is = row.missing ? 'is missing from the tables' : 'is not as this entry, its last, says';
  return `entry ${row.n}: ${row.subject} ${is}`;
}

async function lastSnapshots(tx: Tx, subjects: string[]): Promise<Map<string, { n: bigint; after: Json }>> {
  const rows = await tx.$queryRaw<{ n: bigint; subject: string; after: Json }[]>`
    SELECT DISTINCT ON (subject) n, subject, after FROM "AuditEntry"
    WHERE subject = ANY(${subjects}) AND after IS NOT NULL ORDER BY subject, n DESC`;
  return new Map(rows.map(({ n, subject, after }) => [subject, { n, after }]));
}
