import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What holds a folder: the portal at an address, or a command that ends soon. */
export type Holder = { what: string; address?: string; stopping?: boolean };

const PATIENCE_MS = 2000;
const TURN_MS = 20;
const STALE_TURN_MS = 10_000;

export type Lock = { change(holder: Holder): void; release(): Promise<void> };

/**
 * Takes a lock for this process, or answers who holds it. The lock is a socket in the folder: the kernel lets go of it with
 * the process, however that ends, and the holder tells by it who it is.
 */
export async function takeLock(path: string, holder: Holder): Promise<{ lock: Lock } | { heldBy: Holder }> {
  const here = short(path);
  for (;;) {
    const lock = await listen(here, holder);
    if (lock) return { lock };
    const heldBy = await askHolder(path);
    if (heldBy) return { heldBy };
    await clearAway(here);
  }
}

/** Who holds a lock now. */
export function askHolder(path: string): Promise<Holder | undefined> {
  return new Promise((done) => {
    let text = '';
    const socket = connect(short(path));
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => done(isGone(error) ? undefined : { what: 'another process' }));
    socket.on('close', () => done(text ? (JSON.parse(text) as Holder) : { what: 'another process' }));
  });
}

function listen(path: string, holder: Holder): Promise<Lock | undefined> {
  let now = holder;
  return new Promise((done, fail) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(JSON.stringify(now));
    });
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(undefined) : fail(error),
    );
    server.listen(path, () => {
      server.unref();
      done({
        change: (holder) => {
          now = holder;
        },
        release: () => close(server),
      });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((done) => server.close(() => done()));
}

/** Removes the socket of a dead holder, one at a time: two who judge it dead must not remove each other's new one. */
async function clearAway(path: string): Promise<void> {
  const turn = `${path}.turn`;
  try {
    closeSync(openSync(turn, 'wx'));
  } catch {
    await sleep(TURN_MS);
    // whoever had the turn was killed during it
    if (ageOf(turn) > STALE_TURN_MS) rmSync(turn, { force: true });
    return;
  }
  const dead = !(await askHolder(path));
  // a socket refuses between its binding and its listening
  await sleep(TURN_MS);
  if (dead && !(await askHolder(path))) rmSync(path, { force: true });
  rmSync(turn, { force: true });
}

function ageOf(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? Date.now() - found.mtimeMs : 0;
}

function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNREFUSED' || code === 'ENOENT';
}

/** A socket's path may have 107 bytes: from the current folder it is short. */
function short(path: string): string {
  return relative(process.cwd(), path);
}
