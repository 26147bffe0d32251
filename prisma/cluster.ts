import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { Halt } from './halt.ts';
import { type Account, asAccount, type Binaries, spawnAs } from './postgres-binaries.ts';

/** The owner login and the database of an embedded server. */
export const OWNER = 'headroom';
const LOG_LIMIT_BYTES = 5_000_000;

/** Where an embedded server keeps things: everything below one folder that only its owner may enter. */
export type Place = { folder: string; data: string; settings: string; log: string };
/** What is needed to reach it; kept with mode 0600. */
export type Settings = { port: number; password: string };

/** The places below a folder. */
export function placeOf(dir: string): Place {
  const folder = resolve(dir);
  return {
    folder,
    data: join(folder, 'postgres'),
    settings: join(folder, 'postgres.json'),
    log: join(folder, 'postgres.log'),
  };
}

/** The places below a folder, which is made; a Halt when it is someone else's. */
export function makePlace(dir: string): Place {
  const place = placeOf(dir);
  try {
    mkdirSync(place.folder, { recursive: true, mode: 0o700 });
    chmodSync(place.folder, 0o700);
  } catch (error) {
    throw new Halt(
      `${place.folder} cannot be used (${(error as Error).message}): start as its owner, or set DATABASE_URL.`,
    );
  }
  return place;
}

/** The kept settings; undefined before the first start, a Halt when they were lost. */
export function readSettings(place: Place): Settings | undefined {
  if (existsSync(place.settings)) return JSON.parse(readFileSync(place.settings, 'utf8')) as Settings;
  if (!existsSync(place.data)) return undefined;
  throw new Halt(
    `${place.settings} with the password of ${place.data} is missing: put it back, or remove that folder to start afresh.`,
  );
}

/** Keeps the settings, whole or not at all. */
export function writeSettings(place: Place, settings: Settings): Settings {
  const owner = existsSync(place.settings) ? statSync(place.settings) : undefined;
  writeFileSync(`${place.settings}.new`, JSON.stringify(settings), { mode: 0o600 });
  if (owner && owner.uid !== process.getuid?.()) chownSync(`${place.settings}.new`, owner.uid, owner.gid);
  renameSync(`${place.settings}.new`, place.settings);
  return settings;
}

/** Makes the cluster beside its place and moves it there whole, so that a killed initdb leaves nothing half. */
export async function initialise(
  place: Place,
  binaries: Binaries,
  account: Account,
  password: string,
  fsync: boolean,
): Promise<void> {
  const fresh = `${place.data}.new`;
  const secret = join(place.folder, 'initdb-password');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined)
    for (const path of [place.folder, fresh, secret]) chownSync(path, account.uid, account.gid);
  const [command, args] = asAccount(account, binaries.initdb, [
    `--pgdata=${fresh}`,
    `--username=${OWNER}`,
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(fsync ? [] : ['--no-sync']),
  ]);
  const log = openLog(place);
  const child = spawn(command, args, { ...spawnAs(account), stdio: ['ignore', log, log] });
  const code = await new Promise((done) => child.once('exit', done).once('error', done));
  closeSync(log);
  rmSync(secret);
  if (code !== 0) throw new Halt(`The database cannot be made; the end of ${place.log}:\n${logTail(place)}`);
  renameSync(fresh, place.data);
}

/** The owner's URL of a database on an embedded server. */
export function urlOf({ port, password }: Settings, database = OWNER): string {
  return `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
}

/** The server's log, begun anew once it is long; the caller closes the descriptor. */
export function openLog(place: Place): number {
  const long = existsSync(place.log) && statSync(place.log).size > LOG_LIMIT_BYTES;
  return openSync(place.log, long ? 'w' : 'a', 0o600);
}

/** The last lines of the server's log, for a person who must act. */
export function logTail(place: Place): string {
  return readFileSync(place.log, 'utf8').trim().split('\n').slice(-6).join('\n');
}
