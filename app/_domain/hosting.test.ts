import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Capacity } from './capacity.ts';
import { anyMoving, expectedSize, isAt, notAt, progressOf } from './hosting.ts';

const tasks = (max: number, desired = 1, min = 1): Capacity => ({ cpu: 1024, memory: 2048, min, desired, max });
const nodes = (count: number, instance = 't3.small.search'): Capacity => ({ instance, count });

test('a size is reached when every attribute is; desired may stand anywhere between min and max', () => {
  assert.ok(isAt(tasks(3), tasks(3)));
  assert.ok(isAt(tasks(3, 3), tasks(3, 1)), 'autoscaling has moved it');
  assert.ok(!isAt(tasks(3, 4), tasks(3, 1)), 'beyond max');
  assert.ok(!isAt(tasks(3, 1, 0), tasks(3)), 'another min');
  assert.ok(!isAt(tasks(2), tasks(3)));
  assert.ok(!isAt(nodes(1), tasks(1)));
  assert.ok(isAt(nodes(2), nodes(2)));
  assert.ok(!isAt({ ...nodes(2), diskGiB: 10 }, nodes(2)));
});

test('what was not seen is not there', () => {
  const targets = [
    { service: 'yves', capacity: tasks(3) },
    { service: 'search', capacity: nodes(2) },
  ];
  assert.deepEqual(notAt({ yves: tasks(3) }, targets), ['search']);
  assert.deepEqual(notAt({ yves: tasks(2), search: nodes(2) }, targets), ['yves']);
  assert.deepEqual(notAt({ yves: tasks(3), search: nodes(2), glue: tasks(9) }, targets), []);
});

test('only the own services count for what is moving and how far it is', () => {
  const targets = [{ service: 'yves' }, { service: 'glue' }];
  assert.equal(anyMoving({ backgw: 0 }, targets), false);
  assert.equal(anyMoving({ backgw: 0, glue: 50 }, targets), true);
  assert.equal(anyMoving(null, targets), null);
  assert.equal(progressOf({ backgw: 0, glue: 51 }, targets), 75);
  assert.equal(progressOf({ glue: null }, targets), null);
  assert.equal(progressOf({}, targets), 100);
  assert.equal(progressOf(null, targets), null);
});

test('a service is expected at its baseline, or at what an active window grants; on the way nothing can be said', () => {
  const service = { name: 'yves', baseline: tasks(2) };
  const window = (state: 'APPLYING' | 'ACTIVE' | 'RETURNING' | 'FAILED', name = 'yves') => ({
    ...{ service: name, state, granted: tasks(3) },
  });
  assert.deepEqual(expectedSize(service, []), tasks(2));
  assert.deepEqual(expectedSize(service, [window('ACTIVE')]), tasks(3));
  assert.deepEqual(expectedSize(service, [window('ACTIVE', 'glue')]), tasks(2));
  for (const state of ['APPLYING', 'RETURNING', 'FAILED'] as const)
    assert.equal(expectedSize(service, [window('ACTIVE'), window(state)]), null, state);
});
