import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '#prisma/embedded.ts';
import { readPostmaster } from '#prisma/postmaster.ts';
import { freshDatabase } from '#server/testing/database.ts';
import { familyOf } from '../bench/processes.ts';
import { freePort, listening, startWeb, startWorker, stopWeb } from '../stack/portal.ts';

export type Part = 'web' | 'worker' | 'PostgreSQL';

/** An installation of real processes, each of which can be killed by force. */
export type Installation = {
  origin: string;
  /** the owner's */
  databaseUrl: string;
  /** the file in which the record's head is anchored */
  anchor: string;
  /** kill -9, and started again at once; resolves when it is well */
  kill(part: Part, whenDead?: () => Promise<unknown>): Promise<void>;
  /** the process ids of the workers */
  workers(): number[];
  /** one worker more */
  hire(): Promise<void>;
  /** PostgreSQL stopped as an operator does, for as long as something takes */
  without(work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
};

/** Starts PostgreSQL with fsync and the demo data, a web server and workers; a simulated change takes 0.3–0.8 s unless said otherwise. */
export async function startInstallation({ workers: count = 1, seconds = '0.3-0.8' } = {}): Promise<Installation> {
  // the name by which those of killed test runs are found and removed
  const folder = mkdtempSync(join(tmpdir(), `headroom-test-${process.pid}-`));
  const dir = join(folder, 'data');
  const anchor = join(folder, 'record.head');
  let server = await openEmbedded({ dir });
  process.env.HEADROOM_TEST_ADMIN_URL = server.url;
  const { url } = await freshDatabase({ demo: true });
  const port = await freePort();
  const variables = { HEADROOM_RECORD_ANCHOR: anchor, HEADROOM_SIMULATED_SECONDS: seconds };
  const start = {
    web: () => startWeb(url, port, variables),
    worker: () => startWorker(url, { ...variables, HEADROOM_ROLE: 'worker' }),
  };
  const web = [start.web()];
  const workers = Array.from({ length: count }, start.worker);
  await Promise.all([...web, ...workers].map(listening));

  const reopen = async () => {
    const { url: before } = server;
    server = await openEmbedded({ dir });
    if (server.url !== before) throw new Error('PostgreSQL could not get its port again');
  };
  const replace = async (kept: ChildProcess[], next: () => ChildProcess, whenDead: () => Promise<unknown>) => {
    const [victim] = kept;
    if (!victim?.pid || victim.exitCode !== null) throw new Error('a process ended by itself');
    await killed([victim.pid], once(victim, 'exit'));
    kept.shift();
    await whenDead();
    kept.push(next());
    await Promise.all(kept.slice(-1).map(listening));
  };
  return {
    origin: `http://localhost:${port}`,
    databaseUrl: url,
    anchor,
    kill: async (part, whenDead = async () => {}) => {
      if (part === 'web') return replace(web, start.web, whenDead);
      if (part === 'worker') return replace(workers, start.worker, whenDead);
      await killed(familyOf(postmasterOf(dir)), server.gone);
      await Promise.all([reopen(), whenDead()]);
    },
    workers: () => workers.flatMap(({ pid }) => pid ?? []),
    hire: async () => {
      workers.push(start.worker());
      await Promise.all(workers.slice(-1).map(listening));
    },
    without: async (work) => {
      await server.stop();
      await work().finally(reopen);
    },
    stop: async () => {
      await Promise.all([...web, ...workers].map(stopWeb));
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The process of the PostgreSQL kept under `dir`. Never 0, which to a kill is everybody. */
export function postmasterOf(dir: string): number {
  const found = readPostmaster(join(dir, 'postgres'));
  if (!found?.pid) throw new Error(`no PostgreSQL runs in ${dir}`);
  return found.pid;
}

async function killed(pids: number[], gone: Promise<unknown>): Promise<void> {
  for (const pid of pids)
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // a backend that went with its postmaster
    }
  await gone;
}
