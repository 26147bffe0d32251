import type { Standing } from '#domain/policy.ts';
import type { Json } from '#domain/record.ts';
import { entryHash, type RecordEntry, type RecordHead } from '#domain/record-chain.ts';
import type { Tx } from '../db.ts';
import { rememberHead } from './anchor.ts';

/** One entry to be: who did (or tried) what on what; `at` in UTC ms. Never a secret. */
export type NewEntry = {
  at: number;
  /** e-mail of the person, 'clock' or 'installation' */
  who: string;
  standing: Standing | null;
  what: string;
  /** 'request UR-2026-0001', 'environment nlw-dev', 'session', … */
  subject: string;
  before?: Json;
  after?: Json;
  verdict?: Json;
};

/** What open transactions have still to append. */
const waiting = new WeakMap<Tx, NewEntry[]>();

/** From here on a transaction's entries wait for `appendWaiting`: all are written at once, and the head is locked for as short as can be. */
export function appendLast(tx: Tx): void {
  waiting.set(tx, []);
}

/** Appends one entry to the chain with the caller's transaction: if it cannot be written, nothing happened. */
export async function record(tx: Tx, entry: NewEntry): Promise<void> {
  const entries = waiting.get(tx);
  if (entries) entries.push(entry);
  else await append(tx, [entry]);
}

/** Appends what a transaction has waiting, the last that it does. */
export async function appendWaiting(tx: Tx): Promise<void> {
  const entries = waiting.get(tx) ?? [];
  waiting.delete(tx);
  if (entries.length > 0) await append(tx, entries);
}

/** Locks the head until commit. */
async function append(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  const [head] = await tx.$queryRaw<
    { n: bigint; hash: string }[]
  >`SELECT n, hash FROM "AuditHead" WHERE id = 1 FOR UPDATE`;
  if (!head) throw new Error('the record has no head: the database is not migrated');
  let last: RecordHead = { n: Number(head.n), hash: head.hash };
  const rows = entries.map((entry) => {
    const row = rowAfter(last, entry);
    last = row;
    return row;
  });
  await tx.$executeRaw`
    WITH entries AS (
      INSERT INTO "AuditEntry" SELECT * FROM jsonb_populate_recordset(NULL::"AuditEntry", ${JSON.stringify(rows)}::jsonb)
    )
    UPDATE "AuditHead" SET n = ${last.n}, hash = ${last.hash} WHERE id = 1`;
  rememberHead(tx, { n: last.n, hash: last.hash });
}

function rowAfter({ n, hash: previous }: RecordHead, entry: NewEntry): RecordEntry & RecordHead {
  const { who, standing, what, subject, before = null, after = null, verdict = null } = entry;
  const whole = {
    ...{ n: n + 1, at: new Date(entry.at).toISOString(), who, standing, what, subject },
    ...{ before, after, verdict, previous },
  };
  return { ...whole, hash: entryHash(whole) };
}
