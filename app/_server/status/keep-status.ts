import { setTimeout as sleep } from 'node:timers/promises';
import { transaction } from '../db.ts';
import { log } from '../log.ts';
import { isOutage } from '../outage.ts';
import { turnPartitions } from './retention.ts';
import { forgetting, rollUp } from './roll-up.ts';
import { settleDue } from './settle-due.ts';

export type Keeping = {
  /** aborts to end: what is begun is finished */
  signal: AbortSignal;
  /** UTC ms */
  now?: () => number;
  tickMs?: number;
};

const BATCH = 200;
const ROLL_UP_EVERY_MS = 60_000;
const PARTITIONS_EVERY_MS = 3_600_000;
/** What fails by a fault of its own is left alone for so long. */
const REST_MS = 60_000;

/** Keeps levels true as time passes, and rolls up and forgets what is over, tick by tick until the signal aborts. Any number of workers may do so on one database; its absence is waited out. */
export async function keepStatus({ signal, now = Date.now, tickMs = 1000 }: Keeping): Promise<void> {
  const keeper = new Keeper(now);
  while (!signal.aborted) {
    const full = await keeper.tick();
    if (!full) await sleep(tickMs, undefined, { signal }).catch(() => {});
  }
}

/** What one worker knows between two ticks; instants in ms of this process, which no clock sets back. */
class Keeper {
  readonly #now: () => number;
  readonly #forget = forgetting();
  #partitionsAt = Number.NEGATIVE_INFINITY;
  #rolledUpAt = Number.NEGATIVE_INFINITY;
  #away = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Answers whether more levels are waiting. */
  async tick(): Promise<boolean> {
    const settled = await this.#attempt('levels cannot be settled', () => settleDue(this.#now(), BATCH));
    if (this.#away) return false;
    if (passed(this.#partitionsAt, PARTITIONS_EVERY_MS)) await this.#attempt('no partitions', () => this.#turn());
    if (passed(this.#rolledUpAt, ROLL_UP_EVERY_MS)) await this.#attempt('no rollup', () => this.#rollUp());
    return (settled ?? 0) > 0;
  }

  async #turn(): Promise<void> {
    this.#partitionsAt = performance.now() - PARTITIONS_EVERY_MS + REST_MS;
    const dropped = await transaction((tx) => turnPartitions(tx, this.#now()));
    this.#partitionsAt = performance.now();
    if (dropped > 0) log().info({ dropped }, 'days of raw probes are kept no longer');
  }

  async #rollUp(): Promise<void> {
    // what is waiting goes on in the next tick
    this.#rolledUpAt = performance.now();
    if (await rollUp(this.#now(), this.#forget)) this.#rolledUpAt = Number.NEGATIVE_INFINITY;
  }

  /** What goes wrong with one thing stops no other; the database away is waited out, and the worker's own work says so. */
  async #attempt<T>(what: string, work: () => Promise<T>): Promise<T | null> {
    try {
      const value = await work();
      if (this.#away) log().debug('levels are settled again');
      this.#away = false;
      return value;
    } catch (error) {
      if (!isOutage(error)) log().error({ err: error }, what);
      else if (!this.#away) log().debug({ err: error }, 'levels wait for the database');
      this.#away ||= isOutage(error);
      return null;
    }
  }
}

function passed(since: number, ms: number): boolean {
  return performance.now() - since >= ms;
}
