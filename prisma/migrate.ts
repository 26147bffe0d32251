import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { grantApplication } from './application-role.ts';
import { connected, reason } from './connected.ts';
import { Halt } from './halt.ts';
import { loadReferenceData } from './reference-data.ts';
import { schemaEngine } from './schema-engine.ts';

/** `role` is what the application connects as; '' where roles may not be made. */
export type Migrated = { applied: string[]; role: string };

const HOME = import.meta.dirname;
const FOLDER = join(HOME, 'migrations');
const OLDEST_POSTGRES = 15;
const LOCK = 7_241_018;

/**
 * Brings a database to this version: pending migrations (each whole or not at all), the application's role and its grants,
 * reference data. Safe beside another migrate. `ownerUrl` is the login that may change the schema, `url` the application's.
 */
export async function migrate(url: string, ownerUrl = url): Promise<Migrated> {
  const client = await connected(ownerUrl);
  try {
    await requireVersion(client);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const applied = await applyPending(client);
    const role = await inTransaction(client, async () => {
      await loadReferenceData(client);
      return grantApplication(client, url);
    });
    return { applied, role };
  } finally {
    await client.end();
  }
}

/** Brings an empty database to exactly these migrations, oldest first, without any data: what a backup of an older version needs. */
export async function migrateOnly(ownerUrl: string, names: readonly string[]): Promise<void> {
  const client = await connected(ownerUrl);
  try {
    await requireVersion(client);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await applyPending(client, names);
  } finally {
    await client.end();
  }
}

/** The names of all migrations of this version, oldest first. */
export function migrationNames(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => existsSync(join(FOLDER, name, 'migration.sql')))
    .sort();
}

async function requireVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int / 10000 AS version",
  );
  const version = rows[0]?.version ?? 0;
  if (version < OLDEST_POSTGRES)
    throw new Halt(`The database is PostgreSQL ${version}; Headroom needs ${OLDEST_POSTGRES} or newer.`);
}

async function applyPending(client: Client, names: readonly string[] = migrationNames()): Promise<string[]> {
  const present = await appliedNames(client);
  const unknown = present.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Halt(`The database is newer than this Headroom (it has ${unknown.join(', ')}): start the newer version.`);
  const pending = names.filter((name) => !present.includes(name));
  if (pending.length === 0) return [];
  let cause: Error | undefined;
  const engine = await schemaEngine(client, join(HOME, 'schema.prisma'), (error) => {
    cause = error;
  });
  for (const name of pending) {
    const upTo = names.slice(0, names.indexOf(name) + 1);
    await inTransaction(client, () =>
      engine.applyMigrations({ migrationsList: listOf(upTo), filters: NO_FILTERS }),
    ).catch((error: Error) => {
      throw new Halt(`Migration ${name} failed and changed nothing: ${reason(cause ?? error)}`);
    });
  }
  return pending;
}

/** The migrations a database has, oldest first; none where it was never migrated. */
export async function appliedNames(client: Client): Promise<string[]> {
  const { rows } = await client.query("SELECT 1 WHERE to_regclass('_prisma_migrations') IS NOT NULL");
  if (rows.length === 0) return [];
  const done = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY name',
  );
  return done.rows.map(({ name }) => name);
}

const NO_FILTERS = { externalTables: [], externalEnums: [] };

function listOf(names: readonly string[]) {
  const lock = 'migration_lock.toml';
  return {
    baseDir: FOLDER,
    lockfile: { path: lock, content: readFileSync(join(FOLDER, lock), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: readFileSync(join(FOLDER, path, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
