import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { actorOf } from '../testing/requests.ts';
import { type EndpointSeen, endpointsSeen } from './endpoints-seen.ts';

const MINUTE = 60_000;
const JANA = 'customer@nordlicht.example';
const now = Date.now();

let database: FreshDatabase;
let shop: number;
before(async () => {
  database = await freshDatabase({ demo: true });
  const { id: environmentId } = await db().environment.findUniqueOrThrow({ where: { slug: 'nlw-stage' } });
  await db().endpoint.deleteMany({ where: { environmentId } });
  const reason = { code: 'status', params: { status: 503 } };
  const state = { environmentId, outcome: 'DOWN' as const, since: new Date(now - MINUTE), at: new Date(now), reason };
  const common = { environmentId, kind: 'HTTP' as const, target: 'https://geheim-host.example/health' };
  ({ id: shop } = await db().endpoint.create({ data: { ...common, name: 'Shop', state: { create: state } } }));
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

test('response times are kept for a minute, and told while they are made anew', async () => {
  const [before] = await seenBy(JANA);
  await db().probeResult.create({ data: { endpointId: shop, at: new Date(now - MINUTE), outcome: 'UP', ms: 5 } });
  const at = (later: number) => actorOf(JANA).then((actor) => endpointsSeen(actor, 'nlw-stage', now + later));
  assert.deepEqual((await at(59_000))[0]?.day, before?.day);
  assert.deepEqual((await at(61_000))[0]?.day, before?.day, 'the one who asks does not wait');
  for (;;) if ((await at(61_000))[0]?.day.p50 === 5) break;
});

test('response times are of what was answered in the last 24 hours, by quarters of an hour, and of a usual day', async () => {
  const { id: environmentId } = await db().environment.findUniqueOrThrow({ where: { slug: 'nlw-dev' } });
  await db().endpoint.deleteMany({ where: { environmentId } });
  const { id: endpointId } = await db().endpoint.create({
    data: { environmentId, name: 'Shop', kind: 'TCP', target: 'shop.example:443' },
  });
  const probe = (minutesAgo: number, ms: number | null) => ({
    endpointId,
    at: new Date(now - minutesAgo * MINUTE),
    outcome: ms === null ? ('DOWN' as const) : ('UP' as const),
    ms,
  });
  const oldest = [100, 200, 300].map((ms, n) => probe(24 * 60 - 1 - n, ms));
  const newest = Array.from({ length: 20 }, (_, n) => probe(1 + n / 2, n + 1));
  const unanswered = [probe(30, null), probe(24 * 60 + 1, 9_999)];
  await db().probeResult.createMany({ data: [...oldest, ...newest, ...unanswered] });
  const day = 86_400_000;
  const days = [
    [1, 10, 40],
    [2, 30, 50],
    [3, 20, 90],
    [200, 7, 7],
  ] as const;
  await db().probeDay.createMany({
    data: days.map(([ago, p50Ms, p95Ms]) => ({
      ...{ endpointId, date: new Date(now - ago * day), probes: 1, slow: 0, down: 0, p50Ms, p95Ms },
    })),
  });
  const [seen] = await seenBy(JANA, 'nlw-dev');
  assert.deepEqual(seen?.quarters[0], { p50: 200, p95: 300 });
  assert.deepEqual(seen?.quarters[95], { p50: 10, p95: 19 });
  const filled = seen?.quarters.filter(({ p50 }) => p50 !== null);
  assert.equal(filled?.length, 2, 'a quarter without an answer is a gap');
  assert.deepEqual(seen?.day, { p50: 12, p95: 200 });
  assert.deepEqual(seen?.days, { p50: 20, p95: 50 });
});
