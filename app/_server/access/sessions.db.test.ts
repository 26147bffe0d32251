import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { db } from '../db.ts';
import { verifyRecord } from '../record/verify.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { changePassword, changeTimeZone } from './account.ts';
import { checkPassword } from './check-password.ts';
import { type SessionClaims, sessionIdOf } from './session-cookie.ts';
import { actorOfSession, endOtherSessions, endSession, listSessions, startSession } from './sessions.ts';
import type { Actor } from './standing.ts';

const PASSWORD = 'headroom-demo';
const HOUR = 3_600_000;
const JANA = 'customer@nordlicht.example';
const HENRIK = 'buyer@nordlicht.example';

let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database.drop());

type Options = { password?: string; timeZone?: string | null; replaces?: string | null; now?: number };

/** Signs in and answers what the cookie would name. */
async function signIn(email: string, options: Options = {}): Promise<SessionClaims & { secret: string }> {
  const { password = PASSWORD, timeZone = null, replaces = null, now = Date.now() } = options;
  const verdict = await checkPassword({ email, password, address: 'test' }, now);
  assert.ok(verdict.kind === 'right', `${email} ${verdict.kind}`);
  const secret = await startSession({ person: verdict.person, userAgent: 'a test', timeZone, replaces }, now);
  assert.ok(secret);
  return { personId: verdict.person.id, sessionId: sessionIdOf(secret), secret };
}

async function actorOf(claims: SessionClaims, now?: number): Promise<Actor> {
  const actor = await actorOfSession(claims, now);
  assert.ok(actor);
  return actor;
}

test('a session speaks for its person, and only for them', async () => {
  const claims = await signIn(JANA);
  const actor = await actorOf(claims);
  assert.equal(actor.email, JANA);
  assert.deepEqual(actor.via, { kind: 'session', id: claims.sessionId });
  const henrik = await db().person.findUniqueOrThrow({ where: { email: HENRIK } });
  assert.equal(await actorOfSession({ ...claims, personId: henrik.id }), null, 'another person');
  assert.equal(await actorOfSession({ ...claims, sessionId: sessionIdOf('guess') }), null, 'a guess');
});

test('the database holds nothing that speaks', async () => {
  const { secret, personId } = await signIn(JANA);
  const rows = JSON.stringify(await db().session.findMany({ where: { personId } }));
  assert.ok(rows.includes(sessionIdOf(secret)) && !rows.includes(secret));
  const record = JSON.stringify(await db().auditEntry.findMany({ where: { who: JANA } }), (_, v) =>
    typeof v === 'bigint' ? Number(v) : v,
  );
  assert.ok(!record.includes(secret) && !record.includes(sessionIdOf(secret)) && !record.includes('argon2'));
});

test('every standing is read: customer, partner, manager, operator, and several at once', async () => {
  const standings = async (email: string) => {
    const actor = await actorOf(await signIn(email));
    const of = [...actor.contracts.values()].map((c) => [c.reference, [...c.standings]] as const);
    return { operator: actor.operator, of: Object.fromEntries(of.sort()) };
  };
  const own = { operator: false };
  assert.deepEqual(await standings(JANA), { ...own, of: { 'NLW-2024': ['customer'] } });
  assert.deepEqual(await standings('partner@brueckner.example'), { ...own, of: { 'NLW-2024': ['partner'] } });
  const both = { 'ALP-2025': ['customer'], 'NLW-2024': ['partner'] };
  assert.deepEqual(await standings('both@alpina.example'), { ...own, of: both });
  const manages = { 'ALP-2025': ['manager'], 'JUN-2026': ['manager'] };
  assert.deepEqual(await standings('manager2@headroom.example'), { ...own, of: manages });
  assert.deepEqual(await standings('operator@headroom.example'), { operator: true, of: {} });
});

test('one person can be everything to one contract', async () => {
  const claims = await signIn('both@alpina.example');
  const alpina = await db().contract.findUniqueOrThrow({ where: { reference: 'ALP-2025' } });
  const tallgrass = await db().organisation.findUniqueOrThrow({ where: { name: 'Tallgrass Commerce' } });
  await db().membership.create({ data: { organisationId: tallgrass.id, personId: claims.personId } });
  await db().managerAssignment.create({ data: { contractId: alpina.id, personId: claims.personId } });
  const actor = await actorOf(claims);
  assert.deepEqual(actor.contracts.get(alpina.id), {
    reference: 'ALP-2025',
    standings: ['customer', 'partner', 'manager'],
  });
});

test('rights that were taken away are gone with the next request', async () => {
  const claims = await signIn('manager2@headroom.example');
  assert.equal((await actorOf(claims)).contracts.size, 2);
  await db().managerAssignment.deleteMany({ where: { personId: claims.personId } });
  assert.equal((await actorOf(claims)).contracts.size, 0);
  await db().person.update({ where: { id: claims.personId }, data: { active: false } });
  assert.equal(await actorOfSession(claims), null, 'removed');
});

test('a session ends at once: by signing out, from another one, and by a new sign-in in the same browser', async () => {
  const [here, there, third] = [await signIn(JANA), await signIn(JANA), await signIn(JANA)];
  const actor = await actorOf(here);
  assert.equal(await endSession(actor, there.sessionId), 'done');
  assert.equal(await actorOfSession(there), null);
  await signIn(JANA, { replaces: third.sessionId });
  assert.equal(await actorOfSession(third), null);
  assert.equal(await endSession(actor), 'done');
  assert.equal(await actorOfSession(here), null);
  assert.equal(await endSession(actor), 'notFound', 'nothing left to end');
});

test("another person's session cannot be ended", async () => {
  const [jana, henrik] = [await signIn(JANA), await signIn(HENRIK)];
  assert.equal(await endSession(await actorOf(henrik), jana.sessionId), 'notFound');
  await endOtherSessions(await actorOf(henrik));
  assert.ok(await actorOfSession(jana));
});

test('a session ends twelve hours after its last use and seven days after it began', async () => {
  const now = Date.now();
  const idle = await signIn(JANA, { now });
  assert.ok(await actorOfSession(idle, now + 12 * HOUR - 1));
  const used = now + 12 * HOUR - 1;
  assert.ok(await actorOfSession(idle, used + 12 * HOUR - 1), 'used in between');
  assert.equal(await actorOfSession(idle, used + 12 * HOUR - 1 + 12 * HOUR), null);
  const busy = await signIn(JANA, { now });
  for (let at = now; at < now + 168 * HOUR; at += 6 * HOUR) assert.ok(await actorOfSession(busy, at), `${at - now}`);
  assert.equal(await actorOfSession(busy, now + 168 * HOUR), null);
});

test('a visit is noted once a minute', async () => {
  const now = Date.now();
  const claims = await signIn(JANA, { now });
  const seen = async () =>
    (await db().session.findUniqueOrThrow({ where: { id: claims.sessionId } })).lastSeenAt.getTime();
  await actorOfSession(claims, now + 59_000);
  assert.equal(await seen(), now);
  await actorOfSession(claims, now + 61_000);
  assert.equal(await seen(), now + 61_000);
});

test('signing in sweeps out what has ended, and the list shows what lives', async () => {
  const now = Date.now();
  await db().session.deleteMany();
  const old = await signIn(HENRIK, { now: now - 13 * HOUR });
  const here = await signIn(HENRIK, { now });
  assert.equal(await db().session.count({ where: { id: old.sessionId } }), 0);
  const there = await signIn(HENRIK, { now: now + 1 });
  const list = await listSessions(await actorOf(here), now + 2);
  assert.deepEqual(
    list.map(({ id, current }) => [id, current]),
    [
      [there.sessionId, false],
      [here.sessionId, true],
    ],
  );
});

test("the browser's zone is kept at the first sign-in, and the organisation's stands in before", async () => {
  await db().person.update({ where: { email: HENRIK }, data: { timeZone: null } });
  assert.equal((await actorOf(await signIn(HENRIK))).timeZone, 'Europe/Berlin');
  assert.equal((await actorOf(await signIn(HENRIK, { timeZone: 'Asia/Tokyo' }))).timeZone, 'Asia/Tokyo');
  const noted = await db().auditEntry.findFirstOrThrow({ orderBy: { n: 'desc' } });
  assert.deepEqual([noted.what, noted.after], ['sign in', { timeZone: 'Asia/Tokyo' }]);
  const later = await actorOf(await signIn(HENRIK, { timeZone: 'Europe/Paris' }));
  assert.equal(later.timeZone, 'Asia/Tokyo');
  await changeTimeZone(later, 'Europe/Vienna');
  assert.equal((await actorOf(await signIn(HENRIK))).timeZone, 'Europe/Vienna');
});

test('a new password ends the other sessions and every sign-in that began with the old one', async () => {
  const [here, there] = [await signIn(HENRIK), await signIn(HENRIK)];
  const begun = await checkPassword({ email: HENRIK, password: PASSWORD, address: 'test' });
  assert.ok(begun.kind === 'right');
  const actor = await actorOf(here);
  assert.deepEqual(await changePassword(actor, { current: 'wrong', next: 'another word', address: 'test' }), {
    kind: 'wrong',
  });
  assert.ok(await actorOfSession(there), 'a refused change ends nothing');
  const changed = await changePassword(actor, { current: PASSWORD, next: 'another word', address: 'test' });
  assert.equal(changed.kind, 'done');
  assert.equal(await actorOfSession(there), null);
  assert.ok(await actorOfSession(here));
  assert.equal(await startSession({ person: begun.person, userAgent: '', timeZone: null, replaces: null }), null);
  assert.equal((await checkPassword({ email: HENRIK, password: PASSWORD, address: 'test' })).kind, 'wrong');
  await signIn(HENRIK, { password: 'another word' });
});

test('two changes of one password at once: one wins', async () => {
  const actor = await actorOf(await signIn('customer@juniper.example'));
  const change = (next: string) => changePassword(actor, { current: PASSWORD, next, address: 'test' });
  const kinds = (await Promise.all([change('first new word'), change('second new word')])).map(({ kind }) => kind);
  assert.deepEqual(kinds.sort(), ['done', 'wrong']);
});

test('a hash by older parameters is renewed by the sign-in', async () => {
  // "password" as the reference implementation stores it
  const passwordHash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  await db().person.update({ where: { email: JANA }, data: { passwordHash } });
  await signIn(JANA, { password: 'password' });
  const renewed = await db().person.findUniqueOrThrow({ where: { email: JANA } });
  assert.match(renewed.passwordHash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const noted = await db().auditEntry.findFirstOrThrow({ orderBy: { n: 'desc' } });
  assert.deepEqual(noted.after, { passwordHash: 'hashed anew' });
  await signIn(JANA, { password: 'password' });
});

test('what cannot be recorded does not happen', async () => {
  const claims = await signIn('customer@alpina.example');
  const actor = await actorOf(claims);
  const head = await db().auditHead.findUniqueOrThrow({ where: { id: 1 } });
  // the next entry has a number that is taken
  await db().auditHead.update({ where: { id: 1 }, data: { n: head.n - 1n } });
  const verdict = await checkPassword({ email: actor.email, password: PASSWORD, address: 'test' });
  assert.ok(verdict.kind === 'right');
  const start = { person: verdict.person, userAgent: '', timeZone: null, replaces: claims.sessionId };
  await assert.rejects(startSession(start));
  await assert.rejects(endSession(actor));
  await assert.rejects(changePassword(actor, { current: PASSWORD, next: 'another word', address: 'test' }));
  await db().auditHead.update({ where: { id: 1 }, data: { n: head.n } });
  assert.ok(await actorOfSession(claims));
  assert.equal(await db().session.count({ where: { personId: actor.personId } }), 1);
  assert.equal((await checkPassword({ email: actor.email, password: PASSWORD, address: 'test' })).kind, 'right');
});

test('the record of all this is whole', async () => {
  const verdict = await verifyRecord();
  assert.ok(verdict.ok, JSON.stringify(verdict));
});
