import { log } from '../log.ts';
import { findingsDropped } from '../metrics.ts';
import { isOutage } from '../outage.ts';
import { type Finding, isPartitionMissing, makePartitions, writeChanged, writeUnchanged } from './readings.ts';

/** What could not be written for so long is not written any more: nobody knows how it is now. */
const TOO_OLD_MS = 60_000;
const SETTLING_AT_ONCE = 4;

type Waiting = { finding: Finding; since: number };

/** Brings results into the database: news at once, environment by environment; the rest together, at each `flush`. While the database is away they wait, and are dropped when they are too old. */
export class Post {
  readonly #now: () => number;
  readonly #tooOldMs: number;
  #same: Waiting[] = [];
  #news = new Map<string, Waiting[]>();
  readonly #settling = new Map<string, Promise<void>>();
  #away = false;
  #dropping = false;

  /** now: UTC ms; tooOldMs: how long a result waits for the database */
  constructor(now: () => number, tooOldMs = TOO_OLD_MS) {
    this.#now = now;
    this.#tooOldMs = tooOldMs;
  }

  /** Takes a result; isNews: it is not what is stored. */
  add(finding: Finding, isNews: boolean): void {
    const waiting = { finding, since: performance.now() };
    if (isNews) this.#hold([waiting]);
    else this.#same.push(waiting);
    if (isNews && !this.#away) this.#settleMore();
  }

  /** Writes what waits; resolves when it is written, or when the database does not take it. */
  async flush(): Promise<void> {
    this.#away = false;
    const same = this.#young(this.#same.splice(0));
    if (same.length > 0) await this.#write(same);
    this.#settleMore();
    while (this.#settling.size > 0) await Promise.all(this.#settling.values());
  }

  async #write(same: Waiting[]): Promise<void> {
    try {
      const findings = same.map(({ finding }) => finding);
      const news = await inItsPartition(findings, () => writeUnchanged(findings));
      if (news.length > 0) this.#hold(same.filter(({ finding }) => news.includes(finding)));
      this.#back();
    } catch (error) {
      if (this.#stumble(error)) this.#same.unshift(...same);
    }
  }

  #hold(waiting: Waiting[]): void {
    for (const each of waiting) {
      const { environmentId } = each.finding;
      this.#news.set(environmentId, [...(this.#news.get(environmentId) ?? []), each]);
    }
  }

  #settleMore(): void {
    for (const environmentId of this.#news.keys()) {
      if (this.#away || this.#settling.size >= SETTLING_AT_ONCE) return;
      if (this.#settling.has(environmentId)) continue;
      const settling = this.#settle(environmentId).finally(() => {
        this.#settling.delete(environmentId);
        this.#settleMore();
      });
      this.#settling.set(environmentId, settling);
    }
  }

  async #settle(environmentId: string): Promise<void> {
    const waiting = this.#young(this.#news.get(environmentId) ?? []);
    this.#news.delete(environmentId);
    if (waiting.length === 0) return;
    try {
      const findings = waiting.map(({ finding }) => finding);
      await inItsPartition(findings, () => writeChanged(environmentId, findings, this.#now()));
      this.#back();
    } catch (error) {
      if (this.#stumble(error)) this.#hold(waiting);
    }
  }

  #young(waiting: Waiting[]): Waiting[] {
    const young = waiting.filter(({ since }) => performance.now() - since < this.#tooOldMs);
    const dropped = waiting.length - young.length;
    if (dropped === 0) return young;
    findingsDropped(dropped);
    if (!this.#dropping)
      log().warn({ dropped }, 'results of probes are dropped: the database did not take them in time');
    this.#dropping = true;
    return young;
  }

  #back(): void {
    if (this.#away || this.#dropping) log().info('the database takes results of probes again');
    this.#away = false;
    this.#dropping = false;
  }

  /** Whether what failed is worth another try. */
  #stumble(error: unknown): boolean {
    if (isOutage(error)) {
      this.#away = true;
      return true;
    }
    log().error({ err: error }, 'results of probes could not be written');
    return false;
  }
}

/** A missing partition is made, once. */
async function inItsPartition<T>(findings: readonly Finding[], write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isPartitionMissing(error)) throw error;
    const days = new Map(findings.map(({ at }) => [Math.floor(at / 86_400_000), at]));
    for (const at of days.values()) await makePartitions(at);
    return write();
  }
}
