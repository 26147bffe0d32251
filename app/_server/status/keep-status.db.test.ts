import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { dateOf } from '#domain/uptime.ts';
import { db } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { levelOf, newEndpoint, newEnvironment, probed } from '../testing/status.ts';
import { keepStatus } from './keep-status.ts';

process.env.LOG_LEVEL ??= 'silent';
const DAY = 86_400_000;

let database: Awaited<ReturnType<typeof freshDatabase>>;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());

async function awaited(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    if (await condition()) return;
    await sleep(20);
  }
  throw new Error('what was awaited did not come');
}

test('two workers keep levels true, outlive the database’s connections and end with the signal', async () => {
  const environmentId = await newEnvironment();
  const endpoint = await newEndpoint(environmentId, 'shop');
  const start = Date.now() - 2 * DAY;
  let now = start;
  await probed(endpoint, { at: start, outcome: 'UP', lasts: 1000 });
  const ending = new AbortController();
  const keeping = [1, 2].map(() => keepStatus({ signal: ending.signal, now: () => now, tickMs: 20 }));
  now += 1000;
  await awaited(async () => (await levelOf(environmentId, start)) === 'UNKNOWN since 1');
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  now += 100;
  await owner.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await awaited(() =>
    probed(endpoint, { at: now, outcome: 'UP', lasts: 500 })
      .then(() => true)
      .catch(() => false),
  );
  now += 500;
  await awaited(async () => (await levelOf(environmentId, start)) === 'UNKNOWN since 1.6');
  // the demo's own environments are caught up, whatever they were left with
  await awaited(async () => {
    const where = { rolledTo: { lt: new Date(dateOf(now)) } };
    return (await db().environmentStatus.count({ where })) === 0;
  });
  ending.abort();
  await Promise.all(keeping);
  now += 100;
  await probed(endpoint, { at: now, outcome: 'UP', lasts: 1 });
  now += 1000;
  assert.equal(await levelOf(environmentId, start), 'OPERATIONAL since 1.7');
  await owner.end();
});
