import { sha256 } from '#domain/record.ts';
import { db, type Tx } from '../db.ts';
import type { Answer } from './answer.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long an answer is kept, and after which an unanswered claim is taken for one whose process died. */
const KEPT = 24 * HOUR;
const ABANDONED = MINUTE;
/** No address of the API is longer; what is cut off is only ever 404. */
const LONGEST_PATH = 300;

/** Whose key it is: kept for each person and path. */
export type Key = { personId: string; path: string; key: string };

export type Claim =
  | {
      kind: 'claimed';
      /** completes the answer; inside the writing transaction for a write, so that both are there or neither. Throws LostClaim when another took the claim over. */
      keep: (tx: Tx, answer: Answer) => Promise<void>;
      /** gives the key back: nothing was answered */
      release: () => Promise<void>;
    }
  | { kind: 'replay'; answer: Answer }
  | { kind: 'otherBody' }
  | { kind: 'inFlight' };

/** The claim was taken over meanwhile, so this write must not be. */
export class LostClaim extends Error {}

/** Claims an idempotency key for a body: first come, first answered; the same body again gets that answer for 24 hours. One statement, two when the key is known. */
export async function claimKey({ personId, path, key }: Key, text: string, at = Date.now()): Promise<Claim> {
  await prune(at);
  const [own, hash, claimedAt] = [path.slice(0, LONGEST_PATH), sha256(text), new Date(at)];
  const claimed = await db().$executeRaw`
    INSERT INTO "IdempotencyKey" AS k ("personId", path, key, "bodyHash", "createdAt")
    VALUES (${personId}::uuid, ${own}, ${key}, ${hash}, ${claimedAt})
    ON CONFLICT ("personId", path, key) DO UPDATE
    SET "bodyHash" = EXCLUDED."bodyHash", status = NULL, body = NULL, "createdAt" = EXCLUDED."createdAt"
    WHERE k."createdAt" < ${new Date(at - KEPT)}
       OR (k.status IS NULL AND k."bodyHash" = EXCLUDED."bodyHash" AND k."createdAt" < ${new Date(at - ABANDONED)})`;
  const where = { personId, path: own, key };
  if (claimed === 0) return known(where, hash);
  const mine = { ...where, createdAt: claimedAt, status: null };
  return {
    kind: 'claimed',
    keep: async (tx, { status, json, headers }) => {
      const location = headers?.location;
      const body = { json, ...(location !== undefined && { location }) };
      const { count } = await tx.idempotencyKey.updateMany({ where: mine, data: { status, body } });
      if (count === 0) throw new LostClaim(`the idempotency key ${key} was claimed again`);
    },
    release: async () => {
      await db().idempotencyKey.deleteMany({ where: mine });
    },
  };
}

async function known(where: Key, hash: string): Promise<Claim> {
  const row = await db().idempotencyKey.findUnique({ where: { personId_path_key: where } });
  if (row && row.bodyHash !== hash) return { kind: 'otherBody' };
  // gone or not yet answered: its twin has not told us the answer
  if (!row?.status) return { kind: 'inFlight' };
  const { json, location } = row.body as { json: string; location?: string };
  const headers = { 'idempotent-replayed': 'true', ...(location !== undefined && { location }) };
  return { kind: 'replay', answer: { status: row.status, json, headers } };
}

let prunedAt = 0;

/** Deletes what is older than a day; once an hour in each process. */
async function prune(at: number): Promise<void> {
  if (at - prunedAt < HOUR) return;
  prunedAt = at;
  await db().idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(at - KEPT) } } });
}
