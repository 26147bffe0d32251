import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { MANY_REFERENCE } from '#prisma/seed/bulk-status.ts';
import { startChild, variablesOn } from '../child.ts';
import { quantile } from '../measure.ts';
import type { Change } from './level-driver.ts';
import type { Report } from './page-watcher.ts';

/** The address of the status that is measured. */
export const ADDRESS = `/status/${MANY_REFERENCE}`;
/** A change that was not shown before the next one came. */
const NEVER = Number.POSITIVE_INFINITY;
const LAST_MS = 2000;

/** Somebody who changes levels through the product's own writer. */
export type Driver = {
  changes: Change[];
  /** one change */
  once(): Promise<Change>;
  /** one each second, while something is done; the answered changes are those */
  during<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
};

/** Starts a driver on a database. */
export async function startDriver(url: string, secret: string): Promise<Driver> {
  const env = variablesOn(url, secret, { CONTRACT: MANY_REFERENCE });
  const child = await startChild(import.meta.resolve('./level-driver.ts'), env);
  const changes: Change[] = [];
  child.process.on('message', (word) => {
    if (word !== 'stopped') changes.push(word as Change);
  });
  return {
    changes,
    once: async () => {
      child.process.send('once');
      const [change] = (await once(child.process, 'message')) as [Change];
      return change;
    },
    during: async (work) => {
      child.process.send('go');
      const value = await work();
      child.process.send('stop');
      while ((await once(child.process, 'message'))[0] !== 'stopped');
      return value;
    },
    stop: child.stop,
  };
}

/** Pages that are open, or (`pollMs`) one client that asks over and over. */
export type Watcher = { delays(changes: readonly Change[]): Promise<number[]>; stop(): Promise<void> };

/** Opens so many public status pages at a server. */
export async function startWatcher(origin: string, pages: number, pollMs?: number): Promise<Watcher> {
  const env = { ...process.env, ORIGIN: origin, ADDRESS, PAGES: String(pages), NODE_ENV: 'production' as const };
  const polled = pollMs === undefined ? {} : { POLL_MS: String(pollMs) };
  const child = await startChild(import.meta.resolve('./page-watcher.ts'), { ...env, ...polled });
  return {
    delays: async (changes) => {
      await sleep(LAST_MS);
      child.process.send('report');
      const [{ pages: all, sick }] = (await once(child.process, 'message')) as [Report];
      return all.flatMap((seen) =>
        delaysOf(
          seen.map(([at, version]) => ({ at, sick: sick[version] ?? [] })),
          changes,
        ),
      );
    },
    stop: child.stop,
  };
}

export type Sighting = { at: number; sick: readonly string[] };

/** How long after each change a page showed it (ms); a page goes from one sighting to the next. */
export function delaysOf(seen: readonly Sighting[], changes: readonly Change[]): number[] {
  let place = 0;
  return changes.map(({ slug, isSick, at }, number) => {
    const earliest = changes[number - 1]?.at ?? 0;
    const latest = changes[number + 1]?.at ?? NEVER;
    const found = seen.findIndex(
      (each, index) => index >= place && each.at >= earliest && each.sick.includes(slug) === isSick,
    );
    const sighting = seen[found];
    if (!sighting || sighting.at > latest + LAST_MS) return NEVER;
    place = found + 1;
    return Math.max(0, sighting.at - at);
  });
}

/** How many, the middle one, the slowest. */
export function spoken(delays: readonly number[]): string {
  return `${delays.length} seen, median ${quantile(delays, 0.5).toFixed(0)} ms`;
}
