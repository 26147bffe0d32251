import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import type { Actor } from './standing.ts';
import { actorFromToken, issueToken, listTokens, revokeToken } from './tokens.ts';

const JANA = 'customer@nordlicht.example';

let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database.drop());

async function tokenOf(email: string, write = false): Promise<string> {
  const issued = await issueToken(email, { write, name: 'pipeline' });
  assert.ok(issued.kind === 'done');
  return issued.value;
}

async function actorOf(email: string, write = false): Promise<Actor> {
  const actor = await actorFromToken(`Bearer ${await tokenOf(email, write)}`);
  assert.ok(actor);
  return actor;
}

test('a token speaks for its person, within its scope', async () => {
  const actor = await actorOf(' Customer@Nordlicht.example ', true);
  assert.equal(actor.email, JANA);
  assert.deepEqual([...actor.contracts.values()], [{ reference: 'NLW-2024', standings: ['customer'] }]);
  assert.ok(actor.via.kind === 'token' && actor.via.write);
  const reader = await actorOf(JANA);
  assert.ok(reader.via.kind === 'token' && !reader.via.write);
  assert.deepEqual(await issueToken('nobody@nordlicht.example', { write: true, name: 'x' }), { kind: 'notFound' });
});

test('only its hash is stored, and nothing of it recorded', async () => {
  const value = await tokenOf(JANA);
  assert.match(value, /^hr_[A-Za-z0-9_-]{43}$/);
  const rows = await db().$queryRaw<[{ all: string }]>`
    SELECT (SELECT string_agg(t::text, '') FROM "ApiToken" t) || (SELECT string_agg(e::text, '') FROM "AuditEntry" e) AS all`;
  assert.ok(!rows[0].all.includes(value) && !rows[0].all.includes(value.slice(3)));
});

test('the header is read strictly', async () => {
  const value = await tokenOf(JANA);
  for (const good of [`Bearer ${value}`, `bearer ${value}`, `BEARER  ${value}`])
    assert.ok(await actorFromToken(good), good.slice(0, 10));
  const bad = [
    null,
    '',
    'Bearer',
    'Bearer ',
    value,
    `Basic ${value}`,
    `Bearer ${value} `,
    `Bearer ${value}x`,
    `Bearer ${value.slice(0, -1)}`,
    `Bearer ${value.toUpperCase()}`,
    `Bearer hr_${'A'.repeat(43)}`,
    `Bearer ${value}, Bearer ${value}`,
    `Bearer\t${value}`,
    'Bearer \0',
    `Bearer ${'x'.repeat(100_000)}`,
  ];
  for (const header of bad) assert.equal(await actorFromToken(header), null, header?.slice(0, 20));
});

test('a token ends at once: revoked, or its person removed', async () => {
  const value = await tokenOf(JANA);
  const actor = await actorFromToken(`Bearer ${value}`);
  assert.ok(actor);
  const stranger = await actorOf('customer@kestrel.example');
  assert.equal(await revokeToken(stranger, actor.via.id), 'notFound', 'not theirs');
  assert.ok(await actorFromToken(`Bearer ${value}`));
  assert.equal(await revokeToken(actor, actor.via.id), 'done');
  assert.equal(await actorFromToken(`Bearer ${value}`), null);
  assert.equal(await revokeToken(actor, actor.via.id), 'notFound');
  const other = await tokenOf('buyer@nordlicht.example');
  await db().person.update({ where: { email: 'buyer@nordlicht.example' }, data: { active: false } });
  assert.equal(await actorFromToken(`Bearer ${other}`), null);
  assert.deepEqual(await issueToken('buyer@nordlicht.example', { write: false, name: 'x' }), { kind: 'notFound' });
});

test('its use is noted once a minute', async () => {
  const now = Date.now();
  const value = await tokenOf(JANA);
  const used = async (at: number) => {
    const actor = await actorFromToken(`Bearer ${value}`, at);
    assert.ok(actor);
    const [token] = (await listTokens(actor)).filter(({ id }) => id === actor.via.id);
    return (token?.lastUsedAt?.getTime() ?? 0) - now;
  };
  assert.deepEqual([await used(now), await used(now + 59_000), await used(now + 61_000)], [0, 0, 61_000]);
});

test('issuing and revoking are in the record: by whom, for whom, what it may', async () => {
  const jana = await actorOf(JANA);
  const issued = await issueToken(JANA, { write: true, name: 'deploys', by: jana.email });
  assert.ok(issued.kind === 'done');
  const actor = await actorFromToken(`Bearer ${issued.value}`);
  assert.ok(actor);
  await revokeToken(jana, actor.via.id);
  const entries = await db().auditEntry.findMany({
    where: { subject: `token ${actor.via.id}` },
    orderBy: { n: 'asc' },
  });
  const about = { person: JANA, name: 'deploys', write: true };
  assert.deepEqual(
    entries.map(({ who, what, before, after: now }) => ({ who, what, before, now })),
    [
      { who: JANA, what: 'issue token', before: null, now: about },
      { who: JANA, what: 'revoke token', before: about, now: null },
    ],
  );
});

test('a token of many revokers is revoked once', async () => {
  const actor = await actorOf(JANA);
  const answers = await Promise.all(Array.from({ length: 8 }, () => revokeToken(actor, actor.via.id)));
  assert.equal(answers.filter((answer) => answer === 'done').length, 1);
  const entries = await db().auditEntry.count({ where: { subject: `token ${actor.via.id}`, what: 'revoke token' } });
  assert.equal(entries, 1);
});
