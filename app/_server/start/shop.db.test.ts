import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cable, cableTo } from '../../../e2e/stack/cable.ts';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';

/** far more than anything here takes */
const PATIENCE_MS = 60_000;
const running: ChildProcess[] = [];
let database: FreshDatabase;
let cable: Cable;

before(async () => {
  database = await freshDatabase({ demo: true });
  cable = await cableTo(database.url);
});
afterEach(async () => {
  for (const child of running.splice(0)) await stop(child);
});
after(async () => {
  await cable.cut().catch(() => {});
  await database.drop();
});

async function start(): Promise<ChildProcess> {
  const env = { ...process.env, DATABASE_URL: cable.url, HEADROOM_ROLE: 'worker', LOG_LEVEL: 'fatal' };
  const child = fork(join(import.meta.dirname, 'shop.ts'), { env, execArgv: [], stdio: 'inherit' });
  running.push(child);
  await once(child, 'message');
  return child;
}
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  assert.deepEqual(await gone, [0, null]);
}
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; !(await holds()); await sleep(20))
    if (Date.now() > deadline) throw new Error(`never: ${holds}`);
}
async function portOf(slug: string): Promise<number> {
  const { port } = await db().demoShop.findFirstOrThrow({ where: { environment: { slug } } });
  assert.ok(port !== null, slug);
  return port;
}
const statusOf = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`).then(
    ({ status }) => status,
    () => null,
  );
const set = (mode: 'OPEN' | 'FAILING' | 'DOWN') =>
  db().demoShop.updateMany({ where: { environment: { slug: 'nlw-prod' } }, data: { mode } });

test('Every environment that is live has a shop, its endpoints lead there, and ports stay what they were', async () => {
  const first = await start();
  const shops = await db().demoShop.findMany({ include: { environment: { include: { endpoints: true } } } });
  assert.equal(shops.length, 11);
  for (const { port, environment } of shops) {
    assert.deepEqual(
      environment.endpoints.map(({ target }) => target).sort(),
      [
        `127.0.0.1:${port}`,
        `http://127.0.0.1:${port}/`,
        `http://127.0.0.1:${port}/catalog`,
        `http://127.0.0.1:${port}/login`,
      ].sort(),
    );
    assert.equal(await statusOf(port ?? 0), 200, environment.slug);
  }
  await stop(first);
  await start();
  const again = await db().demoShop.findMany();
  assert.deepEqual(again.map(({ port }) => port).sort(), shops.map(({ port }) => port).sort());
});

test('A shop follows its switch, and stays as it is while the database is away', async () => {
  await start();
  const port = await portOf('nlw-prod');
  await set('FAILING');
  await until(async () => (await statusOf(port)) === 500);
  await cable.cut();
  await set('DOWN');
  assert.equal(await statusOf(port), 500);
  await cable.mend();
  await until(async () => (await statusOf(port)) === null);
  await set('OPEN');
  await until(async () => (await statusOf(port)) === 200);
});

test('A shop whose port was taken meanwhile takes its endpoints along, probed at once', async () => {
  const first = await start();
  const taken = await portOf('nlw-prod');
  await stop(first);
  const other = createServer((socket) => socket.destroy()).listen(taken, '127.0.0.1');
  await once(other, 'listening');
  const { id } = await db().environment.findUniqueOrThrow({ where: { slug: 'nlw-prod' } });
  await db().probeState.updateMany({
    where: { environmentId: id },
    data: { nextAt: new Date(Date.now() + 3_600_000) },
  });
  await start();
  const port = await portOf('nlw-prod');
  assert.notEqual(port, taken);
  for (const { target, state } of await db().endpoint.findMany({
    where: { environmentId: id },
    include: { state: true },
  })) {
    assert.match(target, new RegExp(`127\\.0\\.0\\.1:${port}\\b`));
    assert.ok(state && state.nextAt.getTime() <= Date.now());
  }
  await once(other.close(), 'close');
});

test('Two processes share the shops, and one takes over from the other', async () => {
  const first = await start();
  await start();
  const port = await portOf('nlw-prod');
  await stop(first);
  await until(async () => (await statusOf(port)) === 200);
  assert.equal(await portOf('nlw-prod'), port);
});
