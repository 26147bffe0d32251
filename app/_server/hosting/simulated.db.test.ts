import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Capacity, TaskCapacity } from '#domain/capacity.ts';
import { isAt, type Target } from '#domain/hosting.ts';
import { FAULTS, type Fault } from '#domain/transition.ts';
import { db } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import type { Answer, Observation, Order, Place } from './port.ts';
import { simulatedWith } from './simulated.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let place: Place;
before(async () => {
  database = await freshDatabase({ demo: true });
  place = await db().environment.findUniqueOrThrow({
    where: { slug: 'nlw-stage' },
    select: { id: true, slug: true, services: { select: { id: true, name: true, shape: true } } },
  });
});
after(() => database?.drop());
beforeEach(async () => {
  await db().simulatedFault.deleteMany();
  await db().simulatedService.deleteMany();
  now = START;
});

const START = Date.UTC(2027, 0, 4, 8);
let now = START;
const provider = simulatedWith({ now: () => now, seconds: () => [4, 4], random: Math.random });
const NOBODY = new AbortController().signal;

const BASE: TaskCapacity = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 2 };
const tasks = (max: number, desired = 1): TaskCapacity => ({ ...BASE, max, desired });
const yves = (capacity: Capacity): Target => ({ service: 'yves', capacity });

let tokens = 0n;
function order(targets: readonly Target[], changes: Partial<Order> = {}): Order {
  tokens += 1n;
  return {
    operationId: randomUUID(),
    reference: 'UR-2027-0001',
    kind: 'APPLY',
    place,
    targets,
    token: tokens,
    ...changes,
  };
}
const apply = (given: Order, signal = NOBODY): Promise<Answer> => provider.apply(given, signal);

async function observe(): Promise<Observation> {
  const seen = await provider.observe(place, NOBODY);
  assert.ok(seen.kind === 'seen');
  return seen.observation;
}
async function worldOf(name: string) {
  return db().simulatedService.findFirst({ where: { service: { name, environmentId: place.id } } });
}
async function fault(kind: Fault | null, name = 'yves'): Promise<void> {
  const serviceId = place.services.find((each) => each.name === name)?.id ?? '';
  await db().simulatedFault.deleteMany({ where: { serviceId } });
  if (kind) await db().simulatedFault.create({ data: { serviceId, kind } });
}

describe('The world', () => {
  test('is what was last observed until the first order', async () => {
    const { capacities, at, by, moving } = await observe();
    assert.deepEqual({ at, by, moving }, { at: START, by: 'simulated', moving: {} });
    const services = await db().service.findMany({ where: { environmentId: place.id } });
    assert.deepEqual(capacities, Object.fromEntries(services.map(({ name, current }) => [name, current])));
    assert.equal(await db().simulatedService.count(), 0);
  });

  test('moves step by step and arrives exactly', async () => {
    assert.deepEqual(await apply(order([yves(tasks(6, 3))])), { kind: 'accepted', lookAgainMs: 4_000 });
    assert.deepEqual((await observe()).capacities.yves, BASE);
    now = START + 2_000;
    const half = await observe();
    assert.deepEqual([half.capacities.yves, half.moving], [tasks(4, 2), { yves: 50 }]);
    now = START + 3_999;
    assert.deepEqual((await observe()).moving, { yves: 99 });
    now = START + 4_000;
    const end = await observe();
    assert.deepEqual([end.capacities.yves, end.moving], [tasks(6, 3), {}]);
    assert.equal((await worldOf('yves'))?.changes, 1);
  });

  test('moves all services of an order, and no other', async () => {
    const database: Capacity = { instance: 'db.m6g.large', count: 1, diskGiB: 200 };
    await apply(order([yves(tasks(3)), { service: 'database', capacity: database }]));
    now = START + 4_000;
    const { capacities } = await observe();
    assert.deepEqual(
      [capacities.yves, capacities.database, await db().simulatedService.count()],
      [tasks(3), database, 2],
    );
  });

  test('changes nothing where a service is at its target already', async () => {
    assert.deepEqual(await apply(order([yves(BASE)])), { kind: 'accepted', lookAgainMs: 250 });
    assert.deepEqual((await observe()).moving, {});
    assert.equal((await worldOf('yves'))?.changes, 0);
  });

  test('has only the services it has', async () => {
    const answer = await apply(order([yves(tasks(3)), { service: 'nothing', capacity: BASE }]));
    assert.deepEqual([answer.kind, await db().simulatedService.count()], ['refused', 0]);
  });

  test('has limits of its own', () => {
    assert.deepEqual(provider.limitsOf({ name: 'yves', shape: 'tasks' }), { max: 200 });
    assert.deepEqual(provider.limitsOf({ name: 'database', shape: 'nodes' }), { count: 50 });
  });
});

describe('An order', () => {
  test('given twice is one, and its younger token counts', async () => {
    const given = order([yves(tasks(6, 3))]);
    await apply(given);
    now = START + 1_000;
    assert.deepEqual(await apply({ ...given, token: ++tokens }), { kind: 'accepted', lookAgainMs: 3_000 });
    const world = await worldOf('yves');
    assert.deepEqual([world?.changes, world?.token, world?.finishesAt.getTime()], [1, tokens, START + 4_000]);
    now = START + 60_000;
    assert.deepEqual(await apply({ ...given, token: ++tokens }), { kind: 'accepted', lookAgainMs: 250 });
    assert.equal((await worldOf('yves'))?.changes, 1);
  });

  test('goes on from where another was', async () => {
    await apply(order([yves(tasks(6, 3))]));
    now = START + 2_000;
    await apply(order([yves(BASE)], { kind: 'RETURN' }));
    assert.deepEqual((await observe()).capacities.yves, tasks(4, 2));
    now = START + 4_000;
    assert.deepEqual((await observe()).capacities.yves, tasks(3, 2));
    now = START + 6_000;
    assert.deepEqual((await observe()).capacities.yves, BASE);
    assert.equal((await worldOf('yves'))?.changes, 2);
  });

  test('older than one of its services has seen is refused whole', async () => {
    const stale = order([yves(tasks(4)), { service: 'glue', capacity: tasks(4) }]);
    await apply(order([yves(tasks(3))]));
    const before = await worldOf('yves');
    assert.deepEqual(await apply(stale), { kind: 'refused', error: { code: 'stale', params: {} } });
    assert.deepEqual([await worldOf('yves'), await worldOf('glue')], [before, null]);
  });

  test('of many at once the youngest wins, and nothing is half done', async () => {
    const both = (max: number) => [yves(tasks(max)), { service: 'glue', capacity: tasks(max) }];
    const orders = [3, 4, 3, 4, 3, 4, 3, 4].map((max) => order(both(max)));
    const answers = await Promise.all(orders.map((each) => apply(each)));
    assert.equal(answers.at(-1)?.kind, 'accepted');
    assert.ok(answers.every((answer) => answer.kind === 'accepted' || answer.kind === 'refused'));
    now = START + 4_000;
    const { capacities } = await observe();
    assert.deepEqual([capacities.yves, capacities.glue], [tasks(4), tasks(4)]);
    assert.deepEqual([(await worldOf('yves'))?.token, (await worldOf('glue'))?.token], [tokens, tokens]);
  });

  test('of the same operation many times at once starts once', async () => {
    const given = order([yves(tasks(3))]);
    await Promise.all(Array.from({ length: 8 }, () => apply(given)));
    assert.equal((await worldOf('yves'))?.changes, 1);
  });
});

describe('A fault', () => {
  test('REFUSE says no and does nothing, for the whole order', async () => {
    await fault('REFUSE', 'glue');
    const answer = await apply(order([yves(tasks(3)), { service: 'glue', capacity: tasks(3) }]));
    assert.ok(answer.kind === 'refused' && answer.error.code === 'refused');
    assert.equal(await db().simulatedService.count(), 0);
    assert.equal((await apply(order([yves(tasks(3))]))).kind, 'accepted');
  });

  test('HANG answers nothing until nobody listens any more, and does nothing', async () => {
    await fault('HANG');
    const listening = new AbortController();
    let answered = false;
    const hanging = apply(order([yves(tasks(3))]), listening.signal).then((answer) => {
      answered = true;
      return answer;
    });
    await observe();
    await observe();
    assert.equal(answered, false);
    now = START + 10_000;
    listening.abort();
    assert.deepEqual(await hanging, { kind: 'unknown', error: { code: 'timedOut', params: { seconds: 10 } } });
    assert.equal((await apply(order([yves(tasks(3))]), AbortSignal.abort())).kind, 'unknown');
    assert.equal(await db().simulatedService.count(), 0);
  });

  test('STUCK accepts, is under way for ever, and moves again when it is off', async () => {
    await fault('STUCK');
    const given = order([yves(tasks(3))]);
    assert.deepEqual(await apply(given), { kind: 'accepted', lookAgainMs: 4_000 });
    now = START + 86_400_000;
    const { capacities, moving } = await observe();
    assert.deepEqual([capacities.yves, moving], [BASE, { yves: 0 }]);
    await apply({ ...given, token: ++tokens });
    assert.equal((await worldOf('yves'))?.changes, 0);
    await fault(null);
    assert.deepEqual((await observe()).moving, { yves: 0 });
    await apply({ ...given, token: ++tokens });
    now += 4_000;
    const freed = await observe();
    assert.deepEqual([freed.capacities.yves, freed.moving], [tasks(3), {}]);
    assert.equal((await worldOf('yves'))?.changes, 1);
  });

  test('STUCK holds for its service only', async () => {
    await fault('STUCK');
    await apply(order([yves(tasks(3)), { service: 'glue', capacity: { ...BASE, cpu: 512, memory: 1024, max: 3 } }]));
    now = START + 4_000;
    const { capacities, moving } = await observe();
    assert.deepEqual([capacities.yves, (capacities.glue as TaskCapacity).max, moving], [BASE, 3, { yves: 0 }]);
  });

  test('WRONG accepts and arrives at another size, until it is off', async () => {
    await fault('WRONG');
    const given = order([yves(tasks(4))]);
    assert.equal((await apply(given)).kind, 'accepted');
    now = START + 4_000;
    const { capacities, moving } = await observe();
    assert.deepEqual([capacities.yves, moving], [tasks(3), {}]);
    await apply({ ...given, token: ++tokens });
    assert.equal((await worldOf('yves'))?.changes, 1);
    await fault(null);
    await apply({ ...given, token: ++tokens });
    now = START + 8_000;
    assert.deepEqual((await observe()).capacities.yves, tasks(4));
  });

  test('WRONG errs in an instance class too', async () => {
    await fault('WRONG', 'database');
    const wanted: Capacity = { instance: 'db.m6g.large', count: 1, diskGiB: 100 };
    await apply(order([{ service: 'database', capacity: wanted }]));
    now = START + 4_000;
    const { capacities } = await observe();
    assert.ok(capacities.database && !isAt(capacities.database, wanted));
  });

  test('LOSE_ANSWER does it and nobody hears', async () => {
    await fault('LOSE_ANSWER');
    const given = order([yves(tasks(3))]);
    const answer = await apply(given);
    assert.ok(answer.kind === 'unknown' && answer.error.code === 'lostAnswer');
    now = START + 4_000;
    assert.deepEqual((await observe()).capacities.yves, tasks(3));
    await apply({ ...given, token: ++tokens });
    assert.equal((await worldOf('yves'))?.changes, 1);
  });

  test('never lets a stale order through', async () => {
    for (const kind of FAULTS) {
      const stale = order([yves(tasks(4))]);
      await fault(null);
      await apply(order([yves(tasks(3))]));
      await fault(kind);
      const answer = await apply(stale, AbortSignal.abort());
      assert.ok(answer.kind === 'refused' && answer.error.code === 'stale', kind);
    }
  });
});
