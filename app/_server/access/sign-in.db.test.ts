import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { checkPassword, type PasswordVerdict } from './check-password.ts';
import { attemptOf, noteFailure } from './sign-in-limits.ts';

const PASSWORD = 'headroom-demo';
const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 22, 12);
const OWNER = '203.0.113.7';
const THIEF = '198.51.100.1';
const EMAIL = 'customer@nordlicht.example';

let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database.drop());
beforeEach(() => db().signInAttempt.deleteMany());

const attempt = (password: string, { email = EMAIL, address = OWNER, now = NOON } = {}) =>
  checkPassword({ email, password, address }, now);
const kinds = (verdicts: PasswordVerdict[]) => verdicts.map(({ kind }) => kind);
const failures = () => db().signInAttempt.count();

/** n wrong passwords, one after the other. */
async function guess(n: number, options: Parameters<typeof attempt>[1] = {}): Promise<PasswordVerdict[]> {
  const verdicts = [];
  for (let i = 0; i < n; i++) verdicts.push(await attempt(`wrong ${i}`, options));
  return verdicts;
}

/** Failures of others, without the work of checking them. */
async function fail(n: number, of: (i: number) => { email?: string; address?: string }, now = NOON): Promise<void> {
  for (let i = 0; i < n; i++) {
    const { email = EMAIL, address = THIEF } = of(i);
    await noteFailure(attemptOf(email, address), now);
  }
}

test('the right password is right, whatever the case of the e-mail, and counts nothing', async () => {
  const verdict = await attempt(PASSWORD, { email: '  Customer@Nordlicht.EXAMPLE ' });
  assert.equal(verdict.kind === 'right' && verdict.person.email, EMAIL);
  assert.equal(await failures(), 0);
});

test('unknown, wrong, removed and without a password are the same', async () => {
  const removed = 'buyer@nordlicht.example';
  const wordless = 'customer@kestrel.example';
  await db().person.update({ where: { email: removed }, data: { active: false } });
  await db().person.update({ where: { email: wordless }, data: { passwordHash: null } });
  const cases: [string, string][] = [
    ['nobody@nordlicht.example', PASSWORD],
    [EMAIL, 'wrong'],
    [removed, PASSWORD],
    [wordless, PASSWORD],
  ];
  for (const [email, password] of cases) {
    const before = await failures();
    assert.deepEqual(await attempt(password, { email }), { kind: 'wrong' }, email);
    assert.equal(await failures(), before + 1, email);
  }
  await db().person.update({ where: { email: removed }, data: { active: true } });
});

test('an unknown account costs the same work as a known one', async () => {
  const costs: Record<string, number> = { [EMAIL]: 0, 'nobody@nordlicht.example': 0 };
  for (let i = 0; i < 9; i++)
    for (const email of Object.keys(costs)) {
      const before = process.cpuUsage();
      await attempt('wrong', { email, now: NOON + i * 60 * MINUTE });
      costs[email] = (costs[email] ?? 0) + process.cpuUsage(before).user;
    }
  // processor time, which a busy machine does not stretch; without the same hash it is a tenth
  const ratio = (costs['nobody@nordlicht.example'] ?? 0) / (costs[EMAIL] ?? 1);
  assert.ok(ratio > 0.4 && ratio < 2.5, `unknown ÷ known = ${ratio.toFixed(2)}`);
});

test('ten failures, then pauses that double and say when they end; known and unknown alike', async () => {
  for (const email of [EMAIL, 'nobody@nordlicht.example']) {
    assert.deepEqual(kinds(await guess(10, { email })), Array(10).fill('wrong'));
    assert.deepEqual(await attempt(PASSWORD, { email }), { kind: 'limited', until: NOON + MINUTE / 2 });
    assert.deepEqual(await attempt('wrong', { email, now: NOON + MINUTE / 2 }), { kind: 'wrong' });
    const next = await attempt('wrong', { email, now: NOON + MINUTE });
    assert.deepEqual(next, { kind: 'limited', until: NOON + MINUTE / 2 + MINUTE });
  }
});

test('a refused attempt is no failure: waiting is enough', async () => {
  await fail(10, () => ({ address: OWNER }));
  for (let i = 0; i < 20; i++) assert.equal((await attempt('wrong')).kind, 'limited');
  assert.equal(await failures(), 10);
  assert.equal((await attempt(PASSWORD, { now: NOON + MINUTE / 2 })).kind, 'right');
  assert.equal(await failures(), 0, 'the owner has come');
});

test('whoever attacks an account locks out themselves, not its owner', async () => {
  await fail(30, (i) => ({ address: `198.51.100.${i}` }));
  assert.equal((await attempt(PASSWORD)).kind, 'right', 'an address without failures');
  assert.equal((await attempt('a typing mistake')).kind, 'wrong');
  assert.deepEqual(await attempt(PASSWORD), { kind: 'limited', until: NOON + MINUTE / 2 });
  await fail(30, (i) => ({ address: `198.51.100.${i}` }), NOON + MINUTE / 3);
  assert.equal((await attempt(PASSWORD, { now: NOON + MINUTE / 2 })).kind, 'right', 'their failures prolong nothing');
});

test('an address has fifty failures over all accounts, then one every eighteen seconds', async () => {
  await fail(50, (i) => ({ email: `person${i}@elsewhere.example` }));
  const refused = await attempt(PASSWORD, { address: THIEF });
  assert.deepEqual(refused, { kind: 'limited', until: NOON + 18_000 });
  assert.equal((await attempt(PASSWORD)).kind, 'right', 'others are not concerned');
  assert.equal((await attempt(PASSWORD, { address: THIEF, now: NOON + 18_000 })).kind, 'right');
  assert.equal(
    (await attempt('wrong', { address: THIEF, now: NOON + 15 * MINUTE })).kind,
    'wrong',
    'the rest is forgotten',
  );
});

test('guesses at once overshoot by one at most; right passwords at once are never refused', async () => {
  const guesses = await Promise.all(Array.from({ length: 50 }, (_, i) => attempt(`wrong ${i}`)));
  const judged = kinds(guesses).filter((kind) => kind === 'wrong').length;
  assert.ok(judged >= 10 && judged <= 11, `${judged} were judged`);
  const right = await Promise.all(Array.from({ length: 20 }, () => attempt(PASSWORD, { address: '192.0.2.1' })));
  assert.deepEqual(new Set(kinds(right)), new Set(['right']));
});

test('a flood is turned away, and leaves nothing behind', async () => {
  const flood = Array.from({ length: 80 }, (_, i) =>
    attempt('wrong', { email: `p${i}@elsewhere.example`, address: `a${i}` }),
  );
  const answers = kinds(await Promise.all(flood));
  assert.equal(answers.filter((kind) => kind === 'busy').length, 80 - 2 - 64);
  assert.equal((await attempt(PASSWORD)).kind, 'right');
});

test('what is stored names nobody, and goes away', async () => {
  await attempt('wrong', { email: 'nobody@nordlicht.example' });
  const [row] = await db().signInAttempt.findMany();
  assert.match(row?.account ?? '', /^[0-9a-f]{64}$/);
  assert.ok(!JSON.stringify({ ...row, id: 0 }).includes('nobody'));
  await db().signInAttempt.create({ data: { account: 'old', address: 'old', at: new Date(NOON - 15 * MINUTE - 1) } });
  await fail(100, (i) => ({ email: `person${i}@elsewhere.example` }));
  assert.equal(await db().signInAttempt.count({ where: { account: 'old' } }), 0);
});
