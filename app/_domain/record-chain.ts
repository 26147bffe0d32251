import { canonicalJson, type Json, sha256 } from './record.ts';

/** One entry of the audit record. n counts from 1; at is RFC 3339 UTC with milliseconds; previous is the hash of entry n − 1. */
export type RecordEntry = {
  n: number;
  at: string;
  /** e-mail of the person, 'clock' or 'installation' */
  who: string;
  standing: string | null;
  what: string;
  subject: string;
  before: Json | null;
  after: Json | null;
  verdict: Json | null;
  previous: string;
};

/** The last entry as the installation knows it; n 0 = an empty record. */
export type RecordHead = { n: number; hash: string };

/** An entry that someone outside the record has kept: its number and hash, and who, as the sentence names it. */
export type Witness = RecordHead & { by: string };

/** What the first entry names as its previous hash, and the head of an empty record. */
export const GENESIS = '0'.repeat(64);

/** The hash that chains an entry: SHA-256 (hex) over RFC 8785 JSON of exactly its members, whatever else the object carries. */
export function entryHash(entry: RecordEntry): string {
  const { n, at, who, standing, what, subject, before, after, verdict, previous } = entry;
  return sha256(canonicalJson({ n, at, who, standing, what, subject, before, after, verdict, previous }));
}

/** Reads the whole record in order and answers null when intact, else the first fault: 'entry N: …' or 'missing tail: N of M' (N entries are gone of M, which the head or a witness has seen). head null = its row is gone. Keeps one entry in memory. */
export async function verifyChain(
  entries: AsyncIterable<RecordEntry & { hash: string }> | Iterable<RecordEntry & { hash: string }>,
  head: RecordHead | null,
  witnesses: readonly Witness[] = [],
): Promise<{ problem: string } | null> {
  const kept = Map.groupBy(witnesses, ({ n }) => n);
  let last: RecordHead = { n: 0, hash: GENESIS };
  for await (const entry of entries) {
    const fault = faultOf(entry, last, head) ?? contradicted(entry, kept.get(entry.n));
    if (fault) return fault;
    last = { n: entry.n, hash: entry.hash };
  }
  const known = witnesses.reduce((highest, { n }) => Math.max(highest, n), head?.n ?? 0);
  if (last.n < known) return { problem: `missing tail: ${known - last.n} of ${known}` };
  if (!head) return { problem: `entry ${last.n}: is the last, and the head that names it is missing` };
  return last.hash === head.hash ? null : { problem: `entry ${last.n}: is not the one the head names` };
}

function contradicted({ n, hash }: RecordHead, witnesses: readonly Witness[] = []) {
  const other = witnesses.find((witness) => witness.hash !== hash);
  return other ? { problem: `entry ${n}: differs from ${other.by}` } : null;
}

function faultOf(entry: RecordEntry & { hash: string }, last: RecordHead, head: RecordHead | null) {
  const expected = last.n + 1;
  if (entry.n !== expected) return { problem: `entry ${expected}: is missing, entry ${entry.n} stands in its place` };
  if (head && entry.n > head.n) return { problem: `entry ${entry.n}: stands beyond the head, which names ${head.n}` };
  if (entry.previous !== last.hash) return { problem: `entry ${entry.n}: does not continue the entry before it` };
  if (entryHash(entry) !== entry.hash) return { problem: `entry ${entry.n}: was changed after it was written` };
  return null;
}
