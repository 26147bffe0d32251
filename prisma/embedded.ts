import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import {
  initialise,
  logTail,
  makePlace,
  OWNER,
  openLog,
  type Place,
  placeOf,
  readSettings,
  type Settings,
  urlOf,
  writeSettings,
} from './cluster.ts';
import { Halt } from './halt.ts';
import { type Account, accountFor, asAccount, type Binaries, postgresBinaries, spawnAs } from './postgres-binaries.ts';
import { disownStalePid, goneAwaited, readPostmaster, servesFolder, stopServer } from './postmaster.ts';

/** A PostgreSQL server of our own on loopback. `gone` resolves when its process ends, for whatever reason. */
export type Embedded = { url: string; adopted: boolean; gone: Promise<void>; stop(): Promise<void> };

const START_ATTEMPTS = 20;
/** keeps the folder small: the write-ahead log is what grows */
const SMALL = ['max_wal_size=96MB', 'min_wal_size=32MB'];
const UNSAFE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts the PostgreSQL kept under `dir` on a free loopback port, or adopts the one that already serves it; makes the cluster
 * first where there is none. fsync false trades crash safety for speed (tests). Throws a Halt that says what to do.
 */
export async function openEmbedded({ dir, fsync = true }: { dir: string; fsync?: boolean }): Promise<Embedded> {
  const place = makePlace(dir);
  const binaries = await postgresBinaries();
  const account = accountFor(place.data, binaries);
  const settings =
    readSettings(place) ?? writeSettings(place, { port: 0, password: randomBytes(24).toString('base64url') });
  if (!existsSync(place.data)) await initialise(place, binaries, account, settings.password, fsync);
  const adopted = await adopt(place, settings);
  if (adopted) return adopted;
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(settings.port);
    if (port !== settings.port) settings.port = writeSettings(place, { ...settings, port }).port;
    const opened = await launch(place, binaries, account, settings, fsync);
    if (opened) return opened;
    // backends of a killed server hold its shared memory for a moment
    if (attempt === START_ATTEMPTS)
      throw new Halt(`PostgreSQL does not start; the end of ${place.log}:\n${logTail(place)}`);
    await sleep(250);
  }
}

/** The URL of the server that serves `dir` now, if one answers. */
export async function runningEmbedded(dir: string): Promise<string | undefined> {
  const place = placeOf(dir);
  const found = readPostmaster(place.data);
  const settings = readSettings(place);
  if (!found?.port || !settings || !servesFolder(found.pid, place.data)) return undefined;
  const running = { ...settings, port: found.port };
  return (await answer(running)) === 'ready' ? urlOf(running) : undefined;
}

/** The server that already runs on this folder, once it answers; undefined when none does. */
async function adopt(place: Place, settings: Settings): Promise<Embedded | undefined> {
  for (;;) {
    const found = readPostmaster(place.data);
    if (!found) return undefined;
    if (!servesFolder(found.pid, place.data)) break;
    const running = { ...settings, port: found.port };
    if (found.port > 0 && (await answer(running)) === 'ready') {
      if (found.port !== settings.port) writeSettings(place, running);
      const gone = goneAwaited(found.pid);
      return { url: await ensureDatabase(running), adopted: true, gone, stop: () => stopServer(found.pid, gone) };
    }
    await sleep(200);
  }
  disownStalePid(place.data);
  return undefined;
}

/** One attempt: undefined when the process ended before it answered. */
async function launch(
  place: Place,
  binaries: Binaries,
  account: Account,
  settings: Settings,
  fsync: boolean,
): Promise<Embedded | undefined> {
  const options = [
    `port=${settings.port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'password_encryption=scram-sha-256',
    ...SMALL,
    ...(fsync ? [] : UNSAFE),
  ];
  const [command, args] = asAccount(account, binaries.postgres, [
    '-D',
    place.data,
    ...options.flatMap((option) => ['-c', option]),
  ]);
  const log = openLog(place);
  // a session of its own: Ctrl-C in the terminal must not stop it before those who use it
  const child = spawn(command, args, { ...spawnAs(account), stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  let over = false;
  const gone = new Promise<void>((done) => {
    child.once('exit', () => done()).once('error', () => done());
  }).then(() => {
    over = true;
  });
  while (!over) {
    if ((await answer(settings)) === 'ready') {
      const url = await ensureDatabase(settings);
      return { url, adopted: false, gone, stop: () => stopServer(child.pid ?? 0, gone) };
    }
    await sleep(50);
  }
  return undefined;
}

async function answer(settings: Settings): Promise<'ready' | 'not yet'> {
  const client = new Client({ connectionString: urlOf(settings, 'postgres'), connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') return 'not yet';
    throw new Halt(`The PostgreSQL on 127.0.0.1:${settings.port} does not take the password kept beside its data.`);
  } finally {
    await client.end().catch(() => {});
  }
}

async function ensureDatabase(settings: Settings): Promise<string> {
  const client = new Client({ connectionString: urlOf(settings, 'postgres') });
  await client.connect();
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [OWNER]);
  if (!rowCount) await client.query(`CREATE DATABASE ${OWNER}`);
  await client.end();
  return urlOf(settings);
}

/** The wished loopback port where it is free, else a free one. */
export function freePort(wished = 0): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
      .once('error', (error: NodeJS.ErrnoException) =>
        wished && error.code === 'EADDRINUSE' ? done(freePort()) : fail(error),
      )
      .listen(wished, '127.0.0.1', () => {
        const { port } = probe.address() as { port: number };
        probe.close(() => done(port));
      });
  });
}
