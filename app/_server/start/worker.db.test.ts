import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type Cable, cableTo } from '../../../e2e/stack/cable.ts';
import { unreadyCauses } from '../readiness.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';

/** The real process, on a way to its database that can be cut. */
type Worker = { process: ChildProcess; output(): string; ended: Promise<[code: number | null, signal: string | null]> };

/** far more than anything here takes */
const PATIENCE_MS = 60_000;
const PASSWORD = 'planted-password-of-the-database';
const SECRETS = {
  AUTH_SECRET: 'planted-secret-that-seals-all-sessions',
  HEADROOM_WEBHOOK_SECRET: `whsec_${Buffer.from('planted-secret-of-the-webhook-calls').toString('base64')}`,
};
const running: ChildProcess[] = [];
let database: FreshDatabase;
let sql: Client;
let cable: Cable;

before(async () => {
  database = await freshDatabase({ demo: true });
  sql = new Client({ connectionString: database.url });
  await sql.connect();
  await sql.query(`CREATE ROLE planted LOGIN PASSWORD '${PASSWORD}' IN ROLE headroom_app`);
  const url = new URL(database.url);
  [url.username, url.password] = ['planted', PASSWORD];
  cable = await cableTo(url.href);
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await until(async () => (await unreadyCauses(later())).length > 0);
});
after(async () => {
  await cable.cut().catch(() => {});
  await sql.query('DROP ROLE planted');
  await sql.end();
  await database.drop();
});

let seconds = 0;
const later = () => Date.now() + ++seconds * 10_000;

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; !(await holds()); await sleep(50))
    if (Date.now() > deadline) throw new Error(`never: ${holds}`);
}

function start(): Worker {
  const env = { ...process.env, ...SECRETS, DATABASE_URL: cable.url, HEADROOM_ROLE: 'worker', LOG_LEVEL: 'debug' };
  const child = fork(join(import.meta.dirname, 'worker.ts'), { env, execArgv: [], stdio: 'pipe' } as never);
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return { process: child, output: () => output, ended: once(child, 'exit') as Worker['ended'] };
}

async function ready(worker: Worker): Promise<void> {
  await Promise.race([once(worker.process, 'message'), worker.ended.then(() => assert.fail(worker.output()))]);
}
const rows = async () => (await sql.query('SELECT slot FROM "Worker" ORDER BY slot')).rows.map(({ slot }) => slot);

test('it shows that it lives, and goes without a trace', async () => {
  const worker = start();
  await ready(worker);
  assert.deepEqual(await unreadyCauses(later()), []);
  worker.process.kill('SIGTERM');
  assert.deepEqual(await worker.ended, [0, null]);
  assert.deepEqual(await rows(), []);
});

test('one that was killed is told at once, and the next clears its row away', async () => {
  const [first, second] = [start(), start()];
  await Promise.all([ready(first), ready(second)]);
  assert.deepEqual(await rows(), [0, 1]);
  first.process.kill('SIGKILL');
  await first.ended;
  assert.deepEqual(await unreadyCauses(later()), []);
  second.process.kill('SIGKILL');
  await second.ended;
  await until(async () => /^The worker is silent since /.test((await unreadyCauses(later())).join()));
  await ready(start());
  await until(async () => (await rows()).length === 2);
  await sql.query(`UPDATE "Worker" SET "beatAt" = now() - interval '2 minutes' WHERE slot = 1`);
  await until(async () => (await rows()).length === 1);
});

test('it ends with the process that started it', async () => {
  const worker = start();
  await ready(worker);
  worker.process.disconnect();
  assert.deepEqual(await worker.ended, [0, null]);
});

test('without its database it waits, says so once, and goes on by itself; nothing it says is secret', async () => {
  await cable.cut();
  const worker = start();
  const said = (text: string) => worker.output().split(text).length - 1;
  await until(() => said('the worker waits: the database does not answer') > 0);
  await cable.mend();
  await ready(worker);
  await until(() => said('the database is back') === 1);
  await cable.cut();
  await until(() => said('the worker waits: the database does not answer') === 2);
  const tries = said('lock is lost');
  await until(() => said('lock is lost') >= tries + 3);
  assert.equal(said('the worker waits: the database does not answer'), 2);
  await cable.mend();
  await until(async () => (await unreadyCauses(later())).length === 0);
  await until(() => said('the database is back') === 2);
  await sql.query('ALTER ROLE planted NOLOGIN');
  await sql.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'planted'`);
  await until(() => /planted|not permitted/.test(worker.output().split('the database is back')[2] ?? ''));
  await sql.query('ALTER ROLE planted LOGIN');
  await until(async () => (await unreadyCauses(later())).length === 0);
  assert.ok(worker.output().includes('"role":"worker"'));
  for (const secret of [PASSWORD, ...Object.values(SECRETS)]) assert.ok(!worker.output().includes(secret), secret);
  worker.process.kill('SIGTERM');
  assert.deepEqual(await worker.ended, [0, null]);
});
