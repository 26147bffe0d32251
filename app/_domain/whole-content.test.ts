import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServiceSizes } from './capacity.ts';
import type { RequestBody } from './request.ts';
import { checkAgainstEnvironment, wholeContent } from './whole-content.ts';

const TASKS = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 2 };
const NODES = { instance: 'db.t4g.medium', count: 1, diskGiB: 100 };
const SERVICES: ServiceSizes[] = [
  { name: 'yves', shape: 'tasks', baseline: TASKS, current: { ...TASKS, max: 3 }, ceiling: { ...TASKS, max: 4 } },
  { name: 'database', shape: 'nodes', baseline: NODES, current: NODES, ceiling: NODES },
];
const BODY: RequestBody = {
  environment: 'nlw-stage',
  purpose: 'DEMO',
  reason: 'x',
  lines: [
    { service: 'yves', wanted: { max: 4 } },
    { service: 'database', wanted: { instance: 'db.m6g.large' } },
  ],
  window: { start: 0, end: null, timeZone: 'UTC' },
  prescaleMinutes: 0,
  consistency: { follow: ['nlw-prod'], note: '' },
  contact: 'x',
  authority: true,
  watchers: [],
};

test('wanted sizes are merged over the baseline, never over the current size, and stored whole', () => {
  const whole = wholeContent(BODY, SERVICES);
  assert.deepEqual(whole, {
    ...BODY,
    lines: [
      { service: 'yves', wanted: { ...TASKS, max: 4 } },
      { service: 'database', wanted: { ...NODES, instance: 'db.m6g.large' } },
    ],
  });
  assert.equal(TASKS.max, 2, 'the baseline stays as it is');
  assert.throws(() => wholeContent({ ...BODY, lines: [{ service: 'zed', wanted: { max: 1 } }] }, SERVICES), TypeError);
});

test('unknown services and slugs are named; a foreign slug is the same as one that does not exist', () => {
  const known = { services: ['yves', 'database'], followable: ['nlw-dev', 'nlw-prod'] };
  assert.deepEqual(checkAgainstEnvironment(BODY, known), []);
  assert.deepEqual(checkAgainstEnvironment({}, known), [], 'a draft says nothing yet');
  const lines = [...BODY.lines, { service: ' yves', wanted: { max: 4 } }];
  const consistency = { follow: ['nlw-prod', 'kes-prod', 'no-such'], note: '' };
  assert.deepEqual(checkAgainstEnvironment({ lines, consistency }, known), [
    { path: 'lines.2.service', code: 'unknownService', params: { choices: 'yves, database' } },
    { path: 'consistency.follow.1', code: 'unknownEnvironment', params: {} },
    { path: 'consistency.follow.2', code: 'unknownEnvironment', params: {} },
  ]);
});
