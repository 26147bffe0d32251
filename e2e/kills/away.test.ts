import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { body } from '#server/testing/requests.ts';
import { signIn } from '../bench/visitor.ts';
import { type Ask, askOf } from './ask.ts';
import { close, type Entry, held, makeGates, metFullDisk, open } from './gates.ts';
import { type Installation, startInstallation } from './installation.ts';
import { live, reached, scheduled, stateOf } from './life.ts';
import { type People, peopleAt } from './people.ts';
import { makePlots, type Plot } from './plots.ts';
import { requireSound } from './sound.ts';

/** the tests that take minutes */
const LONG = process.env.HEADROOM_KILLS !== undefined;
const WINDOWS = 60;
const CUSTOMER = 'customer@nordlicht.example';
const MANAGER = 'manager@headroom.example';
/** in which the portal promises an answer without its database */
const HONEST_MS = 5000;

let installation: Installation;
let ask: Ask;
let people: People;
let plots: Plot[];
before(async () => {
  installation = await startInstallation({ workers: 2 });
  ask = askOf(installation.databaseUrl);
  people = peopleAt(installation.origin);
  plots = await makePlots(ask, 9);
  await makeGates(ask);
});
afterEach(() => sound());
after(async () => {
  await ask?.end();
  await installation?.stop();
});

const sound = () => requireSound({ ask, plots, acknowledged: people.acknowledged, anchor: installation.anchor });
const world = () => ({ ask, people });

test(`two workers on ${WINDOWS} windows: each is applied once and returned once`, { timeout: 300_000 }, async () => {
  const hands = new Set<string>();
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      for (const { by } of await ask<{ by: string }>(
        'SELECT "leasedBy" AS by FROM "UpscaleRequest" WHERE "leasedBy" IS NOT NULL',
      ))
        hands.add(by);
      await sleep(20);
    }
  })();
  const references = await Promise.all(
    plots.slice(0, WINDOWS).map((each) => live(world(), each, { startsIn: 20_000 })),
  );
  over.abort();
  await watching;
  for (const reference of references) assert.equal(await stateOf({ ask }, reference), 'CLOSED');
  assert.equal(hands.size, 2, 'both have worked');
});

test('PostgreSQL stopped while windows are due: honest answers meanwhile, and everything comes by itself', async () => {
  const { cookie } = await signIn(installation.origin, CUSTOMER);
  const [active, due] = [plots[0] as Plot, plots[1] as Plot];
  const ending = await scheduled(world(), active, { startsIn: 2000, lasts: 30_000 });
  await reached(world(), ending, ['ACTIVE']);
  const beginning = await scheduled(world(), due, { startsIn: 3000, lasts: 30_000 });
  await installation.without(async () => {
    const began = Date.now();
    const answers = ['/', '/environments', `/requests/${beginning}`].map((path) => honest(path, { cookie }));
    for (const page of await Promise.all(answers)) {
      assert.equal(page.status, 500);
      assert.doesNotMatch(await page.text(), /ECONNREFUSED|prisma|postgres|\n {4}at /i);
    }
    const api = await honest('/api/v1/me', { authorization: `Bearer hr_${'x'.repeat(43)}` });
    assert.deepEqual([api.status, api.headers.get('content-type')], [503, 'application/problem+json']);
    assert.equal((await honest('/readyz')).status, 503);
    assert.equal((await honest('/healthz')).status, 200);
    await sleep(Math.max(0, began + 8000 - Date.now()));
  });
  for (const reference of [ending, beginning]) await reached(world(), reference, ['CLOSED']);
});

function honest(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(installation.origin + path, { headers, redirect: 'manual', signal: AbortSignal.timeout(HONEST_MS) });
}

test('a full disk: a person’s command and its record are both there or neither, and it works again after', async () => {
  const everything = { what: 'submit', about: '^request ' };
  const before = await census();
  await close(ask, everything, true);
  const refused = await submit(plots[4]);
  assert.equal(refused?.status, 503, JSON.stringify(refused));
  assert.deepEqual(await census(), before);
  await open(ask, everything);
  const submitted = await submit(plots[4]);
  assert.equal(submitted?.status, 201);
  const { reference = '' } = submitted ?? {};

  const approval = { what: 'approve', about: `^request ${reference}$` };
  const waiting = await census();
  await close(ask, approval, true);
  const approve = { move: 'approve', confirmEmergency: true };
  assert.equal((await people.post(MANAGER, `/requests/${reference}/moves`, approve))?.status, 503);
  assert.deepEqual([await stateOf({ ask }, reference), await census()], ['IN_REVIEW', waiting]);
  await open(ask, approval);
  assert.equal((await people.post(MANAGER, `/requests/${reference}/moves`, approve))?.status, 200);
  const cancel = { move: 'cancel', reason: 'The disk was full.' };
  assert.equal((await people.post(CUSTOMER, `/requests/${reference}/moves`, cancel))?.status, 200);
});

test('a full disk: no step of a worker is half done, and each is taken when there is room again', async () => {
  const { reference } = (await submit(plots[5])) ?? assert.fail('no answer');
  const steps: [what: string, of: string, states: string[]][] = [
    ['apply', `request ${reference}`, ['SCHEDULED']],
    ['operation.accepted', `operation ${reference} 1`, ['APPLYING']],
    ['activate', `request ${reference}`, ['APPLYING']],
    ['operation.intent', `operation ${reference} 2`, ['ACTIVE', 'RETURNING']],
    ['close', `request ${reference}`, ['RETURNING']],
  ];
  for (const [what, of] of steps) await close(ask, { what, about: `^${of}$` }, true);
  const approve = { move: 'approve', confirmEmergency: true };
  assert.equal((await people.post(MANAGER, `/requests/${reference}/moves`, approve))?.status, 200);
  for (const [what, of, states] of steps) {
    await metFullDisk(ask);
    await sound();
    const state = await stateOf({ ask }, reference);
    assert.ok(states.includes(state), `${what}: ${state}`);
    await open(ask, { what, about: `^${of}$` });
    if (what !== 'activate') continue;
    await reached(world(), reference, ['ACTIVE']);
    assert.equal((await people.post(CUSTOMER, `/requests/${reference}/moves`, END))?.status, 200);
  }
  await reached(world(), reference, ['CLOSED']);
});

test('workers suspended in the midst of a transaction hold nobody up, and write nothing when they wake', {
  skip: !LONG && 'a lease is a minute: npm run test:long',
}, async () => {
  const reference = await scheduled(world(), plots[2] as Plot);
  const accepted: Entry = { what: 'operation.accepted', about: `^operation ${reference} 1$` };
  await close(ask, accepted);
  await held(ask);
  const asleep = installation.workers();
  for (const pid of asleep) process.kill(pid, 'SIGSTOP');
  await open(ask, accepted);
  await installation.hire();
  const other = await live(world(), plots[3] as Plot, { startsIn: 60_000 });
  assert.equal(await stateOf({ ask }, other), 'CLOSED');
  // past their lease
  await reached(world(), reference, ['ACTIVE']);
  for (const pid of asleep) process.kill(pid, 'SIGCONT');
  assert.equal((await people.post(CUSTOMER, `/requests/${reference}/moves`, END))?.status, 200);
  await reached(world(), reference, ['CLOSED']);
});

const END = { move: 'end', reason: 'Not needed any more.' };

function submit(on: Plot | undefined) {
  const { environment, service, wanted } = on ?? assert.fail('no such plot');
  const start = Date.now() + 5000;
  const [from, to] = [new Date(start).toISOString(), new Date(start + 600_000).toISOString()];
  const window = { start: from, end: to, timeZone: 'Europe/Berlin' };
  const emergency = { reason: 'The campaign began today.' };
  return people.post(CUSTOMER, '/requests', body({ environment, lines: [{ service, wanted }], window, emergency }));
}

/** What a person's command may write. */
async function census(): Promise<unknown> {
  return ask(`
    SELECT (SELECT count(*) FROM "UpscaleRequest") AS requests, (SELECT count(*) FROM "Approval") AS approvals,
      (SELECT max(last) FROM "ReferenceCounter") AS reference, (SELECT count(*) FROM "WindowClaim") AS claims,
      (SELECT count(*) FROM "AuditEntry" WHERE what IN ('submit', 'approve')) AS entries`);
}
