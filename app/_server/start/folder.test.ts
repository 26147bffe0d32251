import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { anchorFile, DATA } from './folder.ts';

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
