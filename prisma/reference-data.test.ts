import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INSTANCE_CLASSES, TASK_SIZES } from './reference-data.ts';

const named = (name: string) => INSTANCE_CLASSES.find((instance) => instance.name === name);

test('the classes of domain.md §3 stand in their order', () => {
  const order = (service: string) =>
    INSTANCE_CLASSES.filter((instance) => instance.service === service)
      .sort((a, b) => a.rank - b.rank)
      .map(({ name }) => name);
  assert.deepEqual(order('database'), ['db.t4g.medium', 'db.m6g.large', 'db.m6g.xlarge']);
  assert.deepEqual(order('key_value_store'), ['cache.t4g.small', 'cache.t4g.medium', 'cache.m6g.large']);
  assert.deepEqual(order('search'), ['t3.small.search', 't3.medium.search', 'm6g.large.search']);
});

test('the figures are those of the golden case of §6', () => {
  assert.deepEqual(named('db.t4g.medium'), {
    name: 'db.t4g.medium',
    service: 'database',
    rank: 0,
    vcpu: 2,
    memoryGiB: 4,
    sustainedShare: 0.2,
  });
  assert.deepEqual([named('db.m6g.xlarge')?.vcpu, named('db.m6g.xlarge')?.memoryGiB], [4, 16]);
  assert.deepEqual([named('cache.t4g.small')?.memoryGiB, named('cache.m6g.large')?.memoryGiB], [1.37, 6.38]);
  assert.equal(named('t3.small.search')?.sustainedShare, undefined);
});

test('task sizes are listed pairs, the golden ones among them', () => {
  const has = (cpu: number, memory: number) => TASK_SIZES.some((size) => size.cpu === cpu && size.memory === memory);
  assert.ok(has(256, 512) && has(512, 1024) && has(1024, 2048) && has(4096, 30_720) && has(16_384, 122_880));
  assert.ok(!has(1024, 1024) && !has(256, 4096) && !has(1000, 2048));
  assert.equal(new Set(TASK_SIZES.map(({ cpu, memory }) => `${cpu}/${memory}`)).size, TASK_SIZES.length);
});
