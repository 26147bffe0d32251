import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimedSpan, contentHash, type RequestContent } from './request.ts';

const TASKS = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 4 };
const CONTENT: RequestContent = {
  environment: 'nlw-stage',
  purpose: 'DEMO',
  reason: 'x',
  lines: [
    { service: 'yves', wanted: TASKS },
    { service: 'database', wanted: { instance: 'db.m6g.large', count: 1, diskGiB: 100 } },
  ],
  window: { start: Date.UTC(2026, 11, 1, 8), end: Date.UTC(2026, 11, 1, 17), timeZone: 'Europe/Berlin' },
  prescaleMinutes: 10,
  consistency: { follow: [], note: 'x' },
  contact: 'x',
  authority: true,
  watchers: [],
};
const HASH = contentHash(CONTENT);

test('the content hash is SHA-256 over RFC 8785 JSON of exactly what domain.md §4 lists', () => {
  // computed by another program from the text below
  const text =
    '{"emergency":false,"environment":"nlw-stage","lines":[{"service":"database","wanted":{"count":1,"diskGiB":100,"instance":"db.m6g.large"}},{"service":"yves","wanted":{"cpu":1024,"desired":1,"max":4,"memory":2048,"min":1}}],"prescaleMinutes":10,"window":{"end":1796144400000,"start":1796112000000,"timeZone":"Europe/Berlin"}}';
  assert.deepEqual(JSON.parse(text).window, CONTENT.window);
  assert.equal(HASH, 'edf3ed81b33288a18fd149a5917c162cff97bd93a9d88c27305aa29f8f5eec83');
});

test('what an approval approves changes the hash', () => {
  const { window, lines } = CONTENT;
  const changes: Partial<RequestContent>[] = [
    { environment: 'nlw-dev' },
    { lines: lines.slice(0, 1) },
    { lines: [{ service: 'yves', wanted: { ...TASKS, max: 5 } }, ...lines.slice(1)] },
    { window: { ...window, start: window.start + 1 } },
    { window: { ...window, end: null } },
    { window: { ...window, timeZone: 'Europe/Paris' } },
    { prescaleMinutes: 11 },
    { emergency: { reason: 'x' } },
  ];
  const hashes = changes.map((change) => contentHash({ ...CONTENT, ...change }));
  assert.equal(new Set([HASH, ...hashes]).size, changes.length + 1);
});

test('everything else, and the order of lines and members, does not', () => {
  const changes: Partial<RequestContent>[] = [
    {
      reason: 'y',
      purpose: 'OTHER',
      contact: 'y',
      watchers: ['a@b.example'],
      purchaseOrder: 'y',
      expected: { peakRps: 1 },
    },
    { lines: [...CONTENT.lines].reverse() },
    { lines: CONTENT.lines.map(({ service, wanted }) => ({ wanted: { ...wanted }, service })) },
  ];
  for (const change of changes) assert.equal(contentHash({ ...CONTENT, ...change }), HASH);
  const emergency = (reason: string) => contentHash({ ...CONTENT, emergency: { reason } });
  assert.equal(emergency('a'), emergency('b'), 'only whether it is an emergency counts');
});

test('a window claims [start − pre-scale, end), endless when permanent', () => {
  assert.deepEqual(claimedSpan({ start: 600_000, end: 900_000, timeZone: 'UTC' }, 10), {
    startsAt: 0,
    endsAt: 900_000,
  });
  assert.deepEqual(claimedSpan({ start: 600_000, end: null, timeZone: 'UTC' }, 0), { startsAt: 600_000, endsAt: null });
});
