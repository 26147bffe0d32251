import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { roleFor } from '#prisma/application-role.ts';
import { openEmbedded, runningEmbedded } from '#prisma/embedded.ts';
import { Halt } from '#prisma/halt.ts';
import { generateClient } from './build.ts';
import { DATA, makeDataFolder, PORTAL_LOCK } from './folder.ts';
import { takeLock } from './lock.ts';
import { step } from './progress.ts';
import { readVariables } from './variables.ts';

const POLL_MS = 100;

/**
 * Runs a command's work on DATABASE_URL, else on the embedded database: the running one, or one started for as long as the
 * work takes. This process's variables are set to it, so that #server/db works.
 */
export async function withDatabase<T>(what: string, work: (url: string) => Promise<T>): Promise<T> {
  // no command seals anything, and whoever only migrates need not have the secret
  const given = { AUTH_SECRET: randomBytes(33).toString('base64') };
  const { DATABASE_URL: own, AUTH_SECRET: secret = '' } = readVariables(given);
  process.env.AUTH_SECRET = secret;
  await generateClient();
  if (own) return step(what, () => workOn(own, work));
  if (!existsSync(`${DATA}/postgres`)) throw new Halt('There is no database yet: run npm start, or set DATABASE_URL.');
  makeDataFolder();
  return step(what, async () => {
    for (;;) {
      const taken = await takeLock(PORTAL_LOCK, { what });
      if ('lock' in taken) return startAndWork(work).finally(taken.lock.release);
      const running = taken.heldBy.address && !taken.heldBy.stopping ? await runningEmbedded(DATA) : undefined;
      if (running) return workOn(running, work);
      await sleep(POLL_MS);
    }
  });
}

async function startAndWork<T>(work: (url: string) => Promise<T>): Promise<T> {
  const server = await openEmbedded({ dir: DATA });
  try {
    return await workOn(server.url, work);
  } finally {
    await server.stop();
  }
}

async function workOn<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  process.env.DATABASE_URL = url;
  process.env.HEADROOM_DB_ROLE = await roleFor(url);
  return work(url);
}
