import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { throwAwayServer } from '#server/testing/server.ts';
import { roleFor } from './application-role.ts';
import { migrate } from './migrate.ts';

let server: { url: string; stop(): Promise<void> };
let admin: Client;
before(async () => {
  server = await throwAwayServer();
  admin = new Client({ connectionString: server.url });
  await admin.connect();
});
after(async () => {
  await admin.end();
  await server.stop();
});

/** A new database; its URL for a login, which owns it. */
async function fresh(name: string, login = ''): Promise<string> {
  if (login) await admin.query(`CREATE ROLE ${login} LOGIN PASSWORD 'secret'`);
  await admin.query(`CREATE DATABASE ${name} ${login && `OWNER ${login}`}`);
  return urlFor(name, login);
}

function urlFor(name: string, login = ''): string {
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  if (login) [url.username, url.password] = [login, 'secret'];
  return url.href;
}

/** The SQLSTATE a statement is refused with as the application's role; '' = it is not. */
async function refusal(url: string, role: string, sql: string): Promise<string> {
  const client = new Client({ connectionString: url, ...(role && { options: `-c role=${role}` }) });
  await client.connect();
  const code = await client.query(sql).then(
    () => '',
    (error: { code: string }) => error.code,
  );
  await client.end();
  return code;
}

test('many at once, in one database and in two: each migration is applied once', async () => {
  const urls = [await fresh('one'), await fresh('two')];
  const results = await Promise.all([...urls, ...urls, ...urls].map((url) => migrate(url)));
  assert.equal(results.filter(({ applied }) => applied.length > 0).length, 2);
  assert.ok(results.every(({ role }) => role === 'headroom_app'));
  assert.deepEqual(await migrate(urlFor('one')), { applied: [], role: 'headroom_app' });
});

test('the application may add to the record and read it, and nothing else', async () => {
  const url = urlFor('one');
  assert.equal(await refusal(url, 'headroom_app', 'SELECT * FROM "AuditEntry"'), '');
  for (const sql of [
    `UPDATE "AuditEntry" SET who = 'x'`,
    'DELETE FROM "AuditEntry"',
    'TRUNCATE "AuditEntry"',
    'DELETE FROM "AuditHead"',
    `UPDATE "Rulebook" SET name = 'x'`,
    'DELETE FROM "LifecycleMove"',
    'DELETE FROM _prisma_migrations',
    'CREATE TABLE mine (a int)',
    'ALTER TABLE "AuditEntry" DISABLE TRIGGER ALL',
  ])
    assert.equal(await refusal(url, 'headroom_app', sql), '42501', sql);
});

test('a login of its own gets the role from the owner', async () => {
  const ownerUrl = await fresh('split');
  await admin.query(`CREATE ROLE clerk LOGIN PASSWORD 'secret'`);
  const url = urlFor('split', 'clerk');
  assert.equal((await migrate(url, ownerUrl)).role, 'headroom_app');
  assert.equal(await roleFor(url), 'headroom_app');
  assert.equal(await refusal(url, 'headroom_app', 'SELECT * FROM "Person"'), '');
  assert.equal(await refusal(url, '', 'SELECT * FROM "Person"'), '');
});

test('where no role may be made the start hears it, and the trigger still keeps the record', async () => {
  const url = await fresh('plain', 'plain');
  assert.equal((await migrate(url)).role, '');
  assert.equal(await roleFor(url), '');
  assert.equal(await refusal(url, '', `DELETE FROM "AuditEntry"`), '42501');
});

test('a database of a newer version is left alone', async () => {
  const url = await fresh('newer');
  await migrate(url);
  assert.equal(
    await refusal(
      url,
      '',
      "UPDATE _prisma_migrations SET migration_name = '29990101000000_later' WHERE migration_name LIKE '%_rules'",
    ),
    '',
  );
  await assert.rejects(migrate(url), /newer than this Headroom \(it has 29990101000000_later\)/);
});

test('a database that does not answer is a sentence with the next step', async () => {
  await assert.rejects(
    migrate(urlFor('nowhere')),
    /does not answer \(database "nowhere" does not exist\): check DATABASE_URL/,
  );
});
