import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { db, transaction } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { anchorFailures, anchorHead, compactAnchors, readAnchors } from './anchor.ts';
import { record } from './append.ts';

process.env.LOG_LEVEL ??= 'silent';
const folder = mkdtempSync(join(tmpdir(), 'headroom-anchor-'));
const file = join(folder, 'record', 'own.head');
let database: FreshDatabase;
before(async () => {
  database = await freshDatabase();
});
after(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(file, { force: true });
  process.env.HEADROOM_RECORD_ANCHOR = file;
});

const entry = { at: Date.now(), who: 'installation', standing: null, what: 'test', subject: 'test' };
const head = async () => {
  const { n, hash } = await db().auditHead.findUniqueOrThrow({ where: { id: 1 } });
  return { n: Number(n), hash };
};

test('Each committed transaction that appended leaves one line, for its owner alone', async () => {
  const heads = [];
  await transaction((tx) => record(tx, entry));
  heads.push(await head());
  await transaction(async (tx) => {
    await record(tx, entry);
    await record(tx, entry);
  });
  heads.push(await head());
  await transaction((tx) => tx.auditEntry.count());
  assert.deepEqual(readAnchors(file), heads);
  assert.match(readFileSync(file, 'utf8'), /^(\d+ [0-9a-f]{64} \d{4}-\d\d-\d\dT[\d:.]{12}Z\n){2}$/);
  assert.deepEqual([statSync(file).mode & 0o777, statSync(join(folder, 'record')).mode & 0o777], [0o600, 0o700]);
});

test('What was rolled back is never anchored, whether the work or its commit failed', async () => {
  const undone = transaction(async (tx) => {
    await record(tx, entry);
    throw new Error('undone');
  });
  await assert.rejects(undone, /undone/);
  const uncommitted = transaction(async (tx) => {
    await record(tx, entry);
    await tx.$queryRaw`SELECT 1 FROM pg_terminate_backend(pg_backend_pid())`;
  });
  await assert.rejects(uncommitted);
  assert.equal(readAnchors(file), null);
  await transaction((tx) => record(tx, entry));
  assert.deepEqual(readAnchors(file), [await head()]);
});

test('Fifty writers at once leave the lines of all', async () => {
  await Promise.all(Array.from({ length: 50 }, () => transaction((tx) => record(tx, entry))));
  const last = await head();
  const numbers = readAnchors(file)?.map(({ n }) => n);
  assert.deepEqual(
    numbers?.sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, n) => last.n - 49 + n),
  );
});

test('A file that cannot be written fails nothing and is counted', async () => {
  process.env.HEADROOM_RECORD_ANCHOR = '/dev/full/none.head';
  const { n } = await head();
  const before = anchorFailures();
  await transaction((tx) => record(tx, entry));
  assert.deepEqual([(await head()).n, anchorFailures()], [n + 1, before + 1]);
});

test('Half a line stays alone: neither it nor the next one is read wrong', () => {
  anchorHead(file, { n: 1, hash: 'a'.repeat(64) }, 0);
  appendFileSync(file, '12');
  assert.deepEqual(
    readAnchors(file)?.map(({ n }) => n),
    [1],
  );
  anchorHead(file, { n: 2, hash: 'b'.repeat(64) }, 0);
  assert.deepEqual(
    readAnchors(file)?.map(({ n }) => n),
    [1, 2],
  );
});

test('A file beyond 4 MiB keeps its last thousand lines, a smaller one all', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => `${n + 1} ${'c'.repeat(64)} 2026-11-23T00:00:00.000Z\n`).join('');
  anchorHead(file, { n: 1, hash: 'c'.repeat(64) }, 0);
  for (const [count, kept] of [
    [40_000, 40_000],
    [50_000, 1_000],
  ] as const) {
    writeFileSync(file, lines(count));
    compactAnchors(file);
    const read = readAnchors(file) ?? [];
    assert.deepEqual([read.length, read.at(-1)?.n], [kept, count]);
  }
  assert.equal(statSync(file).mode & 0o777, 0o600);
});
