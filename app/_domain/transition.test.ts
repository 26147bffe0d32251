import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Capacity, isOrdered, isTasks } from './capacity.ts';
import { isAt } from './hosting.ts';
import { isMoving, isSame, NEVER, shareDone, sizeAt, type Transition, wrongSize } from './transition.ts';

const tasks = fc
  .record({
    cpu: fc.constantFrom(256, 512, 1024),
    memory: fc.constantFrom(512, 1024, 2048),
    counts: fc.tuple(fc.integer({ min: 0, max: 200 }), fc.nat(200), fc.integer({ min: 1, max: 200 })),
  })
  .map(({ cpu, memory, counts }): Capacity => {
    const [min = 0, desired = 0, max = 1] = counts.toSorted((a, b) => a - b);
    return { cpu, memory, min, desired, max };
  });
const nodes = fc.record(
  {
    instance: fc.constantFrom('db.a', 'db.b'),
    count: fc.integer({ min: 1, max: 50 }),
    diskGiB: fc.integer({ min: 1 }),
  },
  { requiredKeys: ['instance', 'count'] },
) as fc.Arbitrary<Capacity>;
const size = fc.oneof(tasks, nodes);
const pair = fc.oneof(fc.tuple(tasks, tasks), fc.tuple(nodes, nodes));
const transition = fc
  .tuple(pair, fc.nat(1e12), fc.nat(10_000))
  .map(
    ([[from, target], startedAt, lasts]): Transition => ({ from, target, startedAt, finishesAt: startedAt + lasts }),
  );
const at = fc.integer({ min: -100, max: 11_000 });

test('A size on the way can always be stored: whole, in order, and not beyond both ends', () => {
  fc.assert(
    fc.property(transition, at, (way, later) => {
      const seen = sizeAt(way, way.startedAt + later);
      assert.ok(isOrdered(seen));
      const ends = [way.from, way.target].map(countOf);
      assert.ok(Number.isInteger(countOf(seen)));
      assert.ok(Math.min(...ends) <= countOf(seen) && countOf(seen) <= Math.max(...ends));
      for (const name of ['cpu', 'memory', 'instance', 'diskGiB'])
        assert.ok(
          [way.from, way.target].some((end) => Reflect.get(end, name) === Reflect.get(seen, name)),
          name,
        );
    }),
    { numRuns: 2_000 },
  );
});

test('A transition starts at its start, ends exactly at its target, and never goes back', () => {
  fc.assert(
    fc.property(transition, at, at, (way, a, b) => {
      if (isMoving(way, way.startedAt)) assert.deepEqual(sizeAt(way, way.startedAt), way.from);
      assert.deepEqual(sizeAt(way, way.finishesAt), way.target);
      const [earlier, later] = [Math.min(a, b), Math.max(a, b)].map((ms) => way.startedAt + ms) as [number, number];
      assert.ok(shareDone(way, earlier) <= shareDone(way, later));
      const left = (now: number) => Math.abs(countOf(way.target) - countOf(sizeAt(way, now)));
      assert.ok(left(earlier) >= left(later));
    }),
    { numRuns: 2_000 },
  );
});

test('One that goes on from where another was arrives all the same', () => {
  fc.assert(
    fc.property(fc.tuple(tasks, tasks, tasks), fc.nat(1_000), ([from, first, second], now) => {
      const broken = sizeAt({ from, target: first, startedAt: 0, finishesAt: 1_000 }, now);
      const way = { from: broken, target: second, startedAt: now, finishesAt: now + 1_000 };
      assert.ok(isOrdered(sizeAt(way, now + 500)));
      assert.deepEqual(sizeAt(way, now + 1_000), second);
    }),
  );
});

test('What a task is made of changes halfway, its number step by step', () => {
  const way: Transition = {
    from: { cpu: 512, memory: 1024, min: 1, desired: 1, max: 2 },
    target: { cpu: 1024, memory: 2048, min: 1, desired: 3, max: 6 },
    startedAt: 0,
    finishesAt: 4_000,
  };
  assert.deepEqual(sizeAt(way, 1_000), { cpu: 512, memory: 1024, min: 1, desired: 2, max: 3 });
  assert.deepEqual(sizeAt(way, 2_000), { cpu: 1024, memory: 2048, min: 1, desired: 2, max: 4 });
  assert.deepEqual(sizeAt({ ...way, finishesAt: NEVER }, Date.UTC(2500, 0)), way.from);
});

test('A wrong size can be stored and is never what was wanted', () => {
  fc.assert(
    fc.property(fc.oneof(fc.tuple(tasks, tasks), fc.tuple(nodes, nodes)), ([wanted, baseline]) => {
      const wrong = wrongSize(wanted, baseline);
      assert.ok(isOrdered(wrong) && !isAt(wrong, wanted));
    }),
  );
  const one: Capacity = { cpu: 512, memory: 1024, min: 1, desired: 1, max: 1 };
  assert.equal(countOf(wrongSize(one, one)), 2);
});

test('The same size is the same in every attribute', () => {
  fc.assert(fc.property(size, size, (a, b) => assert.equal(isSame(a, b), JSON.stringify(a) === JSON.stringify(b))));
  fc.assert(fc.property(size, (a) => assert.ok(isSame(a, structuredClone(a)))));
});

function countOf(capacity: Capacity): number {
  return isTasks(capacity) ? capacity.max : capacity.count;
}
