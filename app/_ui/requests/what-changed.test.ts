import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestContent } from '#domain/request.ts';
import { whatChanged } from './what-changed.ts';

const YVES = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 3 };
const SEEN: RequestContent = {
  environment: 'nlw-stage',
  purpose: 'DEMO',
  reason: 'Show it',
  lines: [{ service: 'yves', wanted: YVES }],
  window: { start: Date.UTC(2026, 11, 1, 8), end: Date.UTC(2026, 11, 1, 17), timeZone: 'Europe/Berlin' },
  prescaleMinutes: 0,
  consistency: { follow: [], note: 'None' },
  contact: 'Ada',
  authority: true,
  watchers: [],
};

test('nothing changed, nothing told; without what was seen nothing can be', () => {
  assert.deepEqual(whatChanged(SEEN, { ...SEEN }), []);
  assert.deepEqual(whatChanged(null, SEEN), []);
});

test('sizes, services, window, pre-scale, emergency and texts, each in a sentence', () => {
  const now: RequestContent = {
    ...SEEN,
    lines: [
      { service: 'yves', wanted: { ...YVES, max: 4 } },
      { service: 'broker', wanted: { instance: 'mq.m5.large', count: 2 } },
    ],
    window: { ...SEEN.window, end: Date.UTC(2026, 11, 1, 19) },
    prescaleMinutes: 30,
    emergency: { reason: 'Now' },
    contact: 'Grace',
  };
  assert.deepEqual(whatChanged(SEEN, now), [
    'yves: 3 tasks; now 4 tasks',
    'broker: not asked for; now 2 × mq.m5.large',
    'Window: Tue 1 Dec 2026 09:00 – 18:00 Europe/Berlin; now Tue 1 Dec 2026 09:00 – 20:00 Europe/Berlin',
    'Pre-scale: 0 minutes; now 30',
    'It is an emergency now',
    'Its description has changed too: read it again.',
  ]);
});
