import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { db } from '../db.ts';
import { verifyRecord } from '../record/verify.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { actorOf, recordEnd } from '../testing/requests.ts';
import { actorFromFeed, issueFeedToken, listFeedTokens, MOST_FEEDS, revokeFeedToken } from './feed-tokens.ts';
import type { Actor } from './standing.ts';
import { actorFromToken } from './tokens.ts';

let database: FreshDatabase;
let jana: Actor;
before(async () => {
  database = await freshDatabase({ demo: true });
  jana = await actorOf('customer@nordlicht.example');
});
after(() => database?.drop());

async function newFeed(actor: Actor): Promise<string> {
  const issued = await issueFeedToken(actor);
  assert.ok(issued.kind === 'done');
  return issued.value;
}

test('a feed speaks for its person until it is stopped, and the record says both', async () => {
  const value = await newFeed(jana);
  const [feed] = await listFeedTokens(jana);
  const { what, who } = await recordEnd();
  assert.deepEqual([what, who], ['issue feed', jana.email]);
  const reader = await actorFromFeed(value);
  assert.deepEqual([reader?.email, reader?.via], [jana.email, { kind: 'token', id: feed?.id, write: false }]);
  assert.ok((await listFeedTokens(jana))[0]?.lastUsedAt);
  assert.equal(await revokeFeedToken(jana, feed!.id), 'done');
  assert.equal((await recordEnd()).what, 'revoke feed');
  assert.equal(await actorFromFeed(value), null);
  assert.equal(await revokeFeedToken(jana, feed!.id), 'notFound');
  assert.equal((await verifyRecord()).ok, true);
});

test("nobody stops another's feed", async () => {
  const value = await newFeed(jana);
  const [feed] = await listFeedTokens(jana);
  const before = await recordEnd();
  assert.equal(await revokeFeedToken(await actorOf('partner@brueckner.example'), feed!.id), 'notFound');
  assert.equal(await revokeFeedToken(jana, randomUUID()), 'notFound');
  assert.equal((await actorFromFeed(value))?.email, jana.email);
  assert.equal((await recordEnd()).n, before.n + 1, 'only the token of the partner that asked');
});

test('only its hash is stored, and nothing of it recorded', async () => {
  const value = await newFeed(jana);
  assert.match(value, /^hf_[A-Za-z0-9_-]{43}$/);
  const [{ all }] = await db().$queryRaw<[{ all: string }]>`
    SELECT (SELECT string_agg(t::text, '') FROM "FeedToken" t) || (SELECT string_agg(e::text, '') FROM "AuditEntry" e) AS all`;
  assert.ok(!all.includes(value) && !all.includes(value.slice(3)));
});

test('it opens feeds and nothing else, and an API token opens no feed', async () => {
  const value = await newFeed(jana);
  assert.equal(await actorFromToken(`Bearer ${value}`), null);
  for (const other of ['', 'hf_', `${value}x`, value.slice(0, -1), value.replace('hf_', 'hr_'), `${value}\0`, "' OR 1"])
    assert.equal(await actorFromFeed(other), null, other);
});

test('rights are those of now: a removed person reads nothing, a partner whose grant ends no more of it', async () => {
  const partner = await actorOf('partner@brueckner.example');
  const value = await newFeed(partner);
  assert.deepEqual(
    [...((await actorFromFeed(value))?.contracts.values() ?? [])].map(({ reference }) => reference),
    ['NLW-2024'],
  );
  await db().partnerGrant.deleteMany({ where: { contract: { reference: 'NLW-2024' } } });
  assert.equal((await actorFromFeed(value))?.contracts.size, 0);
  await db().person.update({ where: { id: partner.personId }, data: { active: false } });
  assert.equal(await actorFromFeed(value), null);
});

test('there are as many as one may have and no more, also when made at once', async () => {
  const actor = await actorOf('customer@kestrel.example');
  const made = await Promise.all(Array.from({ length: MOST_FEEDS + 5 }, () => issueFeedToken(actor)));
  assert.equal(made.filter(({ kind }) => kind === 'full').length, 5);
  assert.equal((await listFeedTokens(actor)).length, MOST_FEEDS);
});
