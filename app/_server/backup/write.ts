import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { connected, reason } from '#prisma/connected.ts';
import { Halt } from '#prisma/halt.ts';
import { appliedNames } from '#prisma/migrate.ts';
import { frame, type Header, type Table, tally } from './format.ts';
import { copied, keptSequences, keptTables } from './tables.ts';

/** What a backup holds. */
export type Backup = { header: Header; rows: number; bytes: number };

/**
 * Writes the whole installation, as it is at one moment, to a file that must not exist yet and that only its owner may read.
 * It works in constant memory and beside everyone else, another backup to the same file included; the file has its name only
 * once it is whole and on disk.
 */
export async function writeBackup(url: string, file: string, signal: AbortSignal): Promise<Backup> {
  requireNew(file);
  const partial = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.partial`;
  const discard = () => rmSync(partial, { force: true });
  const client = await connected(url);
  signal.addEventListener('abort', discard);
  try {
    const { header, tables } = await openSnapshot(client);
    const counted = { rows: 0 };
    // opened at once: a stream that is stopped while it opens its file would leave it behind
    const target = createWriteStream('', { fd: openSync(partial, 'wx', 0o600), flush: true });
    await pipeline(contentOf(client, header, tables, counted), createGzip(), sealed, target, { signal });
    giveName(partial, file);
    discard();
    await syncFolder(dirname(file));
    return { header, ...counted, bytes: (await stat(file)).size };
  } catch (error) {
    discard();
    if (error instanceof Halt) throw error;
    throw new Halt(`No backup was made (${reason(error)}): ${file} was not written.`);
  } finally {
    signal.removeEventListener('abort', discard);
    await client.end();
  }
}

/** Refuses a file that is there already: it may be the only backup. */
export function requireNew(file: string): void {
  if (existsSync(file)) throw new Halt(`${file} exists already: name another file, or remove it first.`);
}

/** Gives a whole file its name, unless that is taken meanwhile. */
function giveName(partial: string, file: string): void {
  try {
    linkSync(partial, file);
  } catch {
    // taken, or a file system without links
    requireNew(file);
    renameSync(partial, file);
  }
}

/** One moment for all that is read from now on, whoever writes meanwhile. */
async function openSnapshot(client: Client): Promise<{ header: Header; tables: Table[] }> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query("SET LOCAL statement_timeout = 0; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'");
  const migrations = await appliedNames(client);
  if (migrations.length === 0) throw new Halt('There is nothing to back up: the database has no tables of Headroom.');
  const tables = await keptTables(client);
  const { rows } = await client.query<{ at: Date; n: string; hash: string }>(
    'SELECT now() AS at, n, hash FROM "AuditHead" WHERE id = 1',
  );
  const { at = new Date(), n, hash = '' } = rows[0] ?? {};
  const header: Header = {
    format: 'headroom-backup',
    version: 1,
    at: at.toISOString(),
    migrations,
    record: { n: Number(n), hash },
    tables: tables.map(({ table }) => table),
    sequences: await keptSequences(client),
  };
  return { header, tables };
}

async function* contentOf(
  client: Client,
  header: Header,
  tables: readonly Table[],
  counted: { rows: number },
): AsyncGenerator<Buffer> {
  yield frame('H', header);
  for (const table of tables) {
    yield frame('T', table);
    const passed = tally();
    for await (const rows of client.query(copyTo(`COPY ${copied(table)} TO STDOUT`)) as AsyncIterable<Buffer>) {
      passed.add(rows);
      yield frame('D', rows);
    }
    const end = passed.end();
    counted.rows += end.rows;
    yield frame('E', end);
  }
}

async function* sealed(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const bytes of source) {
    hash.update(bytes);
    yield bytes;
  }
  yield Buffer.from(`${hash.digest('hex')}\n`);
}

/** The new name is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
