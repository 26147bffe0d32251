import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { PERSON_MOVES, type PersonMove } from '#domain/lifecycle.ts';
import { problemAnswer } from '#server/api/schemas.ts';
import { db } from '#server/db.ts';
import { verifyRecord } from '#server/record/verify.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { body, recordEnd } from '#server/testing/requests.ts';
import { call, checksums, tokenOf } from './_http/testing.ts';

const PEOPLE = {
  customer: 'customer@nordlicht.example',
  partner: 'partner@brueckner.example',
  'customer elsewhere, partner here': 'both@alpina.example',
  manager: 'manager@headroom.example',
  "another contract's manager": 'manager2@headroom.example',
  operator: 'operator@headroom.example',
  'another customer': 'customer@kestrel.example',
  nobody: 'nobody@elsewhere.example',
};
type Who = keyof typeof PEOPLE;
const EVERYONE = Object.keys(PEOPLE) as Who[];
const PARTNERS: Who[] = ['partner', 'customer elsewhere, partner here'];
const STRANGERS: Who[] = ["another contract's manager", 'another customer', 'nobody'];
const INSIDERS = EVERYONE.filter((who) => !STRANGERS.includes(who));

let database: FreshDatabase;
const tokens = {} as Record<Who, string>;
let reference: string;
before(async () => {
  database = await freshDatabase({ demo: true });
  await db().person.create({ data: { id: randomUUID(), email: PEOPLE.nobody, name: 'Nobody' } });
  for (const who of EVERYONE) tokens[who] = await tokenOf(PEOPLE[who]);
  const asked = await call('POST', '/requests', { token: tokens.customer, body: body() });
  reference = String(asked.body.reference);
});
after(() => database?.drop());

const get = (who: Who, path: string) => call('GET', path, { token: tokens[who] });

test('Who has standing reads; for everyone else nothing of it is there', async () => {
  const before = await checksums();
  for (const path of ['/environments/nlw-stage', `/requests/${reference}`, `/requests/${reference}/history`]) {
    for (const who of INSIDERS) assert.equal((await get(who, path)).status, 200, `${who} ${path}`);
    for (const who of STRANGERS) {
      const answered = await get(who, path);
      assert.equal(answered.status, 404, `${who} ${path}`);
      const missing = await get(who, path.replace('nlw-stage', 'nlw-moon').replace(reference, 'UR-2026-9999'));
      assert.equal(answered.text, missing.text, 'not yours and not there are the same');
    }
  }
  for (const who of STRANGERS)
    for (const path of ['/environments?limit=200', '/requests?limit=200', '/requests?environment=nlw-stage'])
      assert.ok(!/nlw-|NLW-2024/.test((await get(who, path)).text), `${who} ${path}`);
  assert.deepEqual(await checksums(), before);
});

test('Confidential words reach no partner, by no address', async () => {
  const secrets = {
    reason: 'Geheimgrund',
    contact: 'Geheimkontakt',
    purchaseOrder: 'Geheim-4711',
    watchers: ['geheim@nordlicht.example'],
  };
  const consistency = { follow: [], note: 'Geheimnotiz' };
  const sent = body({ ...secrets, consistency, expected: { peakRps: 123_457, ordersPerHour: 987_653 } }, 45);
  const asked = await call('POST', '/requests', { token: tokens.customer, body: sent });
  assert.equal(asked.status, 201, asked.text);
  const path = `/requests/${asked.body.reference}`;
  const offer = { lines: [{ service: 'yves', wanted: { max: 4 } }] };
  const moves: [Who, object][] = [
    ['manager', { move: 'ask', question: 'Geheimfrage' }],
    ['customer', { move: 'answer', answer: 'Geheimantwort' }],
    ['manager', { move: 'offer', offer, reason: 'Geheimangebot' }],
  ];
  for (const [who, sent] of moves)
    assert.equal((await call('POST', `${path}/moves`, { token: tokens[who], body: sent })).status, 200);
  const words =
    /geheim|123457|987653|upscaleDays|customer@nordlicht|contentHash|"version"|rulebook|budget|leadTime|earliestStart/i;
  assert.match((await get('customer', path)).text, words);
  for (const who of PARTNERS)
    for (const each of [
      path,
      `${path}/history`,
      '/requests?limit=200&environment=nlw-stage',
      '/environments/nlw-stage',
    ])
      assert.ok(!words.test((await get(who, each)).text), `${who} ${each}`);
});

/** What each move needs to be well-formed. */
const MEMBERS: Partial<Record<PersonMove, object>> = {
  edit: { changes: { contact: 'Someone else' } },
  answer: { answer: 'x' },
  ask: { question: 'x' },
  offer: { offer: { lines: [{ service: 'yves', wanted: { max: 4 } }] } },
  reject: { reason: 'x' },
  cancel: { reason: 'x' },
  end: { reason: 'x' },
  giveUp: { reason: 'x' },
  extend: { changes: { window: { end: new Date(Date.now() + 90 * 86_400_000).toISOString() } } },
};
const CUSTOMERS: PersonMove[] = ['submit', 'edit', 'withdraw', 'answer', 'accept', 'decline', 'extend'];
const MANAGERS: PersonMove[] = ['ask', 'offer', 'approve', 'reject'];
const EARLY: PersonMove[] = ['cancel', 'end'];

/** The rule that refuses a move to someone with standing, null = only the moment can. */
function ruleAgainst(who: Who, move: PersonMove): string | null {
  if (CUSTOMERS.includes(move)) return who === 'customer' ? null : 'R3';
  if (MANAGERS.includes(move)) return who === 'manager' ? null : 'R12';
  const allowed = EARLY.includes(move) ? ['customer', 'manager', 'operator'] : ['manager', 'operator'];
  return allowed.includes(who) ? null : 'R13';
}

test('Every move by everyone who may not make it changes nothing and leaves one entry in the record', async () => {
  const before = await checksums();
  let replayed = 0;
  for (const move of PERSON_MOVES)
    for (const who of EVERYONE) {
      const stranger = STRANGERS.includes(who);
      const rule = stranger ? undefined : ruleAgainst(who, move);
      if (rule === null) continue;
      const { n } = await recordEnd();
      const answered = await call('POST', `/requests/${reference}/moves`, {
        token: tokens[who],
        body: { move, ...MEMBERS[move] },
      });
      assert.equal(answered.status, stranger ? 404 : 403, `${who} ${move}: ${answered.text}`);
      assert.equal(problemAnswer.parse(answered.body).rule, rule, `${who} ${move}`);
      const last = await recordEnd();
      assert.deepEqual([last.n, last.who, last.what], [n + 1, PEOPLE[who], move]);
      replayed += 1;
    }
  assert.ok(replayed > 80, `${replayed} were replayed`);
  assert.deepEqual(await checksums(), before);
});

test('A request is asked for by customers alone: everyone else is refused, recorded, and no row is written', async () => {
  const before = await checksums();
  for (const who of EVERYONE.filter((each) => each !== 'customer'))
    for (const sent of [
      body({}, 50),
      { environment: 'nlw-stage', draft: true },
      { environment: 'nlw-stage', nonsense: 1 },
    ]) {
      const { n } = await recordEnd();
      const answered = await call('POST', '/requests', { token: tokens[who], body: sent });
      assert.equal(answered.status, STRANGERS.includes(who) ? 404 : 403, `${who}: ${answered.text}`);
      assert.equal(answered.body.rule, STRANGERS.includes(who) ? undefined : 'R3');
      assert.equal((await recordEnd()).n, n + 1, who);
    }
  assert.deepEqual(await checksums(), before);
});

test('Rights that were taken away are gone with the next call', async () => {
  const token = tokens['customer elsewhere, partner here'];
  const grants = await db().membership.findMany({
    where: { person: { email: PEOPLE['customer elsewhere, partner here'] } },
  });
  await db().membership.deleteMany({ where: { person: { email: PEOPLE['customer elsewhere, partner here'] } } });
  assert.equal((await call('GET', `/requests/${reference}`, { token })).status, 404);
  assert.deepEqual((await call('GET', '/me', { token })).body.standings, []);
  assert.deepEqual((await call('GET', '/environments', { token })).body.items, []);
  await db().membership.createMany({ data: grants });
  assert.equal((await call('GET', `/requests/${reference}`, { token })).status, 200);
});

test('Nobody decides their own request, manager or not', async () => {
  const manager = await db().person.findUniqueOrThrow({ where: { email: PEOPLE.manager } });
  const nordlicht = await db().organisation.findUniqueOrThrow({ where: { name: 'Nordlicht Werkzeuge' } });
  await db().membership.create({ data: { organisationId: nordlicht.id, personId: manager.id } });
  const asked = await call('POST', '/requests', { token: tokens.manager, body: body({}, 55) });
  assert.equal(asked.status, 201, asked.text);
  const before = await checksums();
  for (const move of MANAGERS) {
    const sent = { move, ...MEMBERS[move] };
    const answered = await call('POST', `/requests/${asked.body.reference}/moves`, {
      token: tokens.manager,
      body: sent,
    });
    assert.equal(answered.status, 403, answered.text);
    assert.equal(answered.body.rule, 'R12');
  }
  assert.deepEqual(await checksums(), before);
  await db().membership.deleteMany({ where: { organisationId: nordlicht.id, personId: manager.id } });
});

test('Fifty managers’ presses at once approve once: one change of state, one entry', async () => {
  const asked = await call('POST', '/requests', { token: tokens.customer, body: body({}, 60) });
  const path = `/requests/${asked.body.reference}`;
  const { n } = await recordEnd();
  const sent = { token: tokens.manager, body: { move: 'approve', contentHash: asked.body.contentHash } };
  const answers = await Promise.all(Array.from({ length: 50 }, () => call('POST', `${path}/moves`, sent)));
  const statuses = answers.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, ...Array(49).fill(409)]);
  assert.equal((await recordEnd()).n, n + 1);
  const { items } = (await get('manager', `${path}/history`)).body as { items: { move: string }[] };
  assert.deepEqual(
    items.map(({ move }) => move),
    ['submit', 'approve'],
  );
  assert.deepEqual(await verifyRecord().then(({ ok }) => ok), true);
});
