import { type Tx, transaction } from '../db.ts';
import { rolledUp } from '../metrics.ts';
import { isOutage } from '../outage.ts';
import { forgetSpans, keptSince } from './retention.ts';
import { rollUpDays } from './rollup-days.ts';
import { forgetHours, rollUpSlice } from './rollup-probes.ts';

/** Held by whoever rolls up, until the end of its transaction. */
const ROLLUP_LOCK = 7_241_023;
/** No slice is begun after so much of a tick. */
const TICK_MS = 300;
const FORGET_EVERY_MS = 3_600_000;

/** What one process has to remember between its ticks: how far it is with what is kept no longer. */
export type Forgetting = { at: number; spans: boolean; endpoint: number | null };

/** Nothing forgotten yet. */
export function forgetting(): Forgetting {
  return { at: Number.NEGATIVE_INFINITY, spans: false, endpoint: null };
}

/**
 * Rolls up what is over, in slices of one short transaction each: days of levels, hours and days of probes; then deletes what
 * is kept no longer. `at` in UTC ms. Answers whether more is waiting. One process does so at a time; the others have nothing
 * to do. What goes wrong with one kind holds up no other, and is thrown in the end.
 */
export async function rollUp(at: number, forget: Forgetting, tickMs = TICK_MS): Promise<boolean> {
  const began = performance.now();
  const inTime = () => performance.now() - began < tickMs;
  const slices = [
    (tx: Tx) => rollUpDays(tx, at),
    (tx: Tx) => rollUpSlice(tx, 'hours', at),
    (tx: Tx) => rollUpSlice(tx, 'days', at),
    (tx: Tx) => forgetSome(tx, at, forget),
  ];
  const faults: unknown[] = [];
  let worked = false;
  let more = false;
  for (const slice of slices) {
    do {
      more = await alone(slice).catch((error) => {
        if (isOutage(error)) throw error;
        faults.push(error);
        return false;
      });
      worked ||= more;
    } while (more && inTime());
    if (!inTime()) break;
  }
  if (worked) rolledUp({ ms: performance.now() - began });
  if (faults.length > 0) throw faults[0];
  return more || !inTime();
}

/** Does one slice unless another process is at one; answers whether there was any. */
function alone(slice: (tx: Tx) => Promise<boolean>): Promise<boolean> {
  return transaction(async (tx) => {
    const [{ mine }] = await tx.$queryRaw<
      [{ mine: boolean }]
    >`SELECT pg_try_advisory_xact_lock(${ROLLUP_LOCK}) AS mine`;
    return mine && slice(tx);
  });
}

/** Each hour, bit by bit; answers whether there is more of it. */
async function forgetSome(tx: Tx, at: number, forget: Forgetting): Promise<boolean> {
  if (at >= forget.at + FORGET_EVERY_MS) Object.assign(forget, { at, spans: true, endpoint: 0 });
  if (forget.spans) forget.spans = await forgetSpans(tx, keptSince(at));
  else if (forget.endpoint !== null) forget.endpoint = await forgetHours(tx, keptSince(at), forget.endpoint);
  return forget.spans || forget.endpoint !== null;
}
