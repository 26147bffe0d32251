import { join } from 'node:path';
import { Client } from 'pg';
import { placeOf } from '#prisma/cluster.ts';
import { openEmbedded } from '#prisma/embedded.ts';
import { migrate } from '#prisma/migrate.ts';
import { loadManyRequests } from '#prisma/seed/bulk.ts';
import { loadDemo } from '#prisma/seed.ts';

const FEW = 100;
export const MANY = 100_000;

/** A server with two databases that differ only in how many requests they hold; fsync off, since they are only read. */
export type Stores = { few: string; many: string; log: string; stop(): Promise<void> };

export async function openStores(folder: string): Promise<Stores> {
  const server = await openEmbedded({ dir: join(folder, 'stores'), fsync: false });
  const [few, many] = [on(server.url, 'few'), on(server.url, 'many')];
  for (const [url, count] of [
    [few, FEW],
    [many, MANY],
  ] as const)
    await fill(server.url, url, count);
  return { few, many, log: placeOf(join(folder, 'stores')).log, stop: server.stop };
}

async function fill(owner: string, url: string, count: number): Promise<void> {
  await withClient(owner, (client) => client.query(`CREATE DATABASE ${new URL(url).pathname.slice(1)}`));
  await migrate(url);
  await loadDemo(url);
  const told = await withClient(url, (client) => client.query('SELECT count(*)::int AS n FROM "UpscaleRequest"'));
  await loadManyRequests(url, count - told.rows[0].n);
}

/** Does something with a connection of its own. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A URL of another database on the same server. */
export function on(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
