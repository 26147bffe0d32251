import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Halt } from '#prisma/halt.ts';
import { PORTAL_LOCK } from './folder.ts';
import { type Holder, type Lock, takeLock } from './lock.ts';
import { step } from './progress.ts';

const POLL_MS = 100;
/** how long a port that was just left may take to be free */
const PORT_PATIENCE_MS = 5000;

/** Holds this folder for one portal; waits for one that stops and for a command, else a Halt with the running one's address. */
export async function holdFolder(holder: Holder, signal: AbortSignal): Promise<Lock> {
  return step('Waiting for another command in this folder', async () => {
    for (;;) {
      const taken = await takeLock(PORTAL_LOCK, holder);
      if ('lock' in taken) return taken.lock;
      const { what, address, stopping } = taken.heldBy;
      if (address && !stopping) throw new Halt(`${what} already runs in this folder, at ${address}: stop it first.`);
      await sleep(POLL_MS, undefined, { signal });
    }
  });
}

/** Refuses a host and port that cannot be listened on, before anything long is begun. */
export async function requireFreePort(host: string, port: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + PORT_PATIENCE_MS;
  for (;;) {
    const code = await tryPort(host, port);
    if (!code) return;
    if (code !== 'EADDRINUSE')
      throw new Halt(`HEADROOM_HOST ${host} with PORT ${port} cannot be listened on (${code}).`);
    if (Date.now() > deadline)
      throw new Halt(`PORT ${port} is taken by another program on ${host}: set PORT to a free one.`);
    await sleep(POLL_MS, undefined, { signal });
  }
}

function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((done) => {
    const probe = createServer()
      .once('error', (error: NodeJS.ErrnoException) => done(error.code))
      .listen(port, host, () => probe.close(() => done(undefined)));
  });
}
