import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { takeTokenSlot } from '#server/access/rate-limits.ts';
import { problemAnswer } from '#server/api/schemas.ts';
import { db } from '#server/db.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { body, recordEnd } from '#server/testing/requests.ts';
import type { Handlers } from './_http/handler.ts';
import { type Answered, call, checksums, type Sent, tokenOf } from './_http/testing.ts';

let database: FreshDatabase;
let token: string;
let readOnly: string;
before(async () => {
  database = await freshDatabase({ demo: true });
  token = await tokenOf('customer@nordlicht.example');
  readOnly = await tokenOf('customer@nordlicht.example', false);
});
after(() => database?.drop());

function problemOf(answered: Answered, status: number): void {
  assert.equal(answered.status, status, answered.text);
  assert.equal(answered.headers.get('content-type'), 'application/problem+json');
  assert.equal(answered.headers.get('cache-control'), 'no-store');
  assert.equal(problemAnswer.parse(answered.body).status, status);
}

const METHODS: Record<string, readonly string[]> = {
  '/me': ['GET', 'HEAD'],
  '/environments': ['GET', 'HEAD'],
  '/environments/nlw-stage': ['GET', 'HEAD'],
  '/requests': ['GET', 'HEAD', 'POST'],
  '/requests/UR-2026-0001': ['GET', 'HEAD'],
  '/requests/UR-2026-0001/moves': ['POST'],
  '/requests/UR-2026-0001/history': ['GET', 'HEAD'],
  '/requests/UR-2026-0001/receipt': ['GET', 'HEAD'],
  '/status': ['GET', 'HEAD'],
  '/receipt-key': ['GET', 'HEAD'],
  '/openapi.json': ['GET', 'HEAD'],
};
/** Documents that name no one's data. */
const PUBLIC = ['/openapi.json', '/receipt-key'];
const ALL: (keyof Handlers)[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

test('Every other method on a known address is 405 with those there are', async () => {
  for (const [path, known] of Object.entries(METHODS))
    for (const method of ALL.filter((each) => !known.includes(each))) {
      const answered = await call(method, path, { token });
      problemOf(answered, 405);
      assert.equal(answered.headers.get('allow'), known.join(', '), `${method} ${path}`);
    }
});

// where no webhook is configured nobody can report
const NO_WEBHOOK = '/operations/00000000-0000-4000-8000-000000000000';

test('Addresses that are none are 404 by every method', async () => {
  for (const path of [
    '',
    '/',
    '/nothing',
    '/requests/UR-2026-0001/nothing',
    '/me/more',
    '/requests/a/b/c/d',
    NO_WEBHOOK,
  ])
    for (const method of ALL) problemOf(await call(method, path, { token }), 404);
});

test('Without a valid token everything but the schema is 401', async () => {
  const removed = await tokenOf('buyer@nordlicht.example');
  await db().person.update({ where: { email: 'buyer@nordlicht.example' }, data: { active: false } });
  const before = await checksums();
  const entries = (await recordEnd()).n;
  const guests: Sent[] = [
    {},
    { token: '' },
    { token: 'x' },
    { token: `hr_${'A'.repeat(43)}` },
    { token: `${token}x` },
    { token: removed },
    { headers: { authorization: `Basic ${btoa('customer@nordlicht.example:headroom-demo')}` } },
    { headers: { cookie: `headroom-session=${token}` } },
    { headers: { authorization: token } },
  ];
  for (const sent of guests)
    for (const path of [...Object.keys(METHODS).filter((each) => !PUBLIC.includes(each)), '/nothing'])
      for (const method of ['GET', 'POST', 'DELETE'] as const) {
        const answered = await call(method, path, { ...sent, ...(method === 'POST' && { body: body() }) });
        problemOf(answered, 401);
        assert.equal(answered.headers.get('www-authenticate'), 'Bearer');
      }
  assert.deepEqual(await checksums(), before);
  assert.equal((await recordEnd()).n, entries, 'guests are not recorded');
});

const POSTS = ['/requests', '/requests/UR-2026-0001/moves'];

test('Another content type is 415, whatever the body', async () => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ];
  const more = ['', 'application/json; charset=iso-8859-1', 'application/merge-patch+json', 'text/json'];
  for (const path of POSTS) {
    for (const type of [...types, ...more])
      problemOf(await call('POST', path, { token, body: '{}', headers: { 'content-type': type } }), 415);
    const packed = { token, body: '{}', headers: { 'content-encoding': 'gzip' } };
    problemOf(await call('POST', path, packed), 415);
    for (const type of ['application/json;charset=UTF-8', 'Application/JSON; charset="utf-8"'])
      problemOf(await call('POST', path, { token, body: '{}', headers: { 'content-type': type } }), 422);
  }
});

test('A body above 1 MB is 413, read no further than needed, with and without its length', async () => {
  const text = JSON.stringify(body({ reason: 'a'.repeat(2_000_000) }));
  for (const path of POSTS) {
    problemOf(await call('POST', path, { token, body: text }), 413);
    problemOf(await call('POST', path, { token, body: '{}', headers: { 'content-length': '2000000' } }), 413);
  }
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(64 * 1024).fill(32));
    },
  });
  problemOf(await call('POST', '/requests', { token, body: endless }), 413);
  assert.ok(pulled < 25, `${pulled} chunks were read`);
});

test('What cannot be read is 400', async () => {
  const texts = [
    '',
    ' ',
    '{',
    '{"a":1,}',
    "{'a':1}",
    '{"a":NaN}',
    '{"a":01}',
    'null null',
    '\u0000',
    '[1',
    '{"a":"\u0001"}',
  ];
  for (const path of POSTS) {
    for (const text of texts) problemOf(await call('POST', path, { token, body: text }), 400);
    problemOf(await call('POST', path, { token, body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) }), 400);
  }
});

test('A token that may only read changes nothing: 403, R13, one entry in the record', async () => {
  const before = await checksums();
  for (const path of POSTS) {
    const { n } = await recordEnd();
    const answered = await call('POST', path, { token: readOnly, body: body() });
    problemOf(answered, 403);
    assert.equal(answered.body.rule, 'R13');
    const last = await recordEnd();
    assert.equal(last.n, n + 1);
    assert.equal(last.who, 'customer@nordlicht.example');
    assert.equal((last.verdict as { rule: string }).rule, 'R13');
  }
  problemOf(await call('POST', '/requests', { token: readOnly, body: '{' }), 400);
  assert.equal((await call('GET', '/me', { token: readOnly })).status, 200);
  assert.deepEqual(await checksums(), before);
});

test('Weird addresses and queries are 404 and 422, never 500', async () => {
  const places = [
    '%00',
    'a%00b',
    '%zz',
    '..%2f..',
    '%F0%9F%92%A5',
    'x'.repeat(5000),
    "'%20OR%201=1",
    'UR-2026-0001%00',
    'constructor',
    '__proto__',
    'UR-2026-99999999999999',
  ];
  for (const place of places) {
    problemOf(await call('GET', `/environments/${place}`, { token }), 404);
    problemOf(await call('GET', `/requests/${place}`, { token }), 404);
    problemOf(await call('GET', `/requests/${place}/history`, { token }), 404);
    problemOf(await call('POST', `/requests/${place}/moves`, { token, body: { move: 'approve' } }), 404);
  }
  const cursors = [
    'x',
    '%00',
    'W10',
    btoa('[1,2]'),
    btoa('"nothing"'),
    btoa('[1e99,"x"]'),
    btoa('-1'),
    btoa('null'),
    'y'.repeat(3000),
  ];
  const pages = [
    'limit=0',
    'limit=201',
    'limit=-1',
    'limit=1.5',
    'limit=NaN',
    'limit=1e309',
    'limit=%00',
    'limit=ten',
    ...cursors.map((each) => `cursor=${each}`),
  ];
  for (const query of pages)
    for (const path of ['/environments', '/requests', '/requests/UR-2026-0001/history']) {
      const answered = await call('GET', `${path}?${query}`, { token });
      problemOf(answered, 422);
      assert.equal((answered.body.errors as { path: string }[])[0]?.path, query.split('=')[0], query);
    }
  for (const query of [
    'state=OPEN',
    'state=DRAFT,ACTIVE',
    'state=%00',
    'environment=NLW',
    'environment=%00',
    `environment=${'a'.repeat(64)}`,
  ])
    problemOf(await call('GET', `/requests?${query}`, { token }), 422);
  assert.equal((await call('GET', '/requests?__proto__=1&unknown=2', { token })).status, 200);
});

test('A token has 1,200 requests a minute and 200 at once, then 429 says when', async () => {
  const busy = await tokenOf('customer@nordlicht.example');
  const { id } = await db().apiToken.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  const held = Array.from({ length: 200 }, () => takeTokenSlot(id));
  const full = await call('GET', '/me', { token: busy });
  problemOf(full, 429);
  assert.match(full.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  for (const slot of held) if (slot.ok) slot.release();
  assert.equal((await call('GET', '/me', { token: busy })).status, 200);
  for (let i = 0; i < 1_200; i++) {
    const slot = takeTokenSlot(id);
    if (slot.ok) slot.release();
  }
  problemOf(await call('POST', '/requests', { token: busy, body: body() }), 429);
  assert.equal((await call('GET', '/me', { token })).status, 200, 'another token has its own');
});

test('Guests who guess tokens are limited by address', async () => {
  const sent = { token: 'guess', headers: { 'x-forwarded-for': '203.0.113.9' } };
  for (let i = 0; i < 600; i++) assert.equal((await call('GET', '/me', sent)).status, 401);
  const full = await call('GET', '/me', sent);
  problemOf(full, 429);
  assert.ok(Number(full.headers.get('retry-after')) >= 1);
  problemOf(await call('GET', '/me', { ...sent, headers: { 'x-forwarded-for': '203.0.113.10' } }), 401);
});

test('The schema is there for everyone, names every address, and is sent once', async () => {
  const answered = await call('GET', '/openapi.json');
  assert.equal(answered.status, 200);
  const { openapi, paths } = answered.body as { openapi: string; paths: Record<string, object> };
  assert.equal(openapi, '3.1.0');
  const known = Object.keys(METHODS).map((path) =>
    path.replace('nlw-stage', '{slug}').replace('UR-2026-0001', '{reference}'),
  );
  // operations.db.test.ts tries what has no token
  const all = [...known.filter((path) => path !== '/openapi.json'), '/operations/{id}'];
  assert.deepEqual(Object.keys(paths).sort(), all.sort());
  const etag = answered.headers.get('etag') ?? '';
  assert.equal((await call('GET', '/openapi.json', { headers: { 'if-none-match': etag } })).status, 304);
  assert.equal((await call('GET', '/openapi.json', { headers: { 'if-none-match': '"other"' } })).status, 200);
});

test('While the database is away the answer is 503 and says when to come back', async () => {
  const kept = globalThis as { headroomDb?: unknown };
  const own = kept.headroomDb;
  const { connect } = await import('#server/db.ts');
  kept.headroomDb = connect('postgresql://postgres@127.0.0.1:1/nothing', '');
  try {
    const answered = await call('GET', '/me', { token });
    problemOf(answered, 503);
    assert.match(answered.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  } finally {
    kept.headroomDb = own;
  }
});
