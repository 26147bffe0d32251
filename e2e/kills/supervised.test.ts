import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningEmbedded } from '#prisma/embedded.ts';
import { ROOT } from '#server/start/folder.ts';
import { familyOf } from '../bench/processes.ts';
import { freePort } from '../stack/portal.ts';
import { type Ask, askOf } from './ask.ts';
import { type Part, postmasterOf } from './installation.ts';
import { live } from './life.ts';
import { type People, peopleAt } from './people.ts';
import { makePlots, type Plot } from './plots.ts';
import { requireSound } from './sound.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-supervised-'));
const data = join(folder, 'data');
const AT_ONCE = 3;

let portal: ChildProcess;
let origin: string;
let ask: Ask;
let people: People;
let plots: Plot[];

before(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  portal = start(port);
  await ready();
  const url = await runningEmbedded(data);
  Object.assign(process.env, { DATABASE_URL: url, AUTH_SECRET: readFileSync(join(data, 'auth-secret'), 'utf8') });
  ask = askOf(url ?? '');
  people = peopleAt(origin);
  plots = await makePlots(ask, 2);
});
after(async () => {
  await ask?.end();
  const gone = once(portal, 'exit');
  portal.kill('SIGTERM');
  await gone;
  rmSync(folder, { recursive: true });
});

function start(port: number): ChildProcess {
  const { HEADROOM_TEST_ADMIN_URL: _, DATABASE_URL: __, AUTH_SECRET: ___, ...rest } = process.env;
  const env = { ...rest, HEADROOM_DATA: data, PORT: String(port), LOG_LEVEL: 'silent' };
  return spawn(process.execPath, ['app/_server/start/portal.ts'], {
    cwd: ROOT,
    env: { ...env, HEADROOM_SIMULATED_SECONDS: '0.3-0.8' },
    stdio: 'ignore',
  });
}

async function ready(): Promise<void> {
  while (portal.exitCode === null) {
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`the portal ended with ${portal.exitCode}`);
}

for (const [index, part] of (['worker', 'web', 'PostgreSQL'] as const).entries())
  test(`npm start: windows open and close while ${part} is killed and replaced`, { timeout: 300_000 }, async () => {
    const lives = Promise.all(
      plots.slice(index * AT_ONCE, (index + 1) * AT_ONCE).map((plot) => live({ ask, people }, plot)),
    );
    lives.catch(() => {});
    await untilUnderWay();
    for (const pid of processesOf(part)) process.kill(pid, 'SIGKILL');
    await lives;
    await ready();
    await requireSound({ ask, plots, acknowledged: people.acknowledged, anchor: join(data, 'record/embedded.head') });
  });

function processesOf(part: Part): number[] {
  if (part === 'PostgreSQL') return [postmasterOf(data)];
  if (!portal.pid) throw new Error('the portal does not run');
  return familyOf(portal.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`/${part}.ts`));
}

async function untilUnderWay(): Promise<void> {
  const underWay = `SELECT 1 FROM "UpscaleRequest" r JOIN "Environment" e ON e.id = r."environmentId"
    WHERE r.state = 'APPLYING' AND e.slug = ANY($1)`;
  while ((await ask(underWay, [plots.map(({ environment }) => environment)])).length === 0) await sleep(20);
}
