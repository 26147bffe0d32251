import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextProbeAt } from './schedule.ts';

const ids = fc.integer({ min: 1, max: 2_000_000 });
const seconds = fc.integer({ min: 5, max: 86_400 });
const instants = fc.integer({ min: 0, max: 4_000_000_000_000 });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

test('The next probe comes about an interval later, never in the past and never at once', () => {
  fc.assert(
    fc.property(ids, seconds, instants, fraction, (id, intervalSeconds, at, random) => {
      const wait = nextProbeAt({ id, intervalSeconds }, at, random) - at;
      const interval = intervalSeconds * 1000;
      assert.ok(wait >= interval * 0.47 && wait <= interval * 1.53, `${wait} of ${interval}`);
    }),
  );
});

test('An endpoint keeps its place in the interval, however late a probe was', () => {
  fc.assert(
    fc.property(ids, seconds, instants, fraction, (id, intervalSeconds, at, late) => {
      const interval = intervalSeconds * 1000;
      const next = nextProbeAt({ id, intervalSeconds }, at, 0.5);
      const after = nextProbeAt({ id, intervalSeconds }, next + late * 0.4 * interval, 0.5);
      assert.ok(Math.abs(after - next - interval) <= 1, `${after - next}`);
    }),
  );
});

test('Two thousand endpoints made together are spread over their minute', () => {
  const counts = new Array<number>(60).fill(0);
  for (let id = 1; id <= 2000; id++) {
    const second = Math.floor(nextProbeAt({ id, intervalSeconds: 60 }, 30_000, 0.5) / 1000) % 60;
    counts[second] = (counts[second] ?? 0) + 1;
  }
  assert.ok(Math.max(...counts) <= 40 && Math.min(...counts) >= 28, counts.join());
});
