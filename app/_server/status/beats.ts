import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 5000;
const MINUTE = 60_000;

/** at = when it was due (UTC ms); isNewMinute = of another minute than the one before */
export type Beat = { at: number; isNewMinute: boolean };
type Clock = { now(): number; wait(ms: number): Promise<unknown> };
const OWN: Clock = { now: Date.now, wait: (ms) => sleep(ms, undefined, { ref: false }) };

/** The clock's beats of 5 s, each once and none before its time, while somebody asks for the next; who asks late misses beats, but no minute. */
export async function* beats(clock = OWN): AsyncGenerator<Beat, never> {
  const beat = () => beatAt(clock.now());
  let minute = Math.floor(clock.now() / MINUTE);
  for (;;) {
    const before = beat();
    // a timer may wake a moment before its time, and the beat that it was for would be missed
    do await clock.wait(BEAT_MS - (clock.now() % BEAT_MS));
    while (beat() === before);
    const at = beat();
    const isNewMinute = Math.floor(at / MINUTE) !== minute;
    minute = Math.floor(at / MINUTE);
    yield { at, isNewMinute };
  }
}

/** The last beat at or before an instant (UTC ms). */
export function beatAt(at: number): number {
  return Math.floor(at / BEAT_MS) * BEAT_MS;
}
