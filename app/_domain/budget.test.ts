import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { upscaleDays } from './budget.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-26T07:00Z');
const lasting = (ms: number) => ({ start: START, end: START + ms, timeZone: 'Europe/Berlin' });

test('each begun 24 hours is one upscale-day: exactly 24 h is one, a millisecond more is two', () => {
  assert.equal(upscaleDays(lasting(30_000), 0), 1);
  assert.equal(upscaleDays(lasting(DAY), 0), 1);
  assert.equal(upscaleDays(lasting(DAY + 1), 0), 2);
});

test('the pre-scale counts with the window', () => {
  assert.equal(upscaleDays(lasting(DAY), 1), 2);
  assert.equal(upscaleDays(lasting(DAY - 30 * 60_000), 30), 1);
  assert.equal(upscaleDays(lasting(DAY), 1440), 2);
});

test('a permanent change uses no days', () => {
  assert.equal(upscaleDays({ start: START, end: null, timeZone: 'Europe/Berlin' }, 1440), 0);
});

test('24 hours are 24 hours, also when the clock changes: a 25-hour Sunday is two days', () => {
  const sunday = { start: Date.parse('2026-10-25T00:00+02:00'), end: Date.parse('2026-10-26T00:00+01:00') };
  assert.equal(upscaleDays({ ...sunday, timeZone: 'Europe/Berlin' }, 0), 2);
});

test('ended early, only the days begun count', () => {
  const window = lasting(5 * DAY);
  assert.equal(upscaleDays(window, 0, START - 1), 0);
  assert.equal(upscaleDays(window, 0, START), 0);
  assert.equal(upscaleDays(window, 0, START + 1), 1);
  assert.equal(upscaleDays(window, 60, START), 1);
  assert.equal(upscaleDays(window, 0, START + 2 * DAY + 1), 3);
  assert.equal(upscaleDays(window, 0, START + 9 * DAY), 5);
});

test('the days are the number of 24-hour steps that begin inside the window', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 92 * DAY }), fc.integer({ min: 0, max: 1440 }), (length, prescale) => {
      let begun = 0;
      for (let step = START - prescale * 60_000; step < START + length; step += DAY) begun++;
      assert.equal(upscaleDays(lasting(length), prescale), begun);
    }),
  );
});
