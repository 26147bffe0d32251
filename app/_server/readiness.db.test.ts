import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { unreadyCauses } from './readiness.ts';
import { type FreshDatabase, freshDatabase } from './testing/database.ts';

let database: FreshDatabase;
let seconds = 0;
/** past what is kept of the last look */
const later = () => Date.now() + ++seconds * 10_000;

before(async () => {
  database = await freshDatabase();
});
after(() => database.drop());

test('a migrated database is ready', async () => {
  assert.deepEqual(await unreadyCauses(later()), []);
});

test('a missing migration is named with the next step', async () => {
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query("DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_rules'");
  await owner.end();
  const [cause] = await unreadyCauses(later());
  assert.match(cause ?? '', /lacks 20\d+_rules: run npm run migrate/);
});

test('a look is shared for a second', async () => {
  const now = later();
  assert.equal(unreadyCauses(now), unreadyCauses(now + 999));
});

test('a database that is gone is not ready', async () => {
  await database.drop();
  assert.deepEqual(await unreadyCauses(later()), ['The database does not answer.']);
});
