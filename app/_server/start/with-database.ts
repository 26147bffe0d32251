import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { roleFor } from '#prisma/application-role.ts';
import { openEmbedded, runningEmbedded } from '#prisma/embedded.ts';
import { Halt } from '#prisma/halt.ts';
import { generateClient } from './build.ts';
import { anchorFile, DATA, makeDataFolder, PORTAL_LOCK } from './folder.ts';
import { takeLock } from './lock.ts';
import { holdFolder } from './place.ts';
import { step } from './progress.ts';
import { readVariables } from './variables.ts';

const POLL_MS = 100;

type Work<T> = (url: string) => Promise<T>;

/**
 * Runs a command's work on DATABASE_URL, else on the embedded database: the running one, or one started for as long as the
 * work takes or until it is to stop. This process's variables are set to it, so that #server/db works.
 */
export async function withDatabase<T>(what: string, signal: AbortSignal, work: Work<T>): Promise<T> {
  const own = ownDatabase();
  await generateClient(signal);
  if (own) return step(what, () => workOn(own, signal, work));
  if (!existsSync(`${DATA}/postgres`)) throw new Halt('There is no database yet: run npm start, or set DATABASE_URL.');
  makeDataFolder();
  return step(what, async () => {
    for (;;) {
      const taken = await takeLock(PORTAL_LOCK, { what });
      if ('lock' in taken) return startAndWork(signal, work).finally(taken.lock.release);
      const running = taken.heldBy.address && !taken.heldBy.stopping ? await runningEmbedded(DATA) : undefined;
      if (running) return workOn(running, signal, work);
      await sleep(POLL_MS, undefined, { signal });
    }
  });
}

/** Runs a command's work on DATABASE_URL, else on the embedded database, made where there is none, which no portal may use meanwhile. */
export async function withDatabaseAlone<T>(what: string, signal: AbortSignal, work: Work<T>): Promise<T> {
  const own = ownDatabase();
  if (own) return step(what, () => workOn(own, signal, work));
  makeDataFolder();
  const lock = await holdFolder({ what }, signal);
  return step(what, () => startAndWork(signal, work)).finally(lock.release);
}

function ownDatabase(): string | undefined {
  // no command seals anything, and whoever only migrates need not have the secret
  const given = { AUTH_SECRET: randomBytes(33).toString('base64') };
  const { DATABASE_URL: own, AUTH_SECRET: secret = '' } = readVariables(given);
  process.env.AUTH_SECRET = secret;
  process.env.HEADROOM_RECORD_ANCHOR = anchorFile(own);
  return own;
}

async function startAndWork<T>(signal: AbortSignal, work: Work<T>): Promise<T> {
  const server = await openEmbedded({ dir: DATA });
  try {
    return await workOn(server.url, signal, work);
  } finally {
    await server.stop();
  }
}

async function workOn<T>(url: string, signal: AbortSignal, work: Work<T>): Promise<T> {
  signal.throwIfAborted();
  process.env.DATABASE_URL = url;
  process.env.HEADROOM_DB_ROLE = await roleFor(url);
  const stopped = once(signal, 'abort').then(() => signal.throwIfAborted() as never);
  return Promise.race([work(url), stopped]);
}
