import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beats } from './beats.ts';

const S = 1000;

/** A clock at 11:59:50 whose every longer timer wakes 1 ms early. */
function hastyClock() {
  const clock = {
    at: 50 * S,
    now: () => clock.at,
    wait: async (ms: number) => {
      clock.at += ms > 1 ? ms - 1 : ms;
    },
  };
  return clock;
}

test('A timer that wakes early brings no beat before its time, none twice, and misses none', async () => {
  const clock = hastyClock();
  const all = beats(clock);
  const seen: string[] = [];
  for (let n = 0; n < 4; n++) {
    const { at, isNewMinute } = (await all.next()).value;
    seen.push(`${at / S}${isNewMinute ? ' minute' : ''}`);
    clock.at += 3; // what is done at a beat takes a moment
  }
  assert.deepEqual(seen, ['55', '60 minute', '65', '70']);
});

test('What lasts beyond a minute’s first beat still hears of that minute, once', async () => {
  const clock = hastyClock();
  const all = beats(clock);
  await all.next();
  clock.at = 61 * S;
  assert.deepEqual(
    [(await all.next()).value, (await all.next()).value],
    [
      { at: 65 * S, isNewMinute: true },
      { at: 70 * S, isNewMinute: false },
    ],
  );
});
