import type { Client } from 'pg';
import type { ShopState } from '#domain/shop.ts';
import { log } from '../log.ts';
import { keepConnected } from '../steady.ts';
import { SHOP_CHANGES } from './changes.ts';
import { type ShopServer, shopServer } from './server.ts';

type Row = ShopState & { id: string; slug: string; port: number | null };

/** A switch is told at once; what that misses is seen this much later. */
const LOOK_MS = 1000;

/** Serves the demo shop of every environment that has one, each as it is switched, until the signal aborts. While the database is away each stays as it was. `onReady`: all serve for the first time. */
export async function keepShops(onReady: () => void, signal: AbortSignal): Promise<void> {
  const shops = new Map<string, ShopServer>();
  // one after the other: two changes at once would open one shop twice
  let last = Promise.resolve();
  const look = (client: Client) => {
    last = last.catch(() => {}).then(() => settleAll(client, shops));
    return last;
  };
  const begin = async (client: Client) => {
    client.on('notification', () => look(client).catch(() => {}));
    await client.query(`LISTEN ${SHOP_CHANGES}`);
    await look(client);
    onReady();
  };
  const lost = (error: Error) => log().warn({ err: error }, 'the demo shops cannot reach the database');
  await keepConnected({ name: 'demo shop', begin, pulse: look, pulseMs: LOOK_MS, lost, holdsProcess: true }, signal);
  await Promise.all([...shops.values()].map((shop) => shop.close()));
}

async function settleAll(client: Client, shops: Map<string, ShopServer>): Promise<void> {
  const { rows } = await client.query<Row>(
    `SELECT e.id, e.slug, d.port, d.mode, d.service FROM "DemoShop" d JOIN "Environment" e ON e.id = d."environmentId"`,
  );
  for (const [id, shop] of shops) {
    if (rows.some((row) => row.id === id)) continue;
    shops.delete(id);
    await shop.close();
  }
  for (const row of rows) {
    const shop = shops.get(row.id) ?? shopServer(row);
    shops.set(row.id, shop);
    const port = await shop.settle({ mode: row.mode, service: row.service }, row.port);
    if (port !== null && port !== row.port) await move(client, row, port);
  }
}

/** Tells where a shop is now, and leads its endpoints there; whoever moved it first has won, and is followed at the next look. */
async function move(client: Client, { id, port: old }: Row, port: number): Promise<void> {
  await client.query(
    `WITH moved AS (
       UPDATE "DemoShop" SET port = $2 WHERE "environmentId" = $1 AND port IS NOT DISTINCT FROM $3 RETURNING "environmentId"
     ), led AS (
       UPDATE "Endpoint" p SET target = regexp_replace(target, '127\\.0\\.0\\.1:[0-9]+', '127.0.0.1:' || $2::int), version = version + 1
       FROM moved m WHERE p."environmentId" = m."environmentId" AND p.demo RETURNING p.id
     )
     UPDATE "ProbeState" s SET "nextAt" = now(), token = nextval('probe_token') FROM led WHERE s."endpointId" = led.id`,
    [id, port, old],
  );
}
