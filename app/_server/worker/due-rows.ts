import { Prisma } from '#prisma/generated/client.ts';
import { db, type Tx } from '../db.ts';

/** Something the clock has to look at: a request, or an environment that was not looked at for a while. */
export type DueRow = { id: string; what: 'request' | 'environment' };

/** What is due, in order: whatever ends or runs before what begins, each by its instant, then environments. One statement over three indexes that hold only what can be due; `at` in UTC ms, `places` = how many environments at most. */
export function dueRows(at: number, limit: number, places: number): Promise<DueRow[]> {
  const now = new Date(at);
  return db().$queryRaw<DueRow[]>`
    WITH running AS (
      SELECT id, 'request' AS what FROM "UpscaleRequest"
      WHERE state <> 'SCHEDULED' AND "dueAt" IS NOT NULL AND "dueAt" <= ${now} ORDER BY "dueAt" LIMIT ${limit}
    ), beginning AS (
      SELECT id, 'request' AS what FROM "UpscaleRequest"
      WHERE state = 'SCHEDULED' AND "dueAt" IS NOT NULL AND "dueAt" <= ${now}
      ORDER BY "dueAt" LIMIT ${limit} - (SELECT count(*) FROM running)
    ), places AS (
      SELECT id, 'environment' AS what FROM "Environment" WHERE "observeAt" <= ${now} ORDER BY "observeAt" LIMIT ${places}
    )
    SELECT * FROM running UNION ALL SELECT * FROM beginning UNION ALL SELECT * FROM places`;
}

/** When the clock looks at the request next, and who has it in hand until then. */
export async function lookAgain(
  tx: Tx,
  request: { id: string },
  at: number | null,
  workerId: string | null = null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "UpscaleRequest" SET "dueAt" = ${at === null ? null : new Date(at)}, "leasedBy" = ${workerId}::uuid
    WHERE id = ${request.id}::uuid`;
}

/** Makes due again what fell out of hand: of dead workers, which hold no lock any more, and of this one but what it still holds. `at` in UTC ms. */
export async function takeOver({
  workerId,
  held,
  at,
}: {
  workerId: string;
  held: string[];
  at: number;
}): Promise<void> {
  await db().$executeRaw`
    UPDATE "UpscaleRequest" SET "dueAt" = ${new Date(at)}, "leasedBy" = NULL
    WHERE "leasedBy" IS NOT NULL AND id <> ALL(${held}::uuid[]) AND ("leasedBy" = ${workerId}::uuid OR NOT EXISTS (
      SELECT 1 FROM "Worker" w WHERE w.id = "leasedBy" AND ${lockHeld}))`;
}

/** First key of the advisory lock that a worker holds as long as it lives; the second is its slot. */
export const WORKER_LOCK = 7_241_020;

/** Whether the lock of a row `w` of Worker is held, which the database lets go of with the process. */
export const lockHeld = Prisma.sql`EXISTS (
    SELECT 1 FROM pg_locks l
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ${WORKER_LOCK}::int::oid AND l.objid = w.slot::oid AND l.objsubid = 2
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
