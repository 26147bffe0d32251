import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { Client } from 'pg';
import { unreadyCauses } from './readiness.ts';
import { type FreshDatabase, freshDatabase } from './testing/database.ts';
import { WORKER_LOCK } from './worker/due-rows.ts';
import { showPresence } from './worker/presence.ts';

let database: FreshDatabase;
let seconds = 0;
/** past what is kept of the last look */
const later = () => Date.now() + ++seconds * 10_000;

before(async () => {
  database = await freshDatabase();
});

test('a migrated database with a worker is ready; without one it says so, and since when', async () => {
  assert.match((await unreadyCauses(later())).join(), /^No worker runs: /);
  const leaving = new AbortController();
  const present = Promise.withResolvers<void>();
  const workerId = randomUUID();
  const gone = showPresence({ workerId, onPresent: present.resolve }, leaving.signal);
  await present.promise;
  assert.deepEqual(await unreadyCauses(later()), []);
  leaving.abort();
  await gone;
  assert.match((await unreadyCauses(later())).join(), /^No worker runs: /);
});

test('a fresh beat without the lock is a dead worker’s, and a lock without a fresh beat a suspended one’s', async () => {
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(`INSERT INTO "Worker" (id, slot, "startedAt", "beatAt") VALUES ($1, 7, now(), now())`, [
    randomUUID(),
  ]);
  assert.match(
    (await unreadyCauses(later())).join(),
    /^The worker is silent since 20\d\d-.*Z: no window opens or closes/,
  );
  // a lock of one key that happens to look alike is another
  await owner.query('SELECT pg_advisory_lock(7)');
  assert.equal((await unreadyCauses(later())).length, 1);
  await owner.query(`SELECT pg_advisory_lock(${WORKER_LOCK}, 7)`);
  assert.deepEqual(await unreadyCauses(later()), []);
  await owner.query(`UPDATE "Worker" SET "beatAt" = now() - interval '5 seconds'`);
  assert.match((await unreadyCauses(later())).join(), /^The worker is silent since /);
  await owner.query('DELETE FROM "Worker"');
  await owner.end();
});

test('a missing migration is named with the next step', async () => {
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query("DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_rules'");
  await owner.end();
  const [cause] = await unreadyCauses(later());
  assert.match(cause ?? '', /lacks 20\d+_rules: run npm run migrate/);
});

test('a look is shared for half a second', async () => {
  const now = later();
  assert.equal(unreadyCauses(now), unreadyCauses(now + 499));
});

test('a database that is gone is not ready', async () => {
  await database.drop();
  assert.deepEqual(await unreadyCauses(later()), ['The database does not answer.']);
});
