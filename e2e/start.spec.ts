import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'playwright/test';
import { ROOT } from '#server/start/folder.ts';
import { freePort } from './stack/portal.ts';

/** What `npm start` promises, on data of its own in a folder that only its owner may enter. */
test.describe.configure({ mode: 'serial', timeout: 300_000 });

const folder = mkdtempSync(join(tmpdir(), 'headroom-start-'));
const data = join(folder, 'data');
let port = 0;
let portal: Started;
type Started = { process: ChildProcess; output: () => string; ended: Promise<number | null> };

test.beforeAll(async () => {
  port = await freePort();
});
test.afterAll(async () => {
  portal?.process.kill('SIGTERM');
  await portal?.ended;
  rmSync(folder, { recursive: true, force: true });
});

function start(file: string, variables: Record<string, string> = {}, args: string[] = []): Started {
  const { HEADROOM_TEST_ADMIN_URL: _, DATABASE_URL: __, AUTH_SECRET: ___, ...rest } = process.env;
  const env = { ...rest, HEADROOM_DATA: data, PORT: String(port), LOG_LEVEL: 'warn', ...variables };
  const child = spawn(process.execPath, [`app/_server/start/${file}`, ...args], { cwd: ROOT, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return { process: child, output: () => output, ended: once(child, 'close').then(([code]) => code) };
}

async function ready(started: Started): Promise<void> {
  await expect.poll(() => started.output(), { timeout: 180_000 }).toContain(`ready at http://localhost:${port}`);
}

async function status(path: string): Promise<number> {
  return fetch(`http://localhost:${port}${path}`)
    .then(({ status }) => status)
    .catch(() => 0);
}

const postgresPid = () => Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
/** five seconds are promised (two are usual); a machine busy with other tests gets more */
const back = { timeout: 60_000, intervals: [100] };

test('it says where it is and how to sign in, and keeps secrets to its owner', async () => {
  portal = start('portal.ts');
  await ready(portal);
  expect(portal.output()).toContain('headroom-demo');
  expect(portal.output()).toContain('customer@nordlicht.example');
  expect([await status('/healthz'), await status('/readyz'), await status('/sign-in')]).toEqual([200, 200, 200]);
  expect(statSync(data).mode & 0o777).toBe(0o700);
  for (const file of ['auth-secret', 'postgres.json', 'record/embedded.head'])
    expect(statSync(join(data, file)).mode & 0o777).toBe(0o600);
});

test('a second start is refused with the address of the first', async () => {
  const second = start('portal.ts', { PORT: String(await freePort()) });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`already runs in this folder, at http://localhost:${port}`);
});

test('commands work beside it, the token alone on stdout', async () => {
  const token = start('token.ts', {}, ['customer@nordlicht.example']);
  let stdout = '';
  token.process.stdout?.on('data', (text) => {
    stdout += text;
  });
  expect(await token.ended).toBe(0);
  expect(stdout).toMatch(/^hr_[\w-]{43}\n$/);
  expect(await start('audit-verify.ts').ended).toBe(0);
});

/** The process of a program below the portal. */
const pidOf = (program: 'web.ts' | 'worker.ts') =>
  readFileSync(`/proc/${portal.process.pid}/task/${portal.process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number)
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program)) ?? 0;

test('a dead web server is replaced', async () => {
  process.kill(pidOf('web.ts'), 'SIGKILL');
  await expect.poll(() => status('/healthz'), back).toBe(0);
  await expect.poll(() => status('/readyz'), back).toBe(200);
});

test('a dead worker is told by readyz and replaced; one that is suspended is told too', async () => {
  const before = pidOf('worker.ts');
  process.kill(before, 'SIGSTOP');
  await expect.poll(() => status('/readyz'), back).toBe(503);
  const { causes } = await (await fetch(`http://localhost:${port}/readyz`)).json();
  expect(causes).toEqual([expect.stringMatching(/^The worker is silent since 20/)]);
  expect([await status('/healthz'), await status('/sign-in')]).toEqual([200, 200]);
  process.kill(before, 'SIGCONT');
  await expect.poll(() => status('/readyz'), back).toBe(200);
  process.kill(before, 'SIGKILL');
  await expect.poll(() => pidOf('worker.ts'), back).not.toBe(before);
  await expect.poll(() => status('/readyz'), back).toBe(200);
});

test('another worker joins in the same folder, and goes without a trace', async () => {
  const worker = start('portal.ts', { HEADROOM_ROLE: 'worker' });
  await expect.poll(() => worker.output(), { timeout: 180_000 }).toContain('The worker of Headroom is ready');
  const workers = async () =>
    /^headroom_workers (\d+)$/m.exec(await (await fetch(`http://localhost:${port}/metrics`)).text())?.[1];
  expect(await workers()).toBe('2');
  worker.process.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
  expect(await workers()).toBe('1');
  expect(await status('/readyz')).toBe(200);
});

test('a dead PostgreSQL is replaced, and the pages find it again', async () => {
  const before = postgresPid();
  process.kill(before, 'SIGKILL');
  await expect
    .poll(() => existsSync(join(data, 'postgres/postmaster.pid')) && postgresPid() !== before, back)
    .toBe(true);
  // past what /readyz keeps of its last look
  await sleep(1100);
  await expect.poll(() => status('/readyz'), back).toBe(200);
});

test('killed by force it leaves no web server; the next start adopts its database', async () => {
  const orphan = postgresPid();
  portal.process.kill('SIGKILL');
  await portal.ended.catch(() => {});
  await expect.poll(() => status('/healthz'), back).toBe(0);
  portal = start('portal.ts');
  await ready(portal);
  expect(postgresPid()).toBe(orphan);
  expect(await status('/readyz')).toBe(200);
});

test('SIGTERM ends everything and leaves no lock', async () => {
  portal.process.kill('SIGTERM');
  expect(await portal.ended).toBe(0);
  expect(await status('/healthz')).toBe(0);
  expect(existsSync(join(data, 'postgres/postmaster.pid'))).toBe(false);
  expect(readdirSync(data).sort()).toEqual(['auth-secret', 'postgres', 'postgres.json', 'postgres.log', 'record']);
});

test('a command starts the database for its own time', async () => {
  const verified = start('audit-verify.ts');
  expect(await verified.ended).toBe(0);
  expect(verified.output()).toMatch(/intact: \d+ entries/);
  expect(readdirSync(data).sort()).toEqual(['auth-secret', 'postgres', 'postgres.json', 'postgres.log', 'record']);
});

test('what would expose the demo or cannot work stops the start with its name', async () => {
  const refusals: [Record<string, string>, RegExp][] = [
    [{ HEADROOM_HOST: '0.0.0.0' }, /set HEADROOM_DEMO=1/],
    [{ PORT: '70000', HEADROOM_DEMO: 'yes' }, /PORT must be 1–65535\n\s*HEADROOM_DEMO must be 0 or 1/],
    [{ DATABASE_URL: 'postgresql://a@127.0.0.1:1/b' }, /AUTH_SECRET is required with DATABASE_URL/],
    [{ DATABASE_URL: 'mysql://a@127.0.0.1:1/b', AUTH_SECRET: 'x'.repeat(32) }, /DATABASE_URL must be a postgresql/],
    [
      { DATABASE_URL: 'postgresql://a@127.0.0.1:1/b', AUTH_SECRET: 'x'.repeat(32) },
      /does not answer .*: check DATABASE_URL/,
    ],
    [{ HEADROOM_ROLE: 'worker' }, /HEADROOM_ROLE worker needs DATABASE_URL/],
    [{ HEADROOM_ORIGIN: 'https://a.example/path' }, /HEADROOM_ORIGIN must be an origin/],
  ];
  for (const [variables, sentence] of refusals) {
    const refused = start('portal.ts', variables);
    expect([await refused.ended, refused.output()], JSON.stringify(variables)).toEqual([
      1,
      expect.stringMatching(sentence),
    ]);
    expect(refused.output()).not.toContain('    at ');
  }
});
