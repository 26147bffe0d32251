import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { parseEnvironment } from '#server/env.ts';
import { ROOT } from '#server/start/folder.ts';
import { applicationVariables } from '#server/start/variables.ts';
import { freshDatabase } from '#server/testing/database.ts';

/** A portal of its own: a fresh demo database and the web server of `npm start` before it, on a free port of loopback. */
export type Portal = {
  origin: string;
  port: number;
  databaseUrl: string;
  /** the owner's login, which sees and may change everything */
  sql: Client;
  stop(): Promise<void>;
};

/** What all web servers and workers of a run say. */
export const LOG = join(ROOT, 'test-results/web.log');
const PROGRAMS = join(import.meta.dirname, '../../app/_server/start');
export const SECRET = 'a secret of the tests, long enough to be one';

/** Starts a portal on the build that the global setup made; `variables` are added to its environment. */
export async function startPortal(variables: Record<string, string> = {}): Promise<Portal> {
  const database = await freshDatabase({ demo: true });
  const port = await freePort();
  const web = startWeb(database.url, port, variables);
  const sql = new Client({ connectionString: database.url });
  // a test may stop the database under it
  sql.on('error', () => {});
  await Promise.all([sql.connect(), listening(web)]);
  return {
    origin: `http://localhost:${port}`,
    port,
    databaseUrl: database.url,
    sql,
    stop: async () => {
      await sql.end();
      await stopWeb(web);
      await database.drop();
    },
  };
}

/** The web server process on a database. */
export function startWeb(databaseUrl: string, port: number, variables: Record<string, string> = {}): ChildProcess {
  return startProgram('web.ts', databaseUrl, port, variables);
}

/** A worker process on a database. */
export function startWorker(databaseUrl: string, variables: Record<string, string> = {}): ChildProcess {
  return startProgram('worker.ts', databaseUrl, 3000, variables);
}

/** The process of the demo's shops on a database. */
export function startShops(databaseUrl: string): ChildProcess {
  return startProgram('shop.ts', databaseUrl, 3000, {});
}

function startProgram(
  file: string,
  databaseUrl: string,
  port: number,
  variables: Record<string, string>,
): ChildProcess {
  const parsed = parseEnvironment({ PORT: String(port), LOG_LEVEL: 'warn', AUTH_SECRET: SECRET, ...variables });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.bad));
  const {
    HEADROOM_ORIGIN: _,
    DATABASE_URL: __,
    ...rest
  } = applicationVariables(parsed.value, {
    url: databaseUrl,
    role: 'headroom_app',
    secret: SECRET,
    provider: 'simulated',
  });
  const env = { ...rest, DATABASE_URL: databaseUrl, NODE_ENV: 'production' as const, LOG_LEVEL: 'warn', ...variables };
  // what the server says of forged forms would drown what the tests say
  mkdirSync(dirname(LOG), { recursive: true });
  const log = openSync(LOG, 'a');
  const child = fork(join(PROGRAMS, file), { env, execArgv: [], stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  return child;
}

/** Resolves when the web server answers, the worker is present or every shop is served. */
export async function listening(child: ChildProcess): Promise<void> {
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${child.spawnargs.at(-1)} ended with ${code}.`))),
  ]);
}

/** Ends a web server process. */
export async function stopWeb(web: ChildProcess): Promise<void> {
  if (web.exitCode !== null || web.signalCode !== null) return;
  const gone = once(web, 'exit');
  web.kill('SIGTERM');
  await gone;
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
