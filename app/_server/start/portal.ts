// `npm start` and `npm run dev`: brings everything up in order, keeps it running, takes it down in reverse.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Halt } from '#prisma/halt.ts';
import type { Environment } from '../env.ts';
import { isLoopback } from '../hosting/addresses.ts';
import { buildPages, generateClient } from './build.ts';
import { anchorFile, authSecret, makeDataFolder } from './folder.ts';
import { keepEmbedded, keepWeb } from './keep.ts';
import { holdFolder, requireFreePort } from './place.ts';
import { NO_ROLE, say, step } from './progress.ts';
import { run } from './run.ts';
import type { Settled } from './settle.ts';
import { addressOf, applicationVariables, providerOf, readVariables } from './variables.ts';

const dev = process.argv.includes('--dev');

await run(async (signal) => {
  const started = performance.now();
  const variables = readVariables();
  if (variables.HEADROOM_ROLE === 'worker')
    throw new Halt('HEADROOM_ROLE worker has nothing to run in this version: use all or web.');
  makeDataFolder();
  await using open = new AsyncDisposableStack();
  const holder = { what: 'Headroom', address: addressOf(variables) };
  const lock = await holdFolder(holder, signal);
  open.defer(lock.release);
  await requireFreePort(variables.HEADROOM_HOST, variables.PORT, signal);
  await generateClient(signal);
  const { env, signIns, lost } = await openDatabase(variables, open, signal);
  if (!dev) await buildPages(process.env.NEXT_DIST_DIR, signal);
  const web = keepWeb({ ...env, NODE_ENV: dev ? 'development' : 'production' });
  open.defer(web.close);
  open.defer(async () => lock.change({ ...holder, stopping: true }));
  const stopped = once(signal, 'abort');
  await Promise.race([step('Starting the web server', () => Promise.race([web.ready, stopped])), lost, web.lost]);
  signal.throwIfAborted();
  welcome(variables, signIns, (performance.now() - started) / 1000);
  await Promise.race([stopped, lost, web.lost]);
  return 0;
}, 0);

/** The database, migrated and with its data, and the variables of those who work on it. */
async function openDatabase(variables: Environment, open: AsyncDisposableStack, signal: AbortSignal) {
  const own = variables.DATABASE_URL;
  const kept = own
    ? { url: own, lost: never(), close: async () => {} }
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
  const { HEADROOM_HOST: host, HEADROOM_ORIGIN: origin } = variables;
  console.log(`\nHeadroom is ready at ${addressOf(variables)} after ${seconds.toFixed(1)} s. Stop it with Ctrl-C.`);
  if (!isLoopback(host) && !origin)
    console.log(`It listens on ${host} but answers only that address: set HEADROOM_ORIGIN to the one people type.`);
  if (signIns) console.log(`\n${signIns}\n`);
}

function never(): Promise<never> {
  return new Promise(() => {});
}
