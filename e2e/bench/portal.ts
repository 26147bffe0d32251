import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, runningEmbedded } from '#prisma/embedded.ts';
import { Halt } from '#prisma/halt.ts';
import { ROOT } from '#server/start/folder.ts';
import { linkFolder } from './tree.ts';

/** A portal of `npm start`, as people have it: its own folder, embedded PostgreSQL with fsync, demo data. */
export type Portal = {
  folder: string;
  origin: string;
  /** the owner's */
  databaseUrl: string;
  secret: string;
  /** of npm; everything else is below it */
  pid: number;
  stop(): Promise<void>;
};

export type Started = {
  portal: Portal;
  /** from the command to the first 200 of /readyz */
  seconds: number;
  /** the longest time it said nothing */
  silence: number;
  /** npm could not install here, neither from its cache nor from the registry: the packages of this folder were taken */
  linked: boolean;
};

const PATIENCE_MS = 15 * 60_000;

/** Runs `npm start` in a folder until it is ready; it is stopped with `open` at the latest. */
export async function startPortal(folder: string, open: AsyncDisposableStack): Promise<Started> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const running = spawnStart(folder, port);
  open.defer(() => stop(running.child));
  const ready = await untilReady(origin, running.child);
  if (!ready && !existsSync(join(folder, 'node_modules/.package-lock.json'))) {
    linkFolder(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    return { ...(await startPortal(folder, open)), linked: true };
  }
  if (!ready) throw new Halt(`npm start failed:\n${running.said()}`);
  const seconds = (performance.now() - started) / 1000;
  const databaseUrl = await runningEmbedded(join(folder, '.data'));
  if (!databaseUrl) throw new Halt(`npm start left no database running in ${folder}.`);
  const secret = readFileSync(join(folder, '.data/auth-secret'), 'utf8');
  const { child, silence } = running;
  const portal = { folder, origin, databaseUrl, secret, pid: child.pid ?? 0, stop: () => stop(child) };
  return { portal, seconds, silence: silence(), linked: false };
}

function spawnStart(folder: string, port: number) {
  const env = { ...process.env, PORT: String(port), npm_config_prefer_offline: 'true' };
  const child = spawn('npm', ['start'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let last = performance.now();
  let silence = 0;
  const listen = () => {
    silence = Math.max(silence, (performance.now() - last) / 1000);
    last = performance.now();
  };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      listen();
    });
  return {
    child,
    said: () => said,
    silence: () => {
      listen();
      return silence;
    },
  };
}

/** False when the process ended before it was ready. */
async function untilReady(origin: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    await answer?.text();
    if (answer?.status === 200) return true;
    await sleep(100);
  }
  return false;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
