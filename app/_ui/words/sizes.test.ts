import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  attributeWords,
  capacityWords,
  counted,
  gibWords,
  numberWords,
  serviceWords,
  taskSizeWords,
  valueWords,
  vcpuWords,
} from './sizes.ts';

test('a task’s size is said in vCPU and GiB', () => {
  assert.equal(taskSizeWords({ cpu: 512, memory: 1024 }), '½ vCPU · 1 GiB a task');
  assert.equal(taskSizeWords({ cpu: 256, memory: 512 }), '¼ vCPU · 512 MiB a task');
  assert.equal(taskSizeWords({ cpu: 1536, memory: 3584 }), '1½ vCPU · 3.5 GiB a task');
});

test('a whole size is one line', () => {
  const tasks = { cpu: 1024, memory: 2048, min: 1, desired: 2, max: 4 };
  assert.equal(capacityWords(tasks), '1–4 tasks, 2 desired · 1 vCPU · 2 GiB a task');
  assert.equal(capacityWords({ ...tasks, min: 1, desired: 1, max: 1 }), '1 task · 1 vCPU · 2 GiB a task');
  assert.equal(
    capacityWords({ instance: 'db.t4g.medium', count: 1, diskGiB: 1000 }),
    '1 × db.t4g.medium · 1,000 GiB disk',
  );
  assert.equal(capacityWords({ instance: 'cache.t4g.small', count: 2 }), '2 × cache.t4g.small');
});

test('a value is said with the unit of its attribute', () => {
  const said = [
    valueWords('max', '4'),
    valueWords('count', 1),
    valueWords('cpu', 2048),
    valueWords('memory', '4096'),
    valueWords('diskGiB', 100),
    valueWords('instance', 'db.m6g.large'),
  ];
  assert.deepEqual(said, ['4 tasks', '1 node', '2 vCPU', '4 GiB', '100 GiB', 'db.m6g.large']);
});

test('numbers are short and exact enough', () => {
  assert.deepEqual(
    [vcpuWords(0.5), vcpuWords(2.75), vcpuWords(1.37), vcpuWords(0)],
    ['½ vCPU', '2¾ vCPU', '1.37 vCPU', '0 vCPU'],
  );
  assert.deepEqual([gibWords(6.38), numberWords(41_666), counted(0, 'task')], ['6.38 GiB', '41,666', '0 tasks']);
});

test('services and attributes have the names of the form', () => {
  assert.deepEqual([serviceWords('yves'), serviceWords('key_value_store')], ['yves', 'key-value store']);
  assert.deepEqual(
    [attributeWords('max'), attributeWords('instance'), attributeWords('count')],
    ['Max tasks', 'Instance class', 'Count'],
  );
});
