import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, codesOf, recordEnd } from '../testing/requests.ts';
import { addEndpoint } from './commands.ts';
import { tryEndpoint } from './try.ts';

const SLUG = 'alp-stage-eu';
const calls: string[] = [];
const shop = createServer((request, response) => {
  calls.push(`${request.method} ${request.url}`);
  if (request.url === '/away') response.writeHead(302, { location: 'http://127.1.0.9:80/' });
  response.end('The shop is open.');
});

let database: Awaited<ReturnType<typeof freshDatabase>>;
let [manager, operator]: Actor[] = [];
let origin = '';
before(async () => {
  process.env.HEADROOM_PROBE_ALLOW = '127.0.0.1/32';
  database = await freshDatabase({ demo: true });
  [manager, operator] = [await actorOf('manager@headroom.example'), await actorOf('operator@headroom.example')];
  await once(shop.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});
after(async () => {
  shop.close();
  await database?.drop();
});

const wish = (changes: object = {}) => ({ name: 'Shop', kind: 'HTTP', target: `${origin}/health`, ...changes });
const attempt = (actor: Actor | undefined, changes: object = {}, slug = SLUG, at = Date.now()) =>
  actor ? tryEndpoint(actor, { environment: slug }, wish(changes), at) : assert.fail();
const endpoints = () => db().endpoint.count({ where: { environment: { slug: SLUG } } });

test('A try asks once and stores nothing but that it was tried', async () => {
  const before = await endpoints();
  const outcome = await attempt(operator, { expectText: 'is open' });
  assert.ok(outcome.kind === 'done');
  assert.deepEqual([outcome.value.outcome, outcome.value.reason, calls], ['UP', null, ['GET /health']]);
  assert.ok(outcome.value.ms !== null);
  assert.equal(await endpoints(), before);
  const { what, who, verdict } = await recordEnd();
  assert.deepEqual([what, who, verdict], ['endpoint.try', 'operator@headroom.example', { allowed: true }]);
});

test('A try says what is wrong, as the probe would', async () => {
  const reason = async (changes: object) => {
    const outcome = await attempt(operator, changes);
    assert.ok(outcome.kind === 'done');
    return [outcome.value.outcome, outcome.value.reason?.code];
  };
  assert.deepEqual(await reason({ expectText: 'is closed' }), ['DOWN', 'text']);
  assert.deepEqual(await reason({ expectStatus: '404' }), ['DOWN', 'status']);
  assert.deepEqual(await reason({ kind: 'TCP', target: new URL(origin).host }), ['UP', undefined]);
  assert.deepEqual(await reason({ target: `${origin}/away` }), ['DOWN', 'redirectForbidden']);
});

test('A try goes nowhere for those who may not, and to no private address for those who may', async () => {
  const before = calls.length;
  for (const [email, code] of [
    ['customer@alpina.example', 'notPublisher'],
    ['partner@tallgrass.example', 'notPublisher'],
    ['customer@kestrel.example', 'notFound'],
  ] as const) {
    assert.deepEqual(codesOf(await attempt(await actorOf(email))), [code]);
    assert.deepEqual([(await recordEnd()).who, (await recordEnd()).what], [email, 'endpoint.try']);
  }
  for (const target of [
    'http://127.1.0.9/',
    'http://169.254.169.254/',
    'http://[::ffff:7f00:2]/',
    'http://2130706434/',
  ])
    assert.deepEqual(codesOf(await attempt(operator, { target })), ['target privateAddress'], target);
  const named = await attempt(operator, { target: 'http://localhost.localdomain.invalid/' });
  assert.deepEqual(named.kind === 'done' && named.value.outcome, 'DOWN');
  assert.equal(calls.length, before);
});

test('The form of an endpoint may be tried with its own name', async () => {
  const added = await addEndpoint(operator as Actor, SLUG, wish());
  assert.ok(added.kind === 'done');
  assert.deepEqual(codesOf(await attempt(operator)), ['name nameTaken']);
  const own = await tryEndpoint(operator as Actor, { environment: SLUG, except: added.value }, wish());
  assert.equal(own.kind, 'done');
  // what a form says that names no endpoint
  const none = await tryEndpoint(operator as Actor, { environment: SLUG, except: Number.NaN }, wish());
  assert.deepEqual(codesOf(none), ['name nameTaken']);
});

test('Ten tries a minute, each person by themselves; what cannot be read takes none', async () => {
  const at = Date.now() + 3_600_000;
  const other = { name: 'Another' };
  for (let n = 0; n < 12; n++)
    assert.deepEqual(codesOf(await attempt(manager, { ...other, target: 'shop' }, SLUG, at)), ['target httpUrl']);
  for (let n = 0; n < 10; n++) assert.equal((await attempt(manager, other, SLUG, at)).kind, 'done', `try ${n + 1}`);
  const before = calls.length;
  assert.deepEqual(codesOf(await attempt(manager, other, SLUG, at)), ['triedTooOften']);
  assert.equal(calls.length, before);
  assert.equal((await attempt(operator, other, SLUG, at)).kind, 'done');
  assert.equal((await attempt(manager, other, SLUG, at + 61_000)).kind, 'done');
});
