import assert from 'node:assert/strict';
import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { after, before, test } from 'node:test';
import { canonicalJson, type Json } from '#domain/record.ts';
import { receiptAnswer, receiptKeyAnswer } from '#server/api/schemas.ts';
import { db } from '#server/db.ts';
import { confirmStep } from '#server/hosting/run-sheet.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { actorOf, body, recordEnd } from '#server/testing/requests.ts';
import { call, checksums, tokenOf } from './_http/testing.ts';

const PEOPLE = {
  customer: 'customer@nordlicht.example',
  manager: 'manager@headroom.example',
  operator: 'operator@headroom.example',
  partner: 'partner@brueckner.example',
  'customer elsewhere, partner here': 'both@alpina.example',
  'another customer': 'customer@kestrel.example',
  "another contract's manager": 'manager2@headroom.example',
};
type Who = keyof typeof PEOPLE;
const FULL: Who[] = ['customer', 'manager', 'operator'];

let database: FreshDatabase;
const tokens = {} as Record<Who, string>;
let reference: string;
before(async () => {
  database = await freshDatabase({ demo: true });
  for (const who of Object.keys(PEOPLE) as Who[]) tokens[who] = await tokenOf(PEOPLE[who]);
  const asked = await call('POST', '/requests', { token: tokens.customer, body: body({ reason: 'Geheimgrund' }) });
  reference = String(asked.body.reference);
});
after(() => database?.drop());
const get = (who: Who, path: string) => call('GET', path, { token: tokens[who] });

test('Who sees confidential members gets the receipt; for everyone else it is not there, and reading changes nothing', async () => {
  const before = [await checksums(), await recordEnd()];
  for (const who of Object.keys(PEOPLE) as Who[]) {
    const answered = await get(who, `/requests/${reference}/receipt`);
    assert.equal(answered.status, FULL.includes(who) ? 200 : 404, who);
    assert.equal(answered.text.includes('Geheimgrund'), FULL.includes(who), who);
    const missing = await get(who, '/requests/UR-2026-9999/receipt');
    assert.equal(missing.status, 404);
    if (!FULL.includes(who)) assert.equal(answered.text, missing.text, 'not yours and not there are the same');
  }
  assert.equal((await call('GET', `/requests/${reference}/receipt`)).status, 401);
  assert.equal((await get('manager', '/requests/nonsense/receipt')).status, 404);
  assert.deepEqual([await checksums(), await recordEnd()], before);
});

test('It holds the request whole, every entry and the head, signed with the key that everyone may ask for', async () => {
  const answered = await get('manager', `/requests/${reference}/receipt`);
  const receipt = receiptAnswer.parse(answered.body);
  const { body: view } = await get('manager', `/requests/${reference}`);
  for (const name of [
    'reference',
    'contract',
    'environment',
    'state',
    'contentHash',
    'window',
    'lines',
    'requestedBy',
  ] as const)
    assert.deepEqual(receipt.request[name], view[name], name);
  assert.deepEqual(
    receipt.entries.map(({ what, subject }) => [what, subject]),
    [['submit', `request ${reference}`]],
  );
  assert.equal(receipt.head.n, (await recordEnd()).n);
  assert.equal(answered.headers.get('content-disposition'), null);

  const key = receiptKeyAnswer.parse((await call('GET', '/receipt-key')).body);
  assert.equal(key.publicKey, receipt.publicKey);
  const { signature, ...signed } = answered.body;
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' });
  const text = Buffer.from(canonicalJson(signed as Json));
  assert.ok(verify(null, text, publicKey, Buffer.from(String(signature), 'base64url')));
});

test('As a file it has a name of its own', async () => {
  const answered = await get('customer', `/requests/${reference}/receipt?download`);
  assert.equal(answered.headers.get('content-disposition'), `attachment; filename="${reference}.receipt.json"`);
  receiptAnswer.parse(answered.body);
});

test('An attempt that was refused is in the record and in no receipt', async () => {
  const move = { token: tokens['another customer'], body: { move: 'withdraw' } };
  assert.equal((await call('POST', `/requests/${reference}/moves`, move)).status, 404);
  assert.equal((await recordEnd()).who, PEOPLE['another customer']);
  await tamperedSheet();
  const { text } = await get('customer', `/requests/${reference}/receipt`);
  assert.ok(!text.includes('kestrel'));
});

/** A run sheet of the request, which somebody of another contract tried to confirm. */
async function tamperedSheet(): Promise<void> {
  const { id: requestId, environmentId } = await db().upscaleRequest.findUniqueOrThrow({ where: { reference } });
  const id = randomUUID();
  const startedAt = new Date();
  await db().operation.create({
    data: {
      ...{ id, requestId, environmentId, kind: 'APPLY', number: 1, provider: 'manual', state: 'ACCEPTED' },
      ...{ targets: [], token: 1n, startedAt, deadlineAt: startedAt },
    },
  });
  const stranger = await actorOf(PEOPLE['another customer']);
  assert.equal((await confirmStep(stranger, id, 'yves')).kind, 'notFound');
  assert.deepEqual((await recordEnd()).who, stranger.email);
}

test('What was never submitted has no receipt', async () => {
  const kept = await call('POST', '/requests', {
    token: tokens.customer,
    body: { environment: 'nlw-stage', draft: true },
  });
  assert.equal(kept.status, 201);
  const path = `/requests/${kept.body.reference}`;
  assert.equal((await get('customer', `${path}/receipt`)).status, 404);
  await call('POST', `${path}/moves`, { token: tokens.customer, body: { move: 'withdraw' } });
  assert.equal((await get('customer', `${path}/receipt`)).status, 404);
});
