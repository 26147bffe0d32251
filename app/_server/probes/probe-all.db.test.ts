import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { db } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { endpointsAt } from '../testing/endpoints.ts';
import { leadsTo } from '../testing/probing.ts';
import { type Receiver, says, startReceiver } from '../testing/receiver.ts';
import { probeAll } from './probe-all.ts';
import { makeWorld } from './world.ts';

process.env.LOG_LEVEL ??= 'silent';
const SLUG = 'nlw-stage';
let database: Awaited<ReturnType<typeof freshDatabase>>;
let shop: Receiver;
let at: (path: string) => string;
const loops: { stop(): Promise<void> }[] = [];
before(async () => {
  database = await freshDatabase({ demo: true });
  shop = await startReceiver();
  at = (path) => `http://127.0.0.1:${shop.port}/${path}`;
});
after(async () => {
  await shop.close();
  await database?.drop();
});
beforeEach(async () => {
  await db().endpoint.deleteMany({});
  await db().probeResult.deleteMany({});
  await db().environmentStatus.deleteMany({});
  await db().levelSpan.deleteMany({});
  shop.arrived.length = 0;
  shop.answer(says(200, 'well'));
});
afterEach(async () => {
  await Promise.all(loops.splice(0).map(({ stop }) => stop()));
});

/** A worker's loop, on a world of its own. */
function probing(options: Partial<Parameters<typeof probeAll>[0]> = {}) {
  const stopping = new AbortController();
  const world = makeWorld({ allowed: '127.0.0.0/8' });
  const ended = probeAll({ signal: stopping.signal, tickMs: 10, world, ...options });
  const loop = {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
  loops.push(loop);
  return loop;
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const signal = AbortSignal.timeout(40_000);
  while (!(await holds())) await sleep(10, undefined, { signal });
}
const states = () => db().probeState.findMany({ orderBy: { endpointId: 'asc' } });
const allProbed = async () => (await states()).every((state) => state.at !== null);
const dueAgain = () => db().probeState.updateMany({ data: { nextAt: new Date() } });
const status = () => db().environmentStatus.findFirst({ where: { environment: { slug: SLUG } } });

test('A first reading makes a level, a later one that is the same only a raw probe, another one another level', async () => {
  await endpointsAt(SLUG, [at('a')]);
  probing();
  await until(async () => (await status())?.level === 'OPERATIONAL');
  const [first] = await states();
  assert.ok(first?.at && first.staleAt && first.since && first.ms !== null);
  assert.deepEqual([first.outcome, first.reason, first.since], ['UP', null, first.at]);
  assert.equal(first.staleAt.getTime() - first.at.getTime(), 2 * 3_600_000 + 5500 + 5000);
  const told = await status();
  await dueAgain();
  await until(async () => (await db().probeResult.count()) === 2);
  const [second] = await states();
  assert.deepEqual([second?.since, second?.outcome], [first.since, 'UP']);
  assert.ok(second?.at && second.at > first.at && second.staleAt && second.staleAt > first.staleAt);
  assert.ok(second.nextAt.getTime() > Date.now() + 1_000_000);
  assert.deepEqual(await status(), told);
  shop.answer(says(503));
  await dueAgain();
  await until(async () => (await status())?.level === 'MAJOR_OUTAGE');
  const [third] = await states();
  assert.deepEqual(
    [third?.outcome, third?.reason, third?.since],
    ['DOWN', { code: 'status', params: { status: 503 } }, third?.at],
  );
  const raw = await db().probeResult.findMany({ orderBy: { at: 'asc' } });
  assert.deepEqual(
    raw.map(({ outcome, reason }) => [outcome, reason]),
    [
      ['UP', null],
      ['UP', null],
      ['DOWN', 'status'],
    ],
  );
  assert.deepEqual(
    (await db().levelSpan.findMany({ orderBy: { from: 'asc' } }))
      .map(({ level }) => level)
      .filter((level) => level !== 'UNKNOWN'),
    ['OPERATIONAL', 'MAJOR_OUTAGE'],
  );
});

test('A reading that went stale before it was told so is news, though it says the same', async () => {
  await endpointsAt(SLUG, [at('a')]);
  probing();
  await until(async () => (await status())?.level === 'OPERATIONAL');
  const before = await db().levelSpan.count();
  await db().probeState.updateMany({ data: { staleAt: new Date(Date.now() - 1), nextAt: new Date() } });
  await until(async () => (await db().probeResult.count()) === 2);
  const spans = await db().levelSpan.findMany({ orderBy: { from: 'asc' } });
  assert.equal(spans.length, before + 2);
  assert.deepEqual(
    spans.slice(-2).map(({ level }) => level),
    ['UNKNOWN', 'OPERATIONAL'],
  );
});

test('Two workers never probe twice', async () => {
  const paths = Array.from({ length: 150 }, (_, n) => `p${n}`);
  await endpointsAt(SLUG, paths.map(at));
  const [one, other] = [probing(), probing()];
  await until(allProbed);
  for (let round = 2; round <= 4; round++) {
    await dueAgain();
    await until(async () => (await db().probeResult.count()) >= round * paths.length);
  }
  await Promise.all([one.stop(), other.stop()]);
  const counts = new Map<string, number>();
  for (const { url } of shop.arrived) counts.set(url, (counts.get(url) ?? 0) + 1);
  assert.deepEqual([...new Set(counts.values())], [4]);
  assert.equal(counts.size, paths.length);
  assert.equal(await db().probeResult.count(), 4 * paths.length);
});

test('What is paused, or belongs to an environment that is not live, is left alone', async () => {
  await endpointsAt(SLUG, [at('paused')], { paused: true });
  await endpointsAt('nlw-prod', [at('dark')]);
  await db().environment.update({ where: { slug: 'nlw-prod' }, data: { live: false } });
  await endpointsAt(SLUG, [at('on')]);
  probing();
  await until(async () => (await states()).every(({ nextAt }) => nextAt.getTime() > Date.now()));
  await until(() => shop.arrived.length > 0);
  await db().environment.update({ where: { slug: 'nlw-prod' }, data: { live: true } });
  assert.deepEqual(
    shop.arrived.map(({ url }) => url),
    ['/on'],
  );
});

test('A host that hangs takes a part of all turns, and none of those of others', async () => {
  const connections: Socket[] = [];
  const silent = createServer((socket) => void connections.push(socket.on('error', () => {})));
  silent.listen(0, '127.0.0.2');
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  const hanging = Array.from({ length: 12 }, (_, n) => `http://127.0.0.2:${port}/${n}`);
  await endpointsAt(SLUG, hanging, { timeoutMs: 60_000 });
  await db().probeState.updateMany({ data: { nextAt: new Date(0) } });
  const [well = 0] = await endpointsAt('nlw-prod', [at('well')]);
  const loop = probing({ most: 20, mostOfHost: 4 });
  for (let round = 1; round <= 3; round++) {
    await until(async () => (await db().probeResult.count({ where: { endpointId: well } })) === round);
    await db().probeState.update({ where: { endpointId: well }, data: { nextAt: new Date() } });
  }
  await until(() => connections.length >= 4);
  await loop.stop();
  assert.equal(connections.length, 4);
  for (const socket of connections) socket.destroy();
  silent.close();
});

test('Many hosts that hang take half of the hands, and none of those that answered last time', async () => {
  const connections: Socket[] = [];
  const silent = createServer((socket) => void connections.push(socket.on('error', () => {})));
  silent.listen(0, '0.0.0.0');
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  const hanging = Array.from({ length: 20 }, (_, n) => `http://127.0.0.${n + 2}:${port}/`);
  await endpointsAt(SLUG, hanging, { timeoutMs: 60_000 });
  await db().probeState.updateMany({ data: { nextAt: new Date(0) } });
  const [well = 0] = await endpointsAt('nlw-prod', [at('well')]);
  await db().probeState.update({ where: { endpointId: well }, data: { outcome: 'UP', nextAt: new Date() } });
  const loop = probing({ most: 8 });
  await until(() => connections.length >= 4);
  for (let round = 1; round <= 3; round++) {
    await until(async () => (await db().probeResult.count({ where: { endpointId: well } })) === round);
    await db().probeState.update({ where: { endpointId: well }, data: { nextAt: new Date() } });
  }
  await loop.stop();
  assert.equal(connections.length, 4);
  for (const socket of connections) socket.destroy();
  silent.close();
});

test('Names that nobody answers take two lookups of their environment at once, however many there are', async () => {
  let [asked, most] = [0, 0];
  const resolve = async (host: string) => {
    if (!host.endsWith('.dead.example')) return leadsTo('127.0.0.1')(host);
    most = Math.max(most, ++asked);
    await sleep(20);
    asked--;
    return [];
  };
  await endpointsAt(
    SLUG,
    Array.from({ length: 12 }, (_, n) => `http://shop-${n}.dead.example/`),
  );
  await endpointsAt(SLUG, [`http://shop.test:${shop.port}/`]);
  probing({ world: makeWorld({ allowed: '127.0.0.0/8', resolve }) });
  await until(allProbed);
  const told = (await states()).map(({ outcome }) => outcome);
  assert.deepEqual([most, told.filter((outcome) => outcome === 'UP').length], [2, 1]);
});

test('A fault of one probe stops no other', async () => {
  const broken = makeWorld({
    allowed: '127.0.0.0/8',
    resolve: (host) =>
      host === 'broken.example' ? Promise.reject(new TypeError('a bug')) : leadsTo('127.0.0.1')(host),
  });
  const [bad, good] = await endpointsAt(SLUG, [
    `http://broken.example:${shop.port}/`,
    `http://well.example:${shop.port}/`,
  ]);
  probing({ world: broken });
  await until(async () => (await states()).some(({ endpointId, outcome }) => endpointId === good && outcome === 'UP'));
  const state = (await states()).find(({ endpointId }) => endpointId === bad);
  assert.deepEqual([state?.outcome, state?.at], [null, null]);
  assert.equal(await db().probeResult.count(), 1);
});

test('Who drains gives back what is not finished, and writes what is', async () => {
  shop.answer((response, arrived) => void (arrived.url === '/well' && response.end()));
  await endpointsAt(SLUG, [at('hangs'), at('well')], { timeoutMs: 60_000 });
  const loop = probing();
  await until(() => shop.arrived.length === 2);
  await until(async () => (await db().probeResult.count()) === 1);
  await loop.stop();
  const [hangs, well] = await states();
  assert.deepEqual([hangs?.outcome, well?.outcome], [null, 'UP']);
  assert.ok(hangs && hangs.nextAt.getTime() <= Date.now());
  assert.ok(well && well.nextAt.getTime() > Date.now() + 1_000_000);
});

test('What may not be probed has no outcome and no raw probe, and says why', async () => {
  await endpointsAt(SLUG, [at('a'), 'http://169.254.169.254/latest/meta-data/']);
  probing({ world: makeWorld({ allowed: '' }) });
  await until(allProbed);
  for (const state of await states()) {
    assert.deepEqual([state.outcome, state.staleAt, state.reason], [null, null, { code: 'forbidden', params: {} }]);
  }
  assert.deepEqual([shop.arrived, await db().probeResult.count(), (await status())?.level], [[], 0, 'UNKNOWN']);
});

test('An endpoint of the demo is led to the port its shop has now', async () => {
  const environment = await db().environment.findUniqueOrThrow({ where: { slug: SLUG } });
  const shopIs = (port: number | null) =>
    db().demoShop.upsert({
      where: { environmentId: environment.id },
      create: { environmentId: environment.id, port },
      update: { port },
    });
  await shopIs(shop.port);
  await endpointsAt(SLUG, [at('demo')], { demo: true });
  await endpointsAt(SLUG, [at('other')]);
  probing({ world: makeWorld({ allowed: '' }) });
  await until(allProbed);
  const [demo, other] = await states();
  assert.deepEqual([demo?.outcome, other?.outcome], ['UP', null]);
  await shopIs(null);
  await dueAgain();
  await until(async () => (await states()).every(({ outcome }) => outcome === null));
  assert.equal(shop.arrived.length, 1);
});
