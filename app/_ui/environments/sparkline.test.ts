import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sparkline } from './sparkline.ts';

const GAP = { p50: null, p95: null };
const point = (p50: number, p95: number) => ({ p50, p95 });

test('a line from 0 to the slowest, with gaps where nothing was answered', () => {
  const made = String(sparkline([point(50, 100), point(100, 100), GAP, point(0, 50)]));
  assert.match(made, /viewBox="0 0 3 28"/);
  assert.match(made, /class="line" d="M0 14L1 2M3 26h0"/);
  assert.match(made, /class="area" d="M0 28L0 2L1 2L1 28zM3 28L3 14L3 28z"/);
  assert.match(made, /aria-label="Answers in 3 of the last 24 hours.*within 100 ms\."/);
});

test('without answers there is no picture, and answers of no time are no division by nothing', () => {
  assert.equal(sparkline([]), null);
  assert.equal(sparkline([GAP, GAP]), null);
  assert.doesNotMatch(String(sparkline([point(0, 0), point(0, 0)])), /NaN|Infinity/);
});
