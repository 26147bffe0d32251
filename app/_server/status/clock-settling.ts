import { log } from '../log.ts';
import { settleDue } from './settle-due.ts';

const MOST_SETTLED = 500;
/** The next beat goes on where there is more. */
const MOST_MS = 3000;

/** What the clock alone changes of levels, told by this process too, should no worker live; one settling at a time. */
export class ClockSettling {
  #running: Promise<boolean> | null = null;

  /** Settles what is due at an instant (UTC ms), or waits for the settling that runs; answers whether nothing of it is left. */
  settle(at: number): Promise<boolean> {
    this.#running ??= settleAllDue(at)
      .catch((error) => {
        log().debug({ err: error }, 'levels could not be settled');
        return false;
      })
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }
}

async function settleAllDue(at: number): Promise<boolean> {
  const began = performance.now();
  do {
    if ((await settleDue(at, MOST_SETTLED)) === 0) return true;
  } while (performance.now() - began < MOST_MS);
  return false;
}
