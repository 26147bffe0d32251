import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Embedded, openEmbedded } from '#prisma/embedded.ts';
import { Halt } from '#prisma/halt.ts';
import type { Environment } from '../env.ts';
import { DATA } from './folder.ts';
import { say } from './progress.ts';

const RESTARTS = 5;
const WITHIN_MS = 60_000;
const DRAIN_MS = 12_000;

/** A process that is replaced when it dies. `lost` rejects when it cannot be kept alive. */
export type Kept = { lost: Promise<never>; close(): Promise<void> };

/** Keeps the embedded PostgreSQL running, always on the port it has now: those who work on it find it again by themselves. */
export async function keepEmbedded(): Promise<Kept & { url: string }> {
  let server: Embedded = await openEmbedded({ dir: DATA });
  const { url } = server;
  let closing = false;
  const worn = wear('PostgreSQL');
  const watching = (async () => {
    for (;;) {
      await server.gone;
      if (closing) return;
      worn();
      say('PostgreSQL ended by itself; it is started again.');
      server = await openEmbedded({ dir: DATA });
      if (closing) return server.stop();
      if (server.url !== url) throw new Halt('PostgreSQL could not get its port again: start Headroom once more.');
    }
  })();
  return {
    url,
    lost: lossOf(watching),
    close: async () => {
      closing = true;
      await server.stop();
      await watching.catch(() => {});
    },
  };
}

/** Left to itself Node lets garbage pile up to a share of the machine's memory. */
export const WORKER_FLAGS = ['--max-old-space-size=160', '--max-semi-space-size=8'];

type Program = { role: 'web' | 'worker'; file: string; name: string; flags: string[] };
const PROGRAMS: Program[] = [
  { role: 'web', file: 'web.ts', name: 'The web server', flags: [] },
  { role: 'worker', file: 'worker.ts', name: 'The worker', flags: WORKER_FLAGS },
];

/** Keeps the processes of a role running; `ready` resolves when each has said so once. They are stopped together. */
export function keepProcesses(
  role: Environment['HEADROOM_ROLE'],
  variables: NodeJS.ProcessEnv,
): Kept & { ready: Promise<unknown> } {
  const programs = PROGRAMS.filter((program) => role === 'all' || role === program.role);
  const kept = programs.map((program) => keepProcess(program, { ...variables, HEADROOM_ROLE: program.role }));
  return {
    ready: Promise.all(kept.map(({ ready }) => ready)),
    lost: Promise.race(kept.map(({ lost }) => lost)),
    close: async () => {
      await Promise.all(kept.map(({ close }) => close()));
    },
  };
}

function keepProcess({ file, name, flags }: Program, variables: NodeJS.ProcessEnv): Kept & { ready: Promise<void> } {
  const ready = Promise.withResolvers<void>();
  const worn = wear(name);
  let closing = false;
  let child: ChildProcess;
  const watching = (async () => {
    for (;;) {
      child = fork(join(import.meta.dirname, file), {
        env: variables,
        execArgv: [...process.execArgv, ...flags],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        detached: true,
      });
      child.once('message', () => ready.resolve());
      await new Promise((done) => child.once('exit', done).once('error', done));
      if (closing) return;
      worn();
      say(`${name} ended by itself; it is started again.`);
      await sleep(200);
    }
  })();
  return {
    ready: ready.promise,
    lost: lossOf(watching),
    close: async () => {
      closing = true;
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), DRAIN_MS);
      await watching.catch(() => {});
      clearTimeout(force);
    },
  };
}

/** Counts deaths; throws a Halt when there were too many in a minute. */
function wear(name: string): () => void {
  const deaths: number[] = [];
  return () => {
    deaths.push(Date.now());
    if (deaths.filter((at) => at > Date.now() - WITHIN_MS).length > RESTARTS)
      throw new Halt(`${name} ended ${RESTARTS + 1} times within a minute; what it said is above.`);
  };
}

/** Rejects as the watching does, never resolves; nobody needs to listen yet. */
function lossOf(watching: Promise<void>): Promise<never> {
  const lost = watching.then(() => new Promise<never>(() => {}));
  lost.catch(() => {});
  return lost;
}
