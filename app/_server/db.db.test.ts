import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Cable, cableTo } from '../../e2e/stack/cable.ts';
import { db, transaction } from './db.ts';
import { isOutage } from './outage.ts';
import { type FreshDatabase, freshDatabase } from './testing/database.ts';

let database: FreshDatabase;
let cable: Cable;
before(async () => {
  database = await freshDatabase();
  cable = await cableTo(database.url);
  process.env.DATABASE_URL = cable.url;
});
after(async () => {
  await database?.drop();
  await cable?.cut();
});

const asked = (number: number) => db().$queryRaw<{ number: number }[]>`SELECT ${number}::int AS number`;
const many = Array.from({ length: 30 }, (_, n) => n);

test('a database that stops answering is an outage to everybody who waits, and no late answer is taken for another', async () => {
  await Promise.all(many.map(asked));
  let stuck: Promise<unknown> = Promise.resolve();
  const within = transaction(async (tx) => {
    await tx.organisation.count();
    cable.hang();
    // more than the pool has places for, some on connections that stand and some on new ones
    stuck = Promise.allSettled(many.map(asked));
    await tx.organisation.count();
  });
  const ends = [
    await within.then(
      () => null,
      (error: unknown) => error,
    ),
  ];
  for (const end of (await stuck) as PromiseSettledResult<unknown>[])
    ends.push(end.status === 'rejected' ? end.reason : null);
  assert.deepEqual(
    ends.filter((error) => !isOutage(error)),
    [],
  );
  await assert.rejects(
    transaction((tx) => tx.organisation.count()),
    isOutage,
  );
  cable.flow();
  const answers = await Promise.all(many.map(asked));
  assert.deepEqual(
    answers.map(([row]) => row?.number),
    many,
  );
  assert.equal(await transaction((tx) => tx.organisation.count()), 0);
});
