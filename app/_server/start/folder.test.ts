import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

process.env.HEADROOM_DATA = mkdtempSync(join(tmpdir(), 'headroom-folder-'));
const { anchorFile, authSecret, DATA, knownSecret } = await import('./folder.ts');
after(() => rmSync(DATA, { recursive: true }));

test('each database has an anchor file of its own, whatever login and options lead to it', () => {
  delete process.env.HEADROOM_RECORD_ANCHOR;
  assert.equal(anchorFile(undefined), join(DATA, 'record', 'embedded.head'));
  const own = anchorFile('postgresql://a:b@db.example/portal');
  assert.match(own, /\/record\/[0-9a-f]{16}\.head$/);
  assert.equal(anchorFile('postgres://c@db.example:5432/portal?sslmode=require'), own);
  for (const other of ['db.example/other', 'db2.example/portal', 'db.example:5433/portal'])
    assert.notEqual(anchorFile(`postgresql://a:b@${other}`), own, other);
});

test('HEADROOM_RECORD_ANCHOR puts it on another disk', () => {
  process.env.HEADROOM_RECORD_ANCHOR = '/anchors/own.head';
  assert.equal(anchorFile(undefined), '/anchors/own.head');
  assert.equal(anchorFile('postgresql://a@b/c'), '/anchors/own.head');
});

test('a command knows the secret that it is given, or that of the embedded database; of another database it does not', () => {
  const own = 'postgresql://a@b/c';
  assert.equal(knownSecret({}), undefined);
  const made = authSecret(undefined);
  assert.equal(knownSecret({ AUTH_SECRET: '' }), made);
  assert.equal(knownSecret({ DATABASE_URL: own }), undefined);
  assert.equal(knownSecret({ DATABASE_URL: own, AUTH_SECRET: 'given' }), 'given');
  assert.equal(knownSecret({ AUTH_SECRET: 'given' }), 'given');
});
