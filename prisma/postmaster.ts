import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
/** larger than any pid the kernel gives */
const NO_PROCESS = 999_999_999;

/** What a running or crashed server left in its data folder; the port is 0 while it has not yet written it. */
export type Postmaster = { pid: number; port: number };

/** The server that postmaster.pid names, if there is such a file. */
export function readPostmaster(dataFolder: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Math.abs(Number(lines[0])), port: Number(lines[3]) || 0 };
  } catch {
    return undefined;
  }
}

/** Whether a process lives; a zombie that nobody collects does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true; // no /proc here
  }
}

/** Whether a living process is the PostgreSQL of this data folder and not a later owner of its number. */
export function servesFolder(pid: number, dataFolder: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dataFolder);
  } catch {
    return true;
  }
}

/**
 * Makes a stale postmaster.pid harmless: PostgreSQL refuses to start while *any* process has that number. The rest of the
 * file stays, since PostgreSQL finds leftover backends by its shared memory line.
 */
export function disownStalePid(dataFolder: string): void {
  const file = join(dataFolder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [NO_PROCESS, ...rest].join('\n'));
}

/** Resolves when a process is gone. */
export async function goneAwaited(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(POLL_MS);
}

/** Stops a server: fast (sessions end, data is flushed), after 30 s at once, after 35 s by force. */
export async function stopServer(pid: number, gone: Promise<void>): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    const waiting = new AbortController();
    const done = await Promise.race([
      gone.then(() => true),
      sleep(patience, false, { signal: waiting.signal }).catch(() => false),
    ]);
    waiting.abort();
    if (done) return;
  }
}
