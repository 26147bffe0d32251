import { setTimeout as sleep } from 'node:timers/promises';
import { PROVIDERS_HERE, type Providers } from '../hosting/providers.ts';
import { log } from '../log.ts';
import { tickDone } from '../metrics.ts';
import { isOutage } from '../outage.ts';
import { type DueRow, dueRows, takeOver } from './due-rows.ts';
import { type Stepper, step } from './step.ts';
import { sweep } from './sweep.ts';

export type Work = {
  workerId: string;
  /** aborts to drain: what is in hand finishes its step, nothing is begun */
  signal: AbortSignal;
  /** takes a callback, to be called when something may be due sooner than the next tick */
  woken?: (callback: () => void) => void;
  /** UTC ms */
  now?: () => number;
  tickMs?: number;
  /** how many rows are in hand at once: as many providers may hang before others have to wait */
  concurrency?: number;
  providers?: Providers;
};

const BATCH = 100;
const TAKE_OVER_EVERY_MS = 15_000;
const REST_MS = 15_000;
/** With fewer rows in hand there is time to look how far a change is. */
const CALM = 8;

/** Leads everything on that is due, tick by tick, until the signal aborts and what is in hand has finished its step. Any number of workers may do so on one database. */
export async function work({ signal, tickMs = 1000, concurrency = 32, woken, ...options }: Work): Promise<void> {
  const { workerId, now = Date.now, providers = PROVIDERS_HERE } = options;
  const hands = new Hands({ workerId, now, providers }, concurrency);
  let pause = new AbortController();
  woken?.(() => pause.signal.aborted || pause.abort());
  while (!signal.aborted) {
    pause = new AbortController();
    const full = await hands.tick(signal);
    if (!full) await sleep(tickMs, undefined, { signal: AbortSignal.any([signal, pause.signal]) }).catch(() => {});
  }
  await hands.empty();
}

/** What one worker has in hand. */
class Hands {
  readonly #stepper: Stepper;
  readonly #most: number;
  readonly #held = new Map<string, Promise<void>>();
  #sweeps = 0;
  /** what failed by a fault of its own, and until when (ms of this process) it is left alone */
  readonly #resting = new Map<string, number>();
  #takenOverAt = Number.NEGATIVE_INFINITY;
  #away = false;

  constructor(stepper: Stepper, most: number) {
    this.#stepper = { ...stepper, calm: () => this.#held.size < CALM };
    this.#most = most;
  }

  /** One look at what is due; all of it is begun in its order. Answers whether more may be waiting. */
  async tick(signal: AbortSignal): Promise<boolean> {
    const began = performance.now();
    try {
      await this.#takeOver();
      const rows = await dueRows(this.#stepper.now(), BATCH, Math.max(0, this.#most / 2 - this.#sweeps));
      if (this.#away) log().info('the database is back: the worker goes on');
      this.#away = false;
      const free = rows.filter(({ id }) => !this.#held.has(id) && !this.#rests(id));
      for (const row of free) {
        if (this.#held.size >= this.#most) await Promise.race(this.#held.values());
        if (signal.aborted) return false;
        this.#begin(row);
      }
      tickDone({ ms: performance.now() - began, claimed: free.length });
      return free.length >= BATCH / 2;
    } catch (error) {
      this.#stumble(error, 'the worker cannot see what is due');
      return false;
    }
  }

  /** Resolves when nothing is in hand any more. */
  async empty(): Promise<void> {
    await Promise.all(this.#held.values());
  }

  #begin({ id, what }: DueRow): void {
    const leading = what === 'request' ? step(id, this.#stepper) : this.#sweep(id);
    const held = leading
      .then(() => {})
      .catch((error) => {
        if (!isOutage(error)) this.#resting.set(id, performance.now() + REST_MS);
        this.#stumble(error, `a step of ${what} ${id} failed and is taken again`);
      })
      .finally(() => this.#held.delete(id));
    this.#held.set(id, held);
  }

  /** At most half the hands look for drift: an environment that does not answer holds up no window. */
  async #sweep(id: string): Promise<boolean> {
    this.#sweeps++;
    return sweep(id, this.#stepper).finally(() => {
      this.#sweeps--;
    });
  }

  #rests(id: string): boolean {
    const resting = (this.#resting.get(id) ?? 0) > performance.now();
    if (!resting) this.#resting.delete(id);
    return resting;
  }

  /** What dead workers had in hand, and what fell out of this one's. */
  async #takeOver(): Promise<void> {
    if (performance.now() - this.#takenOverAt < TAKE_OVER_EVERY_MS) return;
    await takeOver({ workerId: this.#stepper.workerId, held: [...this.#held.keys()], at: this.#stepper.now() });
    this.#takenOverAt = performance.now();
  }

  /** What goes wrong with one row stops no other; the database away is said once and waited out. */
  #stumble(error: unknown, what: string): void {
    if (!isOutage(error)) return void log().error({ err: error }, what);
    if (!this.#away) log().error({ err: error }, 'the worker waits: the database does not answer');
    this.#away = true;
    // what fell out of hand is taken again as soon as the database is back; what failed otherwise, a little later
    this.#takenOverAt = Number.NEGATIVE_INFINITY;
  }
}
