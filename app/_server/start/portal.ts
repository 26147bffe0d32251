// `npm start` and `npm run dev`: brings everything up in order, keeps it running, takes it down in reverse.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { runningEmbedded } from '#prisma/embedded.ts';
import { Halt } from '#prisma/halt.ts';
import type { Environment } from '../env.ts';
import { isLoopback } from '../hosting/addresses.ts';
import { buildPages, generateClient } from './build.ts';
import { anchorFile, authSecret, DATA, makeDataFolder } from './folder.ts';
import { keepEmbedded, keepProcesses } from './keep.ts';
import { holdFolder, requireFreePort } from './place.ts';
import { NO_ROLE, say, step } from './progress.ts';
import { run } from './run.ts';
import type { Settled } from './settle.ts';
import { addressOf, applicationVariables, providerOf, readVariables } from './variables.ts';

const dev = process.argv.includes('--dev');
const STARTING = {
  all: 'Starting the web server and the worker',
  web: 'Starting the web server',
  worker: 'Starting the worker',
};
const RUNS = {
  all: '',
  web: '\nIt serves pages only: windows open and close where a worker runs (HEADROOM_ROLE=worker).',
  worker: '\nIt opens and closes windows and serves no pages.',
};

await run(async (signal) => {
  const started = performance.now();
  const variables = readVariables();
  const { HEADROOM_ROLE: role } = variables;
  makeDataFolder();
  await using open = new AsyncDisposableStack();
  // of workers there may be any number
  const leave = role === 'worker' ? () => {} : await takePlace(variables, open, signal);
  await generateClient(signal);
  const { env, signIns, lost } = await openDatabase(variables, open, signal);
  if (role !== 'worker' && !dev) await buildPages(process.env.NEXT_DIST_DIR, signal);
  const children = { ...env, NODE_ENV: dev ? 'development' : 'production' } as const;
  const kept = keepProcesses(role, children, { demo: signIns !== null });
  open.defer(kept.close);
  open.defer(async () => leave());
  const stopped = once(signal, 'abort');
  await Promise.race([step(STARTING[role], () => Promise.race([kept.ready, stopped])), lost, kept.lost]);
  signal.throwIfAborted();
  welcome(variables, signIns, (performance.now() - started) / 1000);
  await Promise.race([stopped, lost, kept.lost]);
  return 0;
}, 0);

/** Takes the folder and makes sure of the port; answers how to say that both will be left soon. */
async function takePlace(variables: Environment, open: AsyncDisposableStack, signal: AbortSignal) {
  const holder = { what: 'Headroom', address: addressOf(variables) };
  const lock = await holdFolder(holder, signal);
  open.defer(lock.release);
  await requireFreePort(variables.HEADROOM_HOST, variables.PORT, signal);
  return () => lock.change({ ...holder, stopping: true });
}

/** The database, migrated and with its data, and the variables of those who work on it. */
async function openDatabase(variables: Environment, open: AsyncDisposableStack, signal: AbortSignal) {
  const own = variables.DATABASE_URL;
  const others = own ?? (variables.HEADROOM_ROLE === 'worker' ? await embeddedOfOthers() : undefined);
  const kept = others
    ? { url: others, lost: never(), close: async () => {} }
    : await step('Starting PostgreSQL', keepEmbedded);
  open.defer(kept.close);
  signal.throwIfAborted();
  const anchor = anchorFile(own);
  const { role, signIns } = await settle(kept.url, anchor, signal);
  if (!role) say(NO_ROLE);
  const secret = authSecret(variables.AUTH_SECRET);
  const provider = providerOf(variables, signIns !== null);
  const env = applicationVariables(variables, { url: kept.url, role, secret, provider, anchor });
  return { env, signIns, lost: kept.lost };
}

/** The embedded database that a portal runs in this folder; a worker alone starts none. */
async function embeddedOfOthers(): Promise<string> {
  const url = await runningEmbedded(DATA);
  if (url) return url;
  throw new Halt('HEADROOM_ROLE worker needs DATABASE_URL, or a Headroom that runs in this folder already.');
}

async function settle(url: string, anchor: string, signal: AbortSignal): Promise<Settled> {
  const child = fork(join(import.meta.dirname, 'settle.ts'), [url, anchor], { signal });
  let settled: Settled | undefined;
  child.on('message', (message: Settled) => {
    settled = message;
  });
  await new Promise((done) => child.once('exit', done).once('error', done));
  signal.throwIfAborted();
  if (!settled) throw new Halt('Headroom does not start with this database.');
  return settled;
}

function welcome(variables: Environment, signIns: string | null, seconds: number): void {
  const { HEADROOM_HOST: host, HEADROOM_ORIGIN: origin, HEADROOM_ROLE: role } = variables;
  const what = role === 'worker' ? 'The worker of Headroom is ready' : `Headroom is ready at ${addressOf(variables)}`;
  console.log(`\n${what} after ${seconds.toFixed(1)} s. Stop it with Ctrl-C.${RUNS[role]}`);
  if (role === 'worker') return;
  if (!isLoopback(host) && !origin)
    console.log(`It listens on ${host} but answers only that address: set HEADROOM_ORIGIN to the one people type.`);
  if (signIns) console.log(`\n${signIns}\n`);
}

function never(): Promise<never> {
  return new Promise(() => {});
}
