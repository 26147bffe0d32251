import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { CHANGES, changeOf } from './changes.ts';
import { type Changed, changedSince, onChange } from './listen.ts';
import { type FreshDatabase, freshDatabase } from './testing/database.ts';

let database: FreshDatabase;
let owner: Client;
const heard: Changed[] = [];
let told = Promise.withResolvers<void>();
const next = async () => {
  await told.promise;
  told = Promise.withResolvers();
};

before(async () => {
  database = await freshDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await database.drop();
});

const request = { contractId: '00000000-0000-4000-8000-000000000001', reference: 'UR-2026-0001' };
const change = () => owner.query('SELECT pg_notify($1, $2)', [CHANGES, changeOf(request)]);

test('whoever listens is told of every change once it is committed, and what changed since is known', async () => {
  assert.equal(changedSince(Date.now()), null);
  onChange((changed) => {
    heard.push(changed);
    told.resolve();
  });
  await next();
  const since = Date.now();
  assert.deepEqual(changedSince(since), []);
  await owner.query('BEGIN');
  await change();
  await owner.query('ROLLBACK');
  await change();
  await next();
  assert.deepEqual(heard, [null, request]);
  assert.deepEqual(changedSince(since), [request.reference]);
  assert.deepEqual(changedSince(Date.now() + 1), []);
  assert.equal(changedSince(since - 60_000), null);
});

test('a connection that is lost is made anew: anything may have changed meanwhile', async () => {
  heard.length = 0;
  const { rows } = await owner.query(
    `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
     WHERE application_name = 'headroom listener' AND datname = current_database()`,
  );
  assert.deepEqual(rows, [{ ended: true }]);
  await next();
  assert.deepEqual(heard, [null]);
  await change();
  await next();
  assert.deepEqual(heard, [null, request]);
});

test('who has gone is told nothing', async () => {
  const others: Changed[] = [];
  const leave = onChange((changed) => others.push(changed));
  leave();
  await change();
  await next();
  assert.deepEqual(others, []);
});
