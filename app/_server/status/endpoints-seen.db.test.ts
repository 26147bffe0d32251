import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { actorOf } from '../testing/requests.ts';
import { type EndpointSeen, endpointsSeen } from './endpoints-seen.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const JANA = 'customer@nordlicht.example';
const now = Date.now();

let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
  const { id: environmentId } = await db().environment.findUniqueOrThrow({ where: { slug: 'nlw-stage' } });
  await db().endpoint.deleteMany({ where: { environmentId } });
  const reason = { code: 'status', params: { status: 503 } };
  const state = { environmentId, outcome: 'DOWN' as const, since: new Date(now - MINUTE), at: new Date(now), reason };
  const common = { environmentId, kind: 'HTTP' as const, target: 'https://geheim-host.example/health' };
  await db().endpoint.create({ data: { ...common, name: 'Shop', state: { create: state } } });
  const service = await db().service.findFirstOrThrow({ where: { environmentId, name: 'glue' } });
  await db().endpoint.create({ data: { ...common, name: 'API', serviceId: service.id } });
});
after(() => database?.drop());

const seenBy = async (email: string, slug = 'nlw-stage'): Promise<EndpointSeen[]> =>
  endpointsSeen(await actorOf(email), slug, now);

test('customers and partners are told how endpoints are, and neither where they lead nor the details', async () => {
  for (const email of [JANA, 'partner@brueckner.example']) {
    const seen = await seenBy(email);
    assert.deepEqual(
      seen.map(({ name, service, outcome, code }) => [name, service, outcome, code]),
      [
        ['Shop', null, 'DOWN', 'status'],
        ['API', 'glue', null, null],
      ],
    );
    assert.doesNotMatch(JSON.stringify(seen), /geheim|503/);
  }
  const staff = await seenBy('manager@headroom.example');
  assert.match(JSON.stringify(staff), /geheim-host.*503/);
});

test('of an environment that is not theirs nothing is told', async () => {
  for (const slug of ['nlw-stage', 'no-such-place', 'a\0b'])
    assert.deepEqual(await seenBy('customer@kestrel.example', slug), [], slug);
  assert.deepEqual(await seenBy('manager2@headroom.example'), []);
});

test('response times are of the last 24 hours, by hours, and of a usual day', async () => {
  const { id: environmentId } = await db().environment.findUniqueOrThrow({ where: { slug: 'nlw-dev' } });
  await db().endpoint.deleteMany({ where: { environmentId } });
  const { id: endpointId } = await db().endpoint.create({
    data: { environmentId, name: 'Shop', kind: 'TCP', target: 'shop.example:443' },
  });
  const running = Math.floor(now / HOUR) * HOUR;
  await db().rollupMark.updateMany({ where: { kind: 'hours' }, data: { upTo: new Date(running - HOUR) } });
  // not rolled up yet: the hour before this one; of the hours before that, raw probes are not looked at
  const probe = (at: number, ms: number | null) => ({
    ...{ endpointId, at: new Date(at), ms, outcome: ms === null ? ('DOWN' as const) : ('UP' as const) },
  });
  const fresh = Array.from({ length: 20 }, (_, n) => probe(running - n - 1, n + 1));
  await db().probeResult.createMany({
    data: [...fresh, probe(running - 30, null), probe(running + 1, 70), probe(running - HOUR - 1, 9_999)],
  });
  const hours = [
    [2, 100, 40, 60],
    [3, 60, 20, 50],
    [4, 200, null, null],
    [23, 10, 90, 99],
    [24, 9_000, 7_000, 7_000],
  ] as const;
  await db().probeHour.createMany({
    data: hours.map(([ago, probes, p50Ms, p95Ms]) => ({
      ...{ endpointId, hour: new Date(running - ago * HOUR), probes, slow: 0, down: 0, p50Ms, p95Ms },
    })),
  });
  const days = [
    [1, 10, 40],
    [2, 30, 50],
    [3, 20, 90],
    [200, 7, 7],
  ] as const;
  await db().probeDay.createMany({
    data: days.map(([ago, p50Ms, p95Ms]) => ({
      ...{ endpointId, date: new Date(now - ago * 24 * HOUR), probes: 1, slow: 0, down: 0, p50Ms, p95Ms },
    })),
  });
  const [seen] = await seenBy(JANA, 'nlw-dev');
  const told = new Map(seen?.hours.flatMap((hour, n) => (hour.p50 === null ? [] : [[23 - n, hour] as const])));
  assert.deepEqual(
    told,
    new Map([
      [23, { p50: 90, p95: 99 }],
      [3, { p50: 20, p95: 50 }],
      [2, { p50: 40, p95: 60 }],
      [1, { p50: 10, p95: 19 }],
      [0, { p50: 70, p95: 70 }],
    ]),
    'an hour without an answer is a gap',
  );
  assert.deepEqual(seen?.day, { p50: 40, p95: 60 }, 'an hour counts as often as it was probed');
  assert.deepEqual(seen?.days, { p50: 20, p95: 50 });
});
