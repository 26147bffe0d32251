import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { claimKey, LostClaim } from '#server/api/idempotency.ts';
import { db, transaction } from '#server/db.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { body, recordEnd } from '#server/testing/requests.ts';
import { type Answered, call, tokenOf } from './_http/testing.ts';

let database: FreshDatabase;
let token: string;
let manager: string;
before(async () => {
  database = await freshDatabase({ demo: true });
  token = await tokenOf('customer@nordlicht.example');
  manager = await tokenOf('manager@headroom.example');
});
after(() => database?.drop());

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const send = (key: string, sent: unknown, path = '/requests', who = token) =>
  call('POST', path, { token: who, body: sent, headers: { 'idempotency-key': key } });
const requests = () => db().upscaleRequest.count();
const replayed = (answered: Answered) => answered.headers.get('idempotent-replayed') === 'true';

/** The same status, body and address as the first time. */
function assertReplay(again: Answered, first: Answered): void {
  assert.ok(replayed(again));
  assert.ok(!replayed(first));
  assert.equal(again.status, first.status);
  assert.equal(again.text, first.text);
  for (const name of ['content-type', 'location', 'cache-control'])
    assert.equal(again.headers.get(name), first.headers.get(name));
}

test('The same key and body file one request and get the first answer again', async () => {
  const before = await requests();
  const sent = body({}, 30);
  const first = await send('submit-once', sent);
  assert.equal(first.status, 201, first.text);
  assert.equal(await requests(), before + 1);
  const withdrawn = await send('w-1', { move: 'withdraw' }, `/requests/${first.body.reference}/moves`);
  assert.equal(withdrawn.body.state, 'WITHDRAWN');
  assertReplay(await send('submit-once', sent), first);
  assertReplay(await send('w-1', { move: 'withdraw' }, `/requests/${first.body.reference}/moves`), withdrawn);
  assert.equal(await requests(), before + 1);
});

test('Refusals are replayed too, and recorded once', async () => {
  const sent = body({ environment: 'nlw-dev' });
  const first = await send('refused', sent);
  assert.equal(first.status, 403);
  const { n } = await recordEnd();
  assertReplay(await send('refused', sent), first);
  assert.equal((await recordEnd()).n, n);
  for (const [key, wrong, status] of [
    ['shape', {}, 422],
    ['gone', body({ environment: 'kes-stage' }), 404],
  ] as const) {
    const refused = await send(key, wrong);
    assert.equal(refused.status, status);
    assertReplay(await send(key, wrong), refused);
  }
  const taken = await send('taken', body({}, 31)).then(() => send('taken-2', body({}, 31)));
  assert.equal(taken.status, 409);
  assertReplay(await send('taken-2', body({}, 31)), taken);
});

test('The same key with another body is 422', async () => {
  await send('one-body', body({}, 32));
  const other = await send('one-body', body({}, 33));
  assert.equal(other.status, 422);
  assert.ok(!replayed(other));
  assert.match(String(other.body.detail), /another body/);
});

test('A key belongs to one person and one path', async () => {
  const sent = { move: 'approve' };
  const { reference } = (await send('shared', body({}, 34))).body;
  const path = `/requests/${reference}/moves`;
  assert.equal((await send('shared', sent, path)).status, 403);
  assert.equal((await send('shared', sent, path, manager)).status, 200);
  assert.equal((await send('shared', sent, '/requests/UR-2026-9999/moves', manager)).status, 404);
});

test('A key is 1 to 200 visible ASCII characters', async () => {
  for (const key of ['', 'a b', 'ä', 'x'.repeat(201), 'tab\tkey']) {
    const answered = await send(key, body({}, 35));
    assert.equal(answered.status, 422, key);
    assert.deepEqual((answered.body.errors as { path: string }[])[0]?.path, 'Idempotency-Key');
  }
  assert.equal((await send('~'.repeat(200), body({}, 35))).status, 201);
});

test('Twenty at once with one key file one request; each of the others waits or is told the same', async () => {
  const before = await requests();
  const sent = body({}, 36);
  const answers = await Promise.all(Array.from({ length: 20 }, () => send('race', sent)));
  assert.equal(await requests(), before + 1);
  const [first, ...more] = answers.filter((each) => each.status === 201 && !replayed(each));
  assert.ok(first && more.length === 0);
  for (const each of answers.filter((other) => other !== first)) {
    if (each.status === 201) assertReplay(each, first);
    else {
      assert.equal(each.status, 409, each.text);
      assert.match(each.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    }
  }
  assertReplay(await send('race', sent), first);
});

test('A claim whose process died is taken over after a minute, not before; the late one cannot write any more', async () => {
  const { id: personId } = await db().person.findFirstOrThrow({ where: { email: 'customer@nordlicht.example' } });
  const key = { personId, path: '/api/v1/requests', key: 'crashed' };
  const now = Date.now();
  const dead = await claimKey(key, '{}', now - MINUTE - 1);
  assert.equal(dead.kind, 'claimed');
  assert.equal((await claimKey(key, '{}', now - 10)).kind, 'inFlight');
  assert.equal((await claimKey(key, '{"a":1}', now + 10)).kind, 'otherBody');
  const heir = await claimKey(key, '{}', now);
  assert.ok(heir.kind === 'claimed' && dead.kind === 'claimed');
  const answer = { status: 201, json: '{"n":1}' };
  await assert.rejects(
    transaction((tx) => dead.keep(tx, answer)),
    LostClaim,
  );
  await dead.release();
  await transaction((tx) => heir.keep(tx, answer));
  const known = await claimKey(key, '{}', now);
  assert.deepEqual(known, { kind: 'replay', answer: { ...answer, headers: { 'idempotent-replayed': 'true' } } });
});

test('What a transaction undoes is not answered: the key is as unfinished as the write', async () => {
  const { id: personId } = await db().person.findFirstOrThrow({ where: { email: 'customer@nordlicht.example' } });
  const key = { personId, path: '/api/v1/requests', key: 'undone' };
  const claim = await claimKey(key, '{}');
  assert.ok(claim.kind === 'claimed');
  const undone = transaction(async (tx) => {
    await claim.keep(tx, { status: 201, json: '{}' });
    throw new Error('the record cannot be written');
  });
  await assert.rejects(undone, /record/);
  assert.equal((await claimKey(key, '{}')).kind, 'inFlight');
  await claim.release();
  assert.equal((await claimKey(key, '{}')).kind, 'claimed');
});

test('A failure on our side gives the key back', async () => {
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query('ALTER TABLE "RequestVersion" ADD CONSTRAINT broken CHECK (version > 1) NOT VALID');
  const before = await requests();
  const sent = body({}, 37);
  const failed = await send('broken', sent);
  assert.equal(failed.status, 500);
  assert.ok(!/RequestVersion|constraint|at /.test(failed.text), failed.text);
  assert.equal(await requests(), before);
  await owner.query('ALTER TABLE "RequestVersion" DROP CONSTRAINT broken');
  await owner.end();
  assert.equal((await send('broken', sent)).status, 201);
});

test('Answers are kept for a day', async () => {
  const { id: personId } = await db().person.findFirstOrThrow({ where: { email: 'customer@nordlicht.example' } });
  const key = { personId, path: '/api/v1/requests', key: 'yesterday' };
  const now = Date.now();
  const first = await claimKey(key, '{}', now - DAY + MINUTE);
  assert.ok(first.kind === 'claimed');
  await first.keep(db(), { status: 422, json: '{}' });
  assert.equal((await claimKey(key, '{}', now)).kind, 'replay');
  assert.equal((await claimKey(key, '{"other":1}', now + 2 * MINUTE)).kind, 'claimed');
  await claimKey({ ...key, key: 'tomorrow' }, '{}', now + 2 * DAY);
  assert.equal(await db().idempotencyKey.count({ where: { key: { not: 'tomorrow' } } }), 0);
});
