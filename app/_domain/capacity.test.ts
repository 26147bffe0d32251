import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  attributesOf,
  cataloguePosition,
  classesOf,
  compareAttribute,
  isAbove,
  isOrdered,
  mergeWanted,
  totalMemoryGiB,
  totalVcpu,
} from './capacity.ts';
import { CATALOGUE, STAGE } from './rules/example.ts';

const TASKS = { cpu: 512, memory: 1024, min: 1, desired: 1, max: 2 };
const database = STAGE.find(({ name }) => name === 'database')!;

test('a wanted size names what changes and comes out whole', () => {
  assert.deepEqual(mergeWanted(TASKS, { max: 4 }), { ...TASKS, max: 4 });
  assert.deepEqual(mergeWanted(database.baseline, { instance: 'db.m6g.large' }), {
    instance: 'db.m6g.large',
    count: 1,
    diskGiB: 100,
  });
  assert.deepEqual(mergeWanted(TASKS, {}), TASKS);
});

test('merging changes neither side and takes an absent member as no change', () => {
  const [baseline, wanted] = [Object.freeze({ ...TASKS }), Object.freeze({ max: undefined })];
  assert.deepEqual(mergeWanted(baseline, wanted as never), TASKS);
});

test('attributes of the other shape stay visible, so that R17 can refuse them, and cannot be stored', () => {
  const mixed = mergeWanted(TASKS, { instance: 'db.m6g.large' });
  assert.equal('instance' in mixed, true);
  assert.equal(isOrdered(mixed), false);
  assert.equal(isOrdered(mergeWanted(database.baseline, { max: 3 })), false);
});

test('a size can be stored when min ≤ desired ≤ max', () => {
  assert.equal(isOrdered(TASKS), true);
  assert.equal(isOrdered({ ...TASKS, desired: 3 }), false);
  assert.equal(isOrdered({ ...TASKS, min: 2 }), false);
  assert.equal(isOrdered(database.baseline), true);
});

test('classes compare by rank within their service, not by name or by the order of the list', () => {
  assert.deepEqual(
    classesOf('database', CATALOGUE).map(({ name }) => name),
    ['db.t4g.medium', 'db.m6g.large', 'db.m6g.xlarge'],
  );
  const large = { instance: 'db.m6g.large', count: 1 };
  assert.ok(compareAttribute('instance', large, database.baseline, 'database', CATALOGUE) > 0);
  assert.ok(compareAttribute('instance', database.baseline, large, 'database', CATALOGUE) < 0);
  assert.equal(cataloguePosition('cache.t4g.small', 'database', CATALOGUE), -1);
});

test('a size is above another when one attribute is, whatever the others do', () => {
  assert.equal(isAbove({ instance: 'db.m6g.large', count: 1 }, database.baseline, database, CATALOGUE), true);
  assert.equal(isAbove(database.baseline, database.baseline, database, CATALOGUE), false);
  assert.equal(
    isAbove({ instance: 'db.t4g.medium', count: 1, diskGiB: 99 }, database.baseline, database, CATALOGUE),
    false,
  );
  assert.equal(
    isAbove({ instance: 'db.t4g.medium', count: 2, diskGiB: 99 }, database.baseline, database, CATALOGUE),
    true,
  );
});

test('totals are nominal: tasks at their max, nodes by class, burst shares left aside', () => {
  assert.equal(totalVcpu(TASKS, CATALOGUE), 1);
  assert.equal(totalMemoryGiB(TASKS, CATALOGUE), 2);
  assert.equal(totalVcpu({ instance: 'db.t4g.medium', count: 2 }, CATALOGUE), 4);
  assert.equal(totalMemoryGiB({ instance: 'db.m6g.xlarge', count: 2 }, CATALOGUE), 32);
});

test('a class that is not in the catalogue has no total rather than a wrong one', () => {
  assert.equal(totalVcpu({ instance: 'db.unheard.of', count: 2 }, CATALOGUE), null);
  assert.equal(totalMemoryGiB({ instance: 'db.unheard.of', count: 2 }, CATALOGUE), null);
});

test('each shape has its own attributes', () => {
  assert.deepEqual(attributesOf('tasks'), ['cpu', 'memory', 'min', 'desired', 'max']);
  assert.deepEqual(attributesOf('nodes'), ['instance', 'count', 'diskGiB']);
});
