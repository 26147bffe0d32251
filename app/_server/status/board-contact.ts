import type { AsOf } from './board-entry.ts';

const MINUTE = 60_000;

/** Of when the board is: when the database last answered, and whether it is away. Instants in UTC ms. */
export class BoardContact {
  /** on the clock's beat of 5 s, so that all instances say the same */
  #answeredAt = 0;
  #isAway = false;
  /** when it last could not be asked */
  #lostAt = 0;
  /** when it was found to be back; what was read before is not current */
  #backAt: number | null = null;

  /** Whether the database could not be asked at the last look. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** What is told of later was told by a clock that is ahead of this one, or was. */
  get latest(): number {
    return this.#answeredAt + MINUTE;
  }

  at(changedAt: number, now = Date.now()): AsOf {
    const asOf = Math.max(changedAt, Math.floor(this.#answeredAt / MINUTE) * MINUTE);
    return { asOf, answeredAt: this.#answeredAt, stale: this.#isAway, now };
  }

  /** It was asked at a beat, and answered: also of a clock that was set back. */
  answered(at: number): void {
    this.#answeredAt = at;
  }

  /** All was read for the first time, and may have been asked for meanwhile. */
  begun(at: number): void {
    this.#answeredAt = Math.max(this.#answeredAt, at);
  }

  /** It cannot be asked at `now`; answers the look before at which it could not be either, null = it could. */
  lost(now: number): AsOf | null {
    this.#backAt = null;
    const before = this.#isAway ? this.at(0, this.#lostAt) : null;
    this.#isAway = true;
    this.#lostAt = now;
    return before;
  }

  /** It answers again; what is known counts as current only when it was read since. */
  back(at: number): void {
    this.#backAt = at;
  }

  /** Everything was read. */
  current(): void {
    if (this.#backAt === null) return;
    this.#answeredAt = this.#backAt;
    this.#backAt = null;
    this.#isAway = false;
  }
}
