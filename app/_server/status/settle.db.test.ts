import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { Client } from 'pg';
import { STATUS_CHANGES } from '../changes.ts';
import { db, transaction } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { levelOf, newEndpoint, newEnvironment, newNotice, probed, spansOf } from '../testing/status.ts';
import { settle } from './settle.ts';
import { settleDue } from './settle-due.ts';

const T = Date.UTC(2027, 0, 15, 12);
const S = 1000;
const HOUR = 3600 * S;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let environmentId: string;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());
beforeEach(async () => {
  await db().noticeScope.deleteMany();
  await db().notice.deleteMany();
  await db().environmentStatus.deleteMany();
  await db().probeState.updateMany({ data: { staleAt: null } });
  environmentId = await newEnvironment(['yves', 'zed']);
});

const settled = (seconds: number) => transaction((tx) => settle(tx, environmentId, T + seconds * S));
const told = () => spansOf(environmentId, T);
const level = () => levelOf(environmentId, T);
const statusNow = () => db().environmentStatus.findUniqueOrThrow({ where: { environmentId } });
const servicesNow = async () =>
  ((await statusNow()).services as { service: string; level: string; since: number }[]).map(
    ({ service, level, since }) => `${service} ${level} ${(since - T) / S}`,
  );

test('a shop that slows down, fails and comes back has each level from its instant on', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await settled(0);
  assert.equal(await level(), 'UNKNOWN since 0');
  const story = [
    [10, 'UP', 'OPERATIONAL since 10'],
    [70, 'UP', 'OPERATIONAL since 10'],
    [130, 'SLOW', 'DEGRADED since 130'],
    [190, 'DOWN', 'MAJOR_OUTAGE since 190'],
    [250, 'UP', 'OPERATIONAL since 250'],
  ] as const;
  for (const [seconds, outcome, expected] of story) {
    await probed(endpoint, { at: T + seconds * S, outcome });
    assert.equal(await level(), expected);
  }
  assert.deepEqual(await told(), [
    'UNKNOWN 0-10',
    'OPERATIONAL 10-130',
    'DEGRADED 130-190',
    'MAJOR_OUTAGE 190-250',
    'OPERATIONAL 250-',
  ]);
});

test('nobody at work for hours: readings went stale and a maintenance came and went at their own instants', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop', 'yves');
  await newNotice(environmentId, { kind: 'MAINTENANCE', publishedAt: T, startsAt: T + HOUR, endsAt: T + 2 * HOUR });
  await probed(endpoint, { at: T, outcome: 'UP', lasts: 130 * S });
  assert.equal(await settleDue(T + 5 * HOUR, 100), 1);
  assert.deepEqual(await told(), [
    'OPERATIONAL 0-130',
    'UNKNOWN 130-3600',
    'MAINTENANCE/UNKNOWN 3600-7200',
    'UNKNOWN 7200-',
  ]);
  assert.equal(await level(), 'UNKNOWN since 7200');
  assert.deepEqual(await servicesNow(), ['yves UNKNOWN 7200']);
  const reading = await db().probeState.findUniqueOrThrow({ where: { endpointId: endpoint } });
  assert.deepEqual([reading.outcome, reading.staleAt, reading.ms], [null, null, null]);
  assert.deepEqual(reading.since, new Date(T + 130 * S));
  assert.equal((await statusNow()).dueAt, null);
  assert.equal(await settleDue(T + 6 * HOUR, 100), 0);
});

test('a reading that comes after the last one went stale leaves a gap, not green', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await probed(endpoint, { at: T, outcome: 'UP', lasts: 100 * S });
  await probed(endpoint, { at: T + 300 * S, outcome: 'UP', lasts: 100 * S });
  assert.deepEqual(await told(), ['OPERATIONAL 0-100', 'UNKNOWN 100-300', 'OPERATIONAL 300-']);
});

test('overlapping maintenance is one, and the next edge is when the clock looks again', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await probed(endpoint, { at: T, outcome: 'UP', lasts: 9 * HOUR });
  for (const [from, to] of [
    [10, 30],
    [20, 50],
    [60, 70],
  ] as const)
    await newNotice(environmentId, {
      ...{ kind: 'MAINTENANCE', publishedAt: T + 5 * S },
      ...{ startsAt: T + from * S, endsAt: T + to * S },
    });
  for (const [due, then] of [
    [10, 20],
    [20, 30],
    [30, 50],
    [50, 60],
  ] as const) {
    assert.deepEqual((await statusNow()).dueAt, new Date(T + due * S));
    assert.equal(await settleDue(T + due * S - 1, 10), 0);
    assert.equal(await settleDue(T + due * S, 10), 1);
    assert.deepEqual((await statusNow()).dueAt, new Date(T + then * S));
  }
  await settleDue(T + 100 * S, 10);
  assert.deepEqual(await told(), [
    'OPERATIONAL 0-10',
    'MAINTENANCE/OPERATIONAL 10-50',
    'OPERATIONAL 50-60',
    'MAINTENANCE/OPERATIONAL 60-70',
    'OPERATIONAL 70-',
  ]);
});

test('an incident counts from its publication, however long ago it began; a draft and a cancelled one never', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await probed(endpoint, { at: T, outcome: 'UP', lasts: HOUR });
  const incident = await newNotice(environmentId, { kind: 'INCIDENT', publishedAt: T + 60 * S, startsAt: T - HOUR });
  await newNotice(environmentId, { kind: 'INCIDENT', publishedAt: null, startsAt: T + 61 * S });
  assert.equal(await level(), 'MAJOR_OUTAGE since 60');
  await transaction((tx) =>
    settle(tx, environmentId, T + 90 * S, async () => {
      await tx.notice.update({ where: { id: incident }, data: { state: 'RESOLVED', endsAt: new Date(T - 1) } });
    }),
  );
  assert.deepEqual(await told(), ['OPERATIONAL 0-60', 'MAJOR_OUTAGE 60-90', 'OPERATIONAL 90-']);
  const late = await newNotice(environmentId, {
    ...{ kind: 'MAINTENANCE', publishedAt: T + 100 * S },
    ...{ startsAt: T + 10 * S, endsAt: T + 200 * S },
  });
  assert.equal(await level(), 'MAINTENANCE since 100');
  await transaction((tx) =>
    settle(tx, environmentId, T + 110 * S, async () => {
      await tx.notice.update({ where: { id: late }, data: { state: 'CANCELLED' } });
    }),
  );
  assert.equal(await level(), 'OPERATIONAL since 110');
});

test('since is about the level shown: what changes beneath it begins nothing', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await probed(endpoint, { at: T, outcome: 'UP', lasts: HOUR });
  await newNotice(environmentId, {
    ...{ kind: 'MAINTENANCE', publishedAt: T, startsAt: T + 10 * S, endsAt: T + 900 * S },
  });
  await settled(20);
  await probed(endpoint, { at: T + 30 * S, outcome: 'DOWN', lasts: HOUR });
  assert.equal(await level(), 'MAINTENANCE since 10');
  assert.deepEqual(await told(), ['OPERATIONAL 0-10', 'MAINTENANCE/OPERATIONAL 10-30', 'MAINTENANCE/MAJOR_OUTAGE 30-']);
});

test('a service keeps its since while only others change', async () => {
  const [yves, zed] = [await newEndpoint(environmentId, 'a', 'yves'), await newEndpoint(environmentId, 'b', 'zed')];
  await probed(yves, { at: T, outcome: 'UP', lasts: HOUR });
  await probed(zed, { at: T + 10 * S, outcome: 'UP', lasts: HOUR });
  await probed(zed, { at: T + 20 * S, outcome: 'DOWN', lasts: HOUR });
  assert.deepEqual(await servicesNow(), ['yves OPERATIONAL 0', 'zed MAJOR_OUTAGE 20']);
  assert.equal(await level(), 'PARTIAL_OUTAGE since 20');
});

test('what a person does at the very instant of an edge, or takes back at once, leaves no empty span', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await probed(endpoint, { at: T, outcome: 'UP', lasts: HOUR });
  const maintenance = await newNotice(environmentId, {
    ...{ kind: 'MAINTENANCE', publishedAt: T, startsAt: T + 10 * S, endsAt: T + 900 * S },
  });
  const cancel = async () => {
    await db().notice.update({ where: { id: maintenance }, data: { state: 'CANCELLED' } });
  };
  await transaction((tx) => settle(tx, environmentId, T + 10 * S, cancel));
  assert.deepEqual([await told(), await level()], [['OPERATIONAL 0-'], 'OPERATIONAL since 0']);
  for (const outcome of ['DOWN', 'SLOW', 'UP'] as const) {
    await probed(endpoint, { at: T + 20 * S, outcome, lasts: HOUR });
    if (outcome === 'SLOW') assert.equal(await level(), 'DEGRADED since 20');
  }
  assert.deepEqual([await told(), await level()], [['OPERATIONAL 0-'], 'OPERATIONAL since 0']);
});

test('a clock that was set back changes the level and writes no span before the last one', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await probed(endpoint, { at: T, outcome: 'UP', lasts: HOUR });
  await settled(600);
  await probed(endpoint, { at: T + 60 * S, outcome: 'DOWN', lasts: HOUR });
  assert.equal(await level(), 'MAJOR_OUTAGE since 60');
  await probed(endpoint, { at: T + 120 * S, outcome: 'SLOW', lasts: HOUR });
  assert.equal(await level(), 'DEGRADED since 120');
  assert.deepEqual(await told(), ['OPERATIONAL 0-600', 'DEGRADED 600-']);
  await probed(endpoint, { at: T + 180 * S, outcome: 'UP', lasts: HOUR });
  assert.deepEqual([await told(), await level()], [['OPERATIONAL 0-'], 'OPERATIONAL since 0']);
  await probed(endpoint, { at: T + 700 * S, outcome: 'DOWN', lasts: HOUR });
  assert.deepEqual(await told(), ['OPERATIONAL 0-700', 'MAJOR_OUTAGE 700-']);
});

test('where a clock was set back, what went stale before the last settling is not green after it', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await settled(0);
  await probed(endpoint, { at: T + 3600 * S, outcome: 'UP', lasts: 100 * S });
  await probed(endpoint, { at: T + 10 * S, outcome: 'UP', lasts: 100 * S });
  assert.equal(await settleDue(T + 9000 * S, 10), 1);
  assert.deepEqual([await told(), await level()], [['UNKNOWN 0-'], 'UNKNOWN since 0']);
});

test('whoever waited for the lock while a later one was told takes nothing of it back', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await probed(endpoint, { at: T, outcome: 'UP', lasts: HOUR });
  const incident = await newNotice(environmentId, { kind: 'INCIDENT', publishedAt: T + 60 * S, startsAt: T });
  const resolved = { state: 'RESOLVED', endsAt: new Date(T + 90 * S) } as const;
  await transaction((tx) =>
    settle(tx, environmentId, T + 90 * S, async () => {
      await tx.notice.update({ where: { id: incident }, data: resolved });
    }),
  );
  await transaction((tx) => settle(tx, environmentId, T + 90 * S - 1, async () => {}));
  assert.deepEqual([await level(), (await statusNow()).dueAt], ['OPERATIONAL since 90', null]);
  assert.deepEqual(await told(), ['OPERATIONAL 0-60', 'MAJOR_OUTAGE 60-90', 'OPERATIONAL 90-']);
});

test('an endpoint counts from its first probe on, alone it leaves its environment unknown, and its service has no level before', async () => {
  const first = await newEndpoint(environmentId, 'shop', 'yves');
  await settled(0);
  assert.deepEqual([await level(), await servicesNow(), (await statusNow()).reasons], ['UNKNOWN since 0', [], []]);
  await probed(first, { at: T + 10 * S, outcome: 'UP', lasts: HOUR });
  const second = await newEndpoint(environmentId, 'queue', 'zed');
  await settled(20);
  assert.deepEqual([await level(), await servicesNow()], ['OPERATIONAL since 10', ['yves OPERATIONAL 10']]);
  await probed(second, { at: T + 30 * S, outcome: 'DOWN', lasts: HOUR });
  assert.deepEqual(
    [await level(), await servicesNow()],
    ['PARTIAL_OUTAGE since 30', ['yves OPERATIONAL 10', 'zed MAJOR_OUTAGE 30']],
  );
  assert.deepEqual(await told(), ['UNKNOWN 0-10', 'OPERATIONAL 10-30', 'PARTIAL_OUTAGE 30-']);
});

test('paused endpoints and an environment that is not live have no readings', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await probed(endpoint, { at: T, outcome: 'UP', lasts: 100 * S });
  await transaction((tx) =>
    settle(tx, environmentId, T + 10 * S, async () => {
      await tx.endpoint.update({ where: { id: endpoint }, data: { paused: true } });
    }),
  );
  assert.equal(await level(), 'UNKNOWN since 10');
  assert.deepEqual([await settleDue(T + 200 * S, 10), await settleDue(T + 200 * S, 10)], [1, 0]);
  await transaction((tx) =>
    settle(tx, environmentId, T + 300 * S, async () => {
      await tx.endpoint.update({ where: { id: endpoint }, data: { paused: false } });
    }),
  );
  await probed(endpoint, { at: T + 310 * S, outcome: 'UP', lasts: HOUR });
  assert.equal(await level(), 'OPERATIONAL since 310');
  await transaction((tx) =>
    settle(tx, environmentId, T + 320 * S, async () => {
      await tx.environment.update({ where: { id: environmentId }, data: { live: false } });
    }),
  );
  assert.equal(await level(), 'UNKNOWN since 320');
});

test('two first settlings at once make one status and one open span', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await Promise.all([
    ...[1, 2, 3].map((seconds) => settled(seconds)),
    probed(endpoint, { at: T + 2 * S, outcome: 'UP', lasts: HOUR }),
  ]);
  assert.match(await level(), /^OPERATIONAL/);
  const spans = await told();
  assert.equal(spans.filter((span) => span.endsWith('-')).length, 1, String(spans));
});

test('many settlings and publications at once leave spans without holes, each unlike the one before', async () => {
  const endpoint = await newEndpoint(environmentId, 'shop');
  await probed(endpoint, { at: T, outcome: 'UP', lasts: 4 * S });
  const deeds = Array.from({ length: 24 }, (_, n) => {
    const at = T + n * S;
    if (n % 4 === 0) return settleDue(at, 10);
    if (n % 4 === 1)
      return newNotice(environmentId, { kind: 'INCIDENT', publishedAt: at, startsAt: at, endsAt: at + 3 * S });
    return n % 4 === 2 ? probed(endpoint, { at, outcome: n % 8 === 2 ? 'DOWN' : 'UP', lasts: 5 * S }) : settled(n);
  });
  await Promise.all(deeds);
  await settled(100);
  const spans = await db().levelSpan.findMany({ where: { environmentId }, orderBy: { from: 'asc' } });
  for (const [index, span] of spans.entries()) {
    assert.deepEqual(span.to, spans[index + 1]?.from ?? null);
    const { level, underlying, maintenance } = spans[index + 1] ?? {};
    assert.notDeepEqual([level, underlying, maintenance], [span.level, span.underlying, span.maintenance]);
  }
  assert.equal((await statusNow()).level, spans.at(-1)?.level);
});

test('every change is announced once it is committed, and a settling without one is not', async () => {
  const listener = new Client({ connectionString: database.url });
  await listener.connect();
  const heard: string[] = [];
  listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
  await listener.query(`LISTEN ${STATUS_CHANGES}`);
  const said = async () => {
    // whatever was committed before is delivered with the answer
    await listener.query('SELECT 1');
    return heard.splice(0);
  };
  const { contractId } = await db().environment.findUniqueOrThrow({ where: { id: environmentId } });
  const endpoint = await newEndpoint(environmentId, 'shop');
  await transaction((tx) => settle(tx, environmentId, T, async () => {}));
  assert.deepEqual(await said(), [`${contractId} ${environmentId}`]);
  await settled(1);
  assert.deepEqual(await said(), []);
  await probed(endpoint, { at: T + 2 * S, outcome: 'UP' });
  assert.deepEqual(await said(), [`${contractId} ${environmentId}`]);
  await settled(1000);
  assert.deepEqual(await said(), [`${contractId} ${environmentId}`]);
  await listener.end();
});

test('an environment that is gone has no level, and its notice is told by its names', async () => {
  const notice = await newNotice(environmentId, { kind: 'INCIDENT', publishedAt: T, startsAt: T });
  const { slug } = await db().environment.findUniqueOrThrow({ where: { id: environmentId } });
  await db().service.deleteMany({ where: { environmentId } });
  await db().environment.delete({ where: { id: environmentId } });
  const scope = await db().noticeScope.findMany({ where: { noticeId: notice } });
  assert.deepEqual(
    scope.map((row) => [row.slug, row.name, row.environmentId]),
    [[slug, slug, null]],
  );
  let made = 0;
  await transaction((tx) =>
    settle(tx, environmentId, T + S, async () => {
      made++;
    }),
  );
  await transaction((tx) => settle(tx, randomUUID(), T + S));
  assert.equal(made, 1);
  assert.equal(await db().environmentStatus.count({ where: { environmentId } }), 0);
});
