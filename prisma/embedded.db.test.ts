import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connected } from './connected.ts';
import { type Embedded, openEmbedded, runningEmbedded } from './embedded.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-embedded-'));
const dir = join(folder, 'private', '.data');
mkdirSync(join(folder, 'private'), { mode: 0o700 });
const pidFile = join(dir, 'postgres', 'postmaster.pid');
let server: Embedded;
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const open = () => openEmbedded({ dir, fsync: false });
const pid = () => Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
async function ask(sql: string): Promise<unknown> {
  const client = await connected(server.url);
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

test('it starts in a folder only its owner may enter, on loopback, with secrets nobody else may read', async () => {
  server = await open();
  assert.equal(server.adopted, false);
  assert.deepEqual(
    await ask("SELECT current_setting('listen_addresses') AS on, current_setting('password_encryption') AS by"),
    {
      on: '127.0.0.1',
      by: 'scram-sha-256',
    },
  );
  assert.equal(statSync(dir).mode & 0o777, 0o700);
  for (const file of ['postgres.json', 'postgres.log']) assert.equal(statSync(join(dir, file)).mode & 0o777, 0o600);
  const other = new URL(server.url);
  other.password = 'headroom';
  await assert.rejects(connected(other.href), /password authentication failed/);
  await ask('CREATE TABLE kept AS SELECT 42 AS answer');
});

test('a server whose starter is gone is adopted, and stopped like an own one', async () => {
  const adopted = await open();
  assert.equal(adopted.adopted, true);
  assert.equal(adopted.url, server.url);
  assert.equal(await runningEmbedded(dir), server.url);
  await adopted.stop();
  await Promise.all([adopted.gone, server.gone]);
  assert.equal(await runningEmbedded(dir), undefined);
});

test('a later start finds port and data again', async () => {
  const { url } = server;
  server = await open();
  assert.equal(server.url, url);
  assert.deepEqual(await ask('SELECT answer FROM kept'), { answer: 42 });
});

test('a server killed by force starts again at once', async () => {
  process.kill(pid(), 'SIGKILL');
  server = await open();
  assert.deepEqual(await ask('SELECT answer FROM kept'), { answer: 42 });
});

test('a left pid that now belongs to another process does not keep it from starting', async () => {
  process.kill(pid(), 'SIGKILL');
  await server.gone;
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.ppid)));
  server = await open();
  assert.deepEqual(await ask('SELECT answer FROM kept'), { answer: 42 });
});

test('a lost password is named, with what to do', async () => {
  const file = join(dir, 'postgres.json');
  const kept = readFileSync(file);
  rmSync(file);
  await assert.rejects(open(), /postgres\.json with the password .* is missing: put it back/);
  writeFileSync(file, kept, { mode: 0o600 });
});
