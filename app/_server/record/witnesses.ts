import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isAsSigned, type Receipt } from '#domain/receipt.ts';
import { entryHash, type RecordEntry, type Witness } from '#domain/record-chain.ts';
import { Halt } from '#prisma/halt.ts';
import { receiptAnswer } from '../api/schemas.ts';
import { readAnchors } from './anchor.ts';

/** What an anchor file has kept of the record; null = there is no file. A Halt when it is not for us to read. */
export function anchoredWitnesses(file: string): Witness[] | null {
  try {
    return readAnchors(file)?.map((head) => ({ ...head, by: 'what was anchored' })) ?? null;
  } catch (error) {
    throw new Halt(`The anchor file ${file} cannot be read (${(error as Error).message}): run this as its owner.`);
  }
}

/** What a receipt has kept of the record: its entries and the head it was issued at; and the key that signed it. */
type Kept = { name: string; publicKey: string; witnesses: Witness[] };

/** What a receipt has kept, when it is as its key has signed it; or why the file says nothing. */
export function receiptWitnesses(file: string): Kept | { problem: string } {
  const name = basename(file);
  const json = readJson(file);
  const receipt = receiptAnswer.safeParse(json).data;
  if (!receipt) return { problem: `${name} is not a receipt that can be read.` };
  const changed = receipt.entries.find((entry) => entryHash(entry as RecordEntry) !== entry.hash);
  if (changed) return { problem: `${name} was changed after it was issued: its entry ${changed.n} is another.` };
  if (!isAsSigned(json as Receipt))
    return { problem: `${name} was changed after it was issued: its signature does not fit.` };
  const witnesses = [...receipt.entries, receipt.head].map(({ n, hash }) => ({ n, hash, by: `the receipt ${name}` }));
  return { name, publicKey: receipt.publicKey, witnesses };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // not there, not for us, or not JSON: all the same no receipt
    return null;
  }
}
