import { existsSync, renameSync } from 'node:fs';
import type { Client } from 'pg';
import { entryHash, type RecordHead } from '#domain/record-chain.ts';
import { reason } from '#prisma/connected.ts';
import { Halt } from '#prisma/halt.ts';
import { anchorHead } from '../record/anchor.ts';
import type { Header } from './format.ts';

/** Continues the restored record with the entry that tells of the restore, in the owner's transaction; answers the new head. */
export async function recordRestore(client: Client, { at, record }: Header, now: number): Promise<RecordHead> {
  const n = record.n + 1;
  const entry = {
    n,
    at: new Date(now).toISOString(),
    who: 'installation',
    standing: null,
    what: 'restore',
    subject: 'installation',
    before: null,
    after: { backup: at, n: record.n, head: record.hash },
    verdict: null,
    previous: record.hash,
  };
  const hash = entryHash(entry);
  await client.query('INSERT INTO "AuditEntry" SELECT * FROM jsonb_populate_record(NULL::"AuditEntry", $1)', [
    JSON.stringify({ ...entry, hash }),
  ]);
  await client.query('UPDATE "AuditHead" SET n = $1, hash = $2 WHERE id = 1', [n, hash]);
  return { n, hash };
}

/** Begins a new anchor file with the restored record's head; what was anchored of this database's former record is kept beside it. */
export function anchorRestored(file: string, head: RecordHead, now: number): void {
  const aside = `${file}.before-restore-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}`;
  try {
    if (existsSync(file)) renameSync(file, aside);
    anchorHead(file, head, now);
  } catch (error) {
    throw new Halt(
      `All is restored, but the record's head could not be anchored (${reason(error)}): move ${file} aside before npm start.`,
    );
  }
}
