import type { Standing } from '#domain/policy.ts';
import type { Json } from '#domain/record.ts';
import { entryHash } from '#domain/record-chain.ts';
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

/** Appends one entry to the chain inside the caller's transaction: if it cannot be written, nothing happened. Locks the head until commit. */
export async function record(tx: Tx, entry: NewEntry): Promise<void> {
  const [head] = await tx.$queryRaw<
    { n: bigint; hash: string }[]
  >`SELECT n, hash FROM "AuditHead" WHERE id = 1 FOR UPDATE`;
  if (!head) throw new Error('the record has no head: the database is not migrated');
  const n = head.n + 1n;
  const at = new Date(entry.at);
  const whole = {
    n: Number(n),
    at: at.toISOString(),
    who: entry.who,
    standing: entry.standing,
    what: entry.what,
    subject: entry.subject,
    before: entry.before ?? null,
    after: entry.after ?? null,
    verdict: entry.verdict ?? null,
    previous: head.hash,
  };
  const hash = entryHash(whole);
  const json = (value: Json) => (value === null ? null : JSON.stringify(value));
  await tx.$executeRaw`
    WITH entry AS (
      INSERT INTO "AuditEntry" (n, at, who, standing, what, subject, before, after, verdict, previous, hash)
      VALUES (${n}, ${at}, ${whole.who}, ${whole.standing}, ${whole.what}, ${whole.subject},
              ${json(whole.before)}::jsonb, ${json(whole.after)}::jsonb, ${json(whole.verdict)}::jsonb, ${head.hash}, ${hash})
    )
    UPDATE "AuditHead" SET n = ${n}, hash = ${hash} WHERE id = 1`;
  rememberHead(tx, { n: whole.n, hash });
}
