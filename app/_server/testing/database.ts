import { createHash, randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '#prisma/migrate.ts';
import { throwAwayServer } from './server.ts';

/** A migrated database of one test file; `drop` when it is over. */
export type FreshDatabase = { url: string; drop(): Promise<void> };

const TEMPLATE_LOCK = 7_241_019;
const IN_USE = '55006';

/**
 * A new database with the schema and reference data, with `demo` also the demo data, and this process's DATABASE_URL and
 * AUTH_SECRET set to it. On the server of HEADROOM_TEST_ADMIN_URL, else on a throw-away one that `drop` removes.
 */
export async function freshDatabase({ demo = false }: { demo?: boolean } = {}): Promise<FreshDatabase> {
  const server = process.env.HEADROOM_TEST_ADMIN_URL
    ? { url: process.env.HEADROOM_TEST_ADMIN_URL, stop: async () => {} }
    : await throwAwayServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(server.url, async (admin) => {
    const template = await ensureTemplate(admin, server.url, demo);
    await clone(admin, name, template);
  });
  const url = on(server.url, name);
  process.env.DATABASE_URL = url;
  if (demo) process.env.HEADROOM_PROVIDER ??= 'simulated';
  process.env.AUTH_SECRET ??= randomBytes(33).toString('base64');
  return {
    url,
    drop: async () => {
      await disconnectClient();
      await asAdmin(server.url, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      await server.stop();
    },
  };
}

/** The name of the template, made once per version of schema and data, by whoever comes first. */
async function ensureTemplate(admin: Client, serverUrl: string, demo: boolean): Promise<string> {
  const name = `template_${demo ? 'demo' : 'plain'}_${fingerprint(demo)}`;
  await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (!found.rowCount) {
    const making = `making_${randomBytes(8).toString('hex')}`;
    await admin.query(`CREATE DATABASE ${making}`);
    await fill(on(serverUrl, making), demo);
    await admin.query(`ALTER DATABASE ${making} RENAME TO ${name}`);
  }
  await admin.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  return name;
}

async function fill(url: string, demo: boolean): Promise<void> {
  await migrate(url);
  if (!demo) return;
  const { loadDemo } = await import('#prisma/seed.ts');
  await loadDemo(url);
}

/** Changes with everything a template is made from; demo dates are relative to the day they are loaded. */
function fingerprint(demo: boolean): string {
  const hash = createHash('sha256').update(demo ? new Date().toISOString().slice(0, 10) : '');
  const sources = ['prisma/migrations/*/*.sql', 'prisma/*.ts', ...(demo ? ['prisma/seed/**/*.ts'] : [])];
  const root = join(import.meta.dirname, '../../..');
  for (const file of globSync(sources, { cwd: root }).sort()) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 12);
}

/** For tests: resolves when some backends of a client's database wait for a lock. */
export async function untilBlocked(client: Client, backends = 1): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while (((await client.query(waiting)).rowCount ?? 0) < backends) await sleep(20);
}

/** PostgreSQL refuses while a connection to the template is still closing. */
async function clone(admin: Client, name: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== IN_USE || attempt === 50) throw error;
      await sleep(100);
    }
  }
}

async function asAdmin<T>(url: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: on(url, 'postgres') });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function on(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** The client that #server/db keeps, if a test used it. */
async function disconnectClient(): Promise<void> {
  const kept = globalThis as { headroomDb?: { $disconnect(): Promise<void> } };
  await kept.headroomDb?.$disconnect();
  delete kept.headroomDb;
}
