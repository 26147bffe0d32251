/** Multiples of it, taken modulo 1, lie evenly in every stretch of numbers: endpoints made one after the other are not probed at once. */
const GOLDEN = 0.618_033_988_749_894_9;
const JITTER = 0.02;
const MOST_JITTER_MS = 500;

/** When an endpoint is probed after a probe at `at` (UTC ms): at its own place in its interval, whatever delayed this one, give or take a little. random: 0 up to 1. */
export function nextProbeAt(
  { id, intervalSeconds }: { id: number; intervalSeconds: number },
  at: number,
  random = Math.random(),
): number {
  const interval = intervalSeconds * 1000;
  const place = ((id * GOLDEN) % 1) * interval;
  const next = place + interval * Math.ceil((at + interval / 2 - place) / interval);
  return Math.round(next + (2 * random - 1) * Math.min(interval * JITTER, MOST_JITTER_MS));
}
