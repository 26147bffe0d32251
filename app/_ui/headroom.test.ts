import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Capacity, Catalogue } from '#domain/capacity.ts';
import { amountOf, measureOf } from './headroom.ts';

const catalogue: Catalogue = {
  classes: [
    { name: 'db.t4g.medium', service: 'database', rank: 1, vcpu: 2, sustainedShare: 0.2, memoryGiB: 4 },
    { name: 'db.m6g.large', service: 'database', rank: 2, vcpu: 2, memoryGiB: 8 },
  ],
  taskSizes: [],
};
const tasks = (max: number, cpu = 512, memory = 1024): Capacity => ({ cpu, memory, min: 1, desired: 1, max });
const nodes = (instance: string, count = 1, diskGiB = 100): Capacity => ({ instance, count, diskGiB });

function amounts(...sizes: Capacity[]) {
  const measure = measureOf(sizes, catalogue);
  return [measure, ...sizes.map((size) => amountOf(size, measure, catalogue))];
}

test('tasks of one size are counted, at their most', () => {
  assert.deepEqual(amounts(tasks(2), tasks(5), tasks(8)), ['task', 2, 5, 8]);
});

test('tasks of different CPU are compared by vCPU in total, of different memory alone by GiB', () => {
  assert.deepEqual(amounts(tasks(2), tasks(2, 1024, 2048)), ['vcpu', 1, 2]);
  assert.deepEqual(amounts(tasks(2), tasks(2, 512, 2048)), ['memory', 2, 4]);
});

test('nodes of one class are counted, of different classes compared by GiB in total', () => {
  assert.deepEqual(amounts(nodes('db.m6g.large'), nodes('db.m6g.large', 3)), ['node', 1, 3]);
  assert.deepEqual(amounts(nodes('db.t4g.medium'), nodes('db.m6g.large', 2)), ['memory', 4, 16]);
});

test('nodes that differ only in disk are compared by disk', () => {
  assert.deepEqual(amounts(nodes('db.m6g.large'), nodes('db.m6g.large', 1, 200)), ['disk', 100, 200]);
});

test('a class that is not in the catalogue has no size: nodes are counted', () => {
  assert.deepEqual(amounts(nodes('mq.unknown'), nodes('db.m6g.large', 2)), ['node', 1, 2]);
});
