import { pipeline } from 'node:stream/promises';
import { type Client, escapeIdentifier } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { RecordHead } from '#domain/record-chain.ts';
import { connected, reason } from '#prisma/connected.ts';
import { Halt } from '#prisma/halt.ts';
import { appliedNames, migrate, migrateOnly, migrationNames } from '#prisma/migrate.ts';
import type { Header, Part } from './format.ts';
import { readBackup } from './read.ts';
import { anchorRestored, recordRestore } from './record.ts';
import { copied, keptSequences, keptTables } from './tables.ts';

/** Where to: `url` is the application's login, `ownerUrl` the one that may change the schema, `anchor` the file of the record's heads. */
export type Target = { url: string; ownerUrl: string; anchor: string };

/** What an empty database has no row of; all other tables are given theirs anew. */
const OWN = ['Person', 'Organisation', 'AuditEntry'];
/** A provider may have seen younger tokens than the backup knows. */
const TOKENS_AHEAD = 1_000_000n;
/** Held by a restore until its connection ends: what another one's migration writes would meet the locks of this one. */
const RESTORE_LOCK = 7_241_021;

/** Refuses a backup of a version that this one does not know. */
export function requireKnown({ migrations }: Header): void {
  const known = migrationNames();
  const unknown = migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Halt(
      `The backup is of a newer Headroom (it has ${unknown.join(', ')}; this one ends with ${known.at(-1)}): restore it with that version.`,
    );
}

/**
 * Fills an empty database from a checked backup, whole or not at all, and brings it to this version; `now` is UTC ms.
 * Answers the head of the record, whose last entry tells of it. A Halt, and nothing changed, when the database is not empty.
 */
export async function restore(
  { url, ownerUrl, anchor }: Target,
  file: string,
  header: Header,
  now: number,
): Promise<RecordHead> {
  const client = await connected(ownerUrl);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [RESTORE_LOCK]);
    await requireEmpty(client);
    await requireOlder(client, header);
    await migrateOnly(ownerUrl, header.migrations);
    const head = await fill(client, file, now);
    anchorRestored(anchor, head, now);
    await migrate(url, ownerUrl);
    return head;
  } finally {
    await client.end();
  }
}

async function fill(client: Client, file: string, now: number): Promise<RecordHead> {
  await client.query('BEGIN; SET LOCAL statement_timeout = 0');
  try {
    const tables = (await keptTables(client)).map(({ table }) => table);
    // whoever else writes here waits until it is whole, and then finds it filled
    await client.query(`LOCK TABLE ${tables.map(escapeIdentifier).join(', ')} IN EXCLUSIVE MODE`);
    await requireEmpty(client);
    for (const table of tables.filter((table) => !OWN.includes(table)).reverse())
      await client.query(`DELETE FROM ${escapeIdentifier(table)}`);
    const sequences = Object.keys(await keptSequences(client));
    const { header } = await readBackup(file, (header, parts) => {
      requireOwn('tables', header.tables, tables);
      requireOwn('sequences', Object.keys(header.sequences), sequences);
      return copyIn(client, parts);
    });
    const head = await settle(client, header, now);
    await client.query('COMMIT');
    return head;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    if (error instanceof Halt) throw error;
    throw new Halt(`Nothing was restored (${reason(error)}): the database is as empty as before.`);
  }
}

/** The file's names are those of its version's schema, each once: nothing else of the database is written, and nothing is left out. */
function requireOwn(what: string, named: readonly string[], own: readonly string[]): void {
  const [theirs, ours] = [[...named].sort().join(', '), [...own].sort().join(', ')];
  if (theirs !== ours) throw new Error(`its ${what} are not those of its version`);
}

async function copyIn(client: Client, parts: AsyncIterable<Part>): Promise<void> {
  for await (const part of parts) await pipeline(part.rows, client.query(copyFrom(`COPY ${copied(part)} FROM STDIN`)));
}

/** What is not a row: sequences, where providers stand now, and the entry that tells of the restore. */
async function settle(client: Client, header: Header, now: number): Promise<RecordHead> {
  for (const [name, last] of Object.entries(header.sequences)) {
    const next = BigInt(last) + (name === 'fencing_token' ? TOKENS_AHEAD : 0n);
    if (next > 0n) await client.query('SELECT setval($1::regclass, $2)', [escapeIdentifier(name), next]);
  }
  const { rowCount } = await client.query(
    `SELECT 1 FROM pg_attribute WHERE attrelid = '"Environment"'::regclass AND attname = 'observeAt'`,
  );
  if (rowCount) await client.query('UPDATE "Environment" SET "observeAt" = $1', [new Date(now)]);
  return recordRestore(client, header, now);
}

/** A Halt that names what there is, unless there is nothing. */
async function requireEmpty(client: Client): Promise<void> {
  const found: string[] = [];
  for (const table of OWN) {
    const name = escapeIdentifier(table);
    const { rows: there } = await client.query('SELECT to_regclass($1) IS NOT NULL AS is', [name]);
    if (!there[0].is) continue;
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${name}`);
    if (rows[0]?.count !== '0') found.push(`${table}: ${rows[0]?.count}`);
  }
  if (found.length > 0)
    throw new Halt(
      `The database is not empty (${found.join(', ')}), and nothing was changed: restore into a new database in DATABASE_URL, or with HEADROOM_DATA naming a new folder.`,
    );
}

/** An empty database that is already of a newer version than the backup would have to be made older. */
async function requireOlder(client: Client, { migrations }: Header): Promise<void> {
  const newer = (await appliedNames(client)).filter((name) => !migrations.includes(name));
  if (newer.length > 0)
    throw new Halt(
      `The database is newer (${newer.join(', ')}) than the backup (${migrations.at(-1)}), and nothing was changed: restore into a database that was never migrated.`,
    );
}
