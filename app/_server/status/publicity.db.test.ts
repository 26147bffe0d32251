import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Client } from 'pg';
import type { Actor } from '../access/standing.ts';
import { STATUS_CHANGES, statusChangeOf } from '../changes.ts';
import { db } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, codesOf, recordEnd } from '../testing/requests.ts';
import { listPublicities } from './publicities.ts';
import { setPublicity } from './publicity.ts';

const REFERENCE = 'NLW-2024';
let database: Awaited<ReturnType<typeof freshDatabase>>;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());
beforeEach(() => db().contract.updateMany({ data: { publicStatus: false } }));

const publicOnes = async () =>
  (await db().contract.findMany({ where: { publicStatus: true } })).map(({ reference }) => reference);
// once each: the token of one is an entry of the record, too
const actors = new Map<string, Promise<Actor>>();
function known(email: string): Promise<Actor> {
  const actor = actors.get(email) ?? actorOf(email);
  actors.set(email, actor);
  return actor;
}
const set = async (email: string, isPublic: boolean, contract = REFERENCE) =>
  setPublicity(await known(email), { contract, public: isPublic });

test('Who does not publish the status of a contract makes it neither public nor private, and each attempt is kept', async () => {
  const standings = { 'customer@nordlicht.example': 'customer', 'partner@brueckner.example': 'partner' };
  const strangers = ['manager2@headroom.example', 'customer@kestrel.example'];
  for (const wanted of [true, false]) {
    await db().contract.update({ where: { reference: REFERENCE }, data: { publicStatus: !wanted } });
    for (const [email, standing] of Object.entries(standings)) {
      assert.deepEqual(codesOf(await set(email, wanted)), ['notPublisher'], email);
      const { who, what, standing: as, verdict } = await recordEnd();
      assert.deepEqual(
        [who, what, as, (verdict as { rule: string }).rule],
        [email, 'status.publicity', standing, 'R13'],
      );
    }
    for (const email of strangers) {
      assert.deepEqual(codesOf(await set(email, wanted)), ['notFound'], email);
      const { who, what, standing, verdict } = await recordEnd();
      assert.deepEqual(
        [who, what, standing, verdict],
        [email, 'status.publicity', null, { allowed: false, code: 'notFound' }],
      );
    }
    assert.deepEqual(await publicOnes(), wanted ? [] : [REFERENCE]);
  }
});

for (const [email, standing] of [
  ['manager@headroom.example', 'manager'],
  ['operator@headroom.example', 'operator'],
] as const)
  test(`The ${standing} makes it public and takes it back; each is told and recorded, and nothing when it is so already`, async () => {
    const { id } = await db().contract.findUniqueOrThrow({ where: { reference: REFERENCE } });
    const listener = new Client({ connectionString: database.url });
    await listener.connect();
    try {
      await listener.query(`LISTEN ${STATUS_CHANGES}`);
      for (const wanted of [true, false]) {
        const told = new Promise((heard) => listener.once('notification', ({ payload }) => heard(payload)));
        assert.equal((await set(email, wanted)).kind, 'done');
        assert.equal(await told, statusChangeOf({ contractId: id, environmentId: null }));
        assert.deepEqual(await publicOnes(), wanted ? [REFERENCE] : []);
        const entry = await db().auditEntry.findFirstOrThrow({ orderBy: { n: 'desc' } });
        assert.deepEqual(
          [entry.who, entry.standing, entry.what, entry.subject, entry.before, entry.after],
          [email, standing, 'status.publicity', `contract ${REFERENCE}`, { public: !wanted }, { public: wanted }],
        );
        assert.equal((await set(email, wanted)).kind, 'done');
        assert.equal((await recordEnd()).n, Number(entry.n));
      }
    } finally {
      await listener.end();
    }
  });

test('What is no contract is not there', async () => {
  await known('operator@headroom.example');
  const { n } = await recordEnd();
  for (const reference of ['NO-SUCH', 'nlw-2024', '', 'NLW-2024\u0000'])
    assert.deepEqual(codesOf(await set('operator@headroom.example', true, reference)), ['notFound']);
  assert.deepEqual([await publicOnes(), (await recordEnd()).n], [[], n]);
});

test('Each sees the contracts whose status they publish, public ones first', async () => {
  await db().contract.update({ where: { reference: REFERENCE }, data: { publicStatus: true } });
  const seen = async (email: string) =>
    (await listPublicities(await known(email))).map((each) => `${each.contract} ${each.public}`);
  const all = (await seen('operator@headroom.example')).sort();
  assert.equal(all.length, await db().contract.count());
  const own = await seen('manager@headroom.example');
  assert.equal(own[0], `${REFERENCE} true`);
  assert.ok(own.every((each) => all.includes(each)));
  const others = await seen('manager2@headroom.example');
  assert.ok(others.length > 0 && !others.includes(`${REFERENCE} true`));
  assert.deepEqual(await seen('customer@nordlicht.example'), []);
});
