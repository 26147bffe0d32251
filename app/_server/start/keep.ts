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
const SHOP_PATIENCE_MS = 5000;

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
export const WORKER_FLAGS = ['--max-old-space-size=160', '--max-semi-space-size=2'];

/** A name that nobody answers holds a thread, and lookups may have half of them: of Node's four, two such names would hold up all. Each costs memory. */
const LOOKUPS = { UV_THREADPOOL_SIZE: '12' };
/** The worker keeps to one place for memory: many small ones grow each by itself. */
export const WORKER_VARIABLES = { ...LOOKUPS, MALLOC_ARENA_MAX: '1' };

type Program = {
  role: 'web' | 'worker';
  file: string;
  name: string;
  flags: string[];
  variables: Record<string, string>;
};
/** What the demo's probes look at stands beside the worker that probes. */
const SHOP: Program = {
  ...{ role: 'worker', file: 'shop.ts', name: 'The demo shop' },
  flags: ['--max-old-space-size=48', '--max-semi-space-size=2'],
  variables: LOOKUPS,
};
const PROGRAMS: Program[] = [
  { role: 'web', file: 'web.ts', name: 'The web server', flags: [], variables: LOOKUPS },
  { role: 'worker', file: 'worker.ts', name: 'The worker', flags: WORKER_FLAGS, variables: WORKER_VARIABLES },
];

/** Keeps the processes of a role running, with `demo` also the shops that a worker's probes look at; `ready` resolves when each has said so once. They are stopped together. */
export function keepProcesses(
  role: Environment['HEADROOM_ROLE'],
  variables: NodeJS.ProcessEnv,
  { demo }: { demo: boolean },
): Kept & { ready: Promise<unknown> } {
  const isWanted = (program: Program) => role === 'all' || role === program.role;
  const keep = (program: Program, after?: Promise<unknown>) =>
    keepProcess(program, { ...program.variables, ...variables, HEADROOM_ROLE: program.role }, after);
  const shops = [SHOP].filter((program) => demo && isWanted(program)).map((program) => keep(program));
  // the first probes shall not meet closed doors; but a shop that never opens holds no window up
  const open = Promise.race([
    Promise.all(shops.map(({ ready }) => ready)),
    sleep(SHOP_PATIENCE_MS, null, { ref: false }),
  ]);
  const programs = PROGRAMS.filter(isWanted).map((program) =>
    keep(program, program.role === 'worker' ? open : undefined),
  );
  const kept = [...shops, ...programs];
  const closeAll = (some: readonly Kept[]) => Promise.all(some.map(({ close }) => close()));
  return {
    ready: Promise.all(kept.map(({ ready }) => ready)),
    lost: Promise.race(kept.map(({ lost }) => lost)),
    close: async () => {
      await closeAll(programs);
      // nor the last ones
      await closeAll(shops);
    },
  };
}

function keepProcess(
  { file, name, flags }: Program,
  variables: NodeJS.ProcessEnv,
  after?: Promise<unknown>,
): Kept & { ready: Promise<void> } {
  const ready = Promise.withResolvers<void>();
  const worn = wear(name);
  const closed = Promise.withResolvers<void>();
  let closing = false;
  let child: ChildProcess | undefined;
  const watching = (async () => {
    await Promise.race([after, closed.promise]);
    while (!closing) {
      const started = fork(join(import.meta.dirname, file), {
        env: variables,
        execArgv: [...process.execArgv, ...flags],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        detached: true,
      });
      child = started;
      started.once('message', () => ready.resolve());
      await new Promise((done) => started.once('exit', done).once('error', done));
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
      closed.resolve();
      child?.kill('SIGTERM');
      const force = setTimeout(() => child?.kill('SIGKILL'), DRAIN_MS);
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
