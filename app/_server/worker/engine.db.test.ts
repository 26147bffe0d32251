import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { FullRequestView } from '#domain/request-view.ts';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import type { Provider, Seen } from '../hosting/port.ts';
import { verifyRecord } from '../record/verify.ts';
import { getRequest } from '../requests/list.ts';
import { moveRequest, type RequestCommand } from '../requests/move.ts';
import { submitRequest } from '../requests/submit.ts';
import { freshDatabase } from '../testing/database.ts';
import { engineAt } from '../testing/engine.ts';
import { actorOf, body, codesOf, doneOf } from '../testing/requests.ts';
import { claim } from './claim.ts';
import { saveAnswer } from './outcome.ts';
import { step } from './step.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let database: Awaited<ReturnType<typeof freshDatabase>>;
const people: Record<string, Actor> = {};
const who = (name: string) => people[name] as Actor;
let engine: ReturnType<typeof engineAt>;

before(async () => {
  database = await freshDatabase({ demo: true });
  const emails = { customer: 'customer@nordlicht.example', manager: 'manager@headroom.example' };
  for (const [name, email] of Object.entries(emails)) people[name] = await actorOf(email);
  engine = engineAt(Date.now());
  // the demo's own requests have other tests
  await db().upscaleRequest.updateMany({ data: { dueAt: null } });
});
after(async () => {
  const verdict = await verifyRecord();
  await database?.drop();
  assert.deepEqual(verdict.ok || verdict.problem, true);
});

type Wish = { startsIn?: number; lasts?: number | null; changes?: Record<string, unknown> };

/** An emergency on nlw-stage, submitted and approved at the engine's instant: yves max 3 in a minute for two, unless said otherwise. */
async function scheduled({ startsIn = MINUTE, lasts = 2 * MINUTE, changes = {} }: Wish = {}): Promise<string> {
  const at = engine.now();
  const window = {
    start: new Date(at + startsIn).toISOString(),
    end: lasts === null ? null : new Date(at + startsIn + lasts).toISOString(),
    timeZone: 'Europe/Berlin',
  };
  const asked = { ...body(), window, emergency: { reason: 'The campaign began today.' }, ...changes };
  const { reference } = doneOf(await submitRequest(who('customer'), asked, { draft: false, at }));
  const approved = await command('manager', reference, { move: 'approve', confirmEmergency: true });
  assert.equal(approved.state, 'SCHEDULED');
  return reference;
}

const command = async (name: string, reference: string, asked: RequestCommand): Promise<FullRequestView> =>
  doneOf(await moveRequest(who(name), reference, asked, { at: engine.now() }));
const see = async (reference: string) => doneOf(await getRequest(who('manager'), reference, engine.now()));
const stateOf = async (reference: string) => (await see(reference)).state;
const storyOf = async (reference: string) =>
  (await db().requestEvent.findMany({ where: { request: { reference } }, orderBy: { seq: 'asc' } }))
    .slice(2)
    .map(({ move, to }) => `${move} ${to}`);
const service = (name: string, slug = 'nlw-stage') =>
  db().service.findFirstOrThrow({ where: { name, environment: { slug } }, include: { simulated: true } });
const changesOf = async (name: string) => (await service(name)).simulated?.changes ?? 0;
const maxOf = async (name: string) => ((await service(name)).current as { max: number }).max;
const operationsOf = async (reference: string) =>
  (await db().operation.findMany({ where: { request: { reference } }, orderBy: { number: 'asc' } })).map(
    ({ kind, state, error }) => [kind, state, (error as { code: string } | null)?.code ?? ''].join(' ').trim(),
  );
const setFault = async (name: string, kind: 'REFUSE' | 'HANG' | 'STUCK' | 'WRONG' | 'LOSE_ANSWER' | null) => {
  const { id: serviceId } = await service(name);
  await db().simulatedFault.deleteMany({ where: { serviceId } });
  if (kind) await db().simulatedFault.create({ data: { serviceId, kind } });
};

/** A sighting of so long ago. */
function aged({ kind, observation }: Extract<Seen, { kind: 'seen' }>, ms: number): Seen {
  return { kind, observation: { ...observation, at: observation.at - ms } };
}

/** Runs work while the simulation is seen another way. */
async function seeingBy(observe: Provider['observe'], work: () => Promise<void>): Promise<void> {
  const { providers } = engine.stepper;
  engine.stepper.providers = { ...providers, simulated: { ...providers.simulated, observe } };
  await work().finally(() => {
    engine.stepper.providers = providers;
  });
}

test('A window opens at its start, is proved by observation, and is returned at its end: once each', async () => {
  const reference = await scheduled();
  const before = await changesOf('yves');
  await engine.pass(MINUTE - 1);
  assert.equal(await stateOf(reference), 'SCHEDULED');
  await engine.pass(1);
  assert.equal(await stateOf(reference), 'APPLYING');
  await engine.pass(6_000);
  const active = await see(reference);
  assert.equal(active.state, 'ACTIVE');
  assert.deepEqual(active.lines[0]?.observed, active.lines[0]?.granted);
  assert.equal(await maxOf('yves'), 3);
  await engine.pass(2 * MINUTE);
  const closed = await see(reference);
  assert.equal(closed.state, 'CLOSED');
  assert.equal(await maxOf('yves'), 2);
  assert.equal((await changesOf('yves')) - before, 2);
  assert.deepEqual(await storyOf(reference), ['apply APPLYING', 'activate ACTIVE', 'return RETURNING', 'close CLOSED']);
  assert.deepEqual(await operationsOf(reference), ['APPLY DONE', 'RETURN DONE']);
});

test('Each step is in the record: the intent before the call, the outcome after', async () => {
  const reference = await scheduled();
  await engine.pass(4 * MINUTE);
  const entries = await db().auditEntry.findMany({
    where: { OR: [{ subject: `request ${reference}` }, { subject: { startsWith: `operation ${reference} ` } }] },
    orderBy: { n: 'asc' },
  });
  const steps = ['operation.intent', 'operation.accepted', 'operation.done'];
  const half = (first: string, last: string) => [first, ...steps, last];
  assert.deepEqual(
    entries.map(({ what }) => what),
    ['submit', 'approve', ...half('apply', 'activate'), ...half('return', 'close')],
  );
});

test('With pre-scale the capacity is there at the start', async () => {
  const reference = await scheduled({ startsIn: 20 * MINUTE, changes: { prescaleMinutes: 15 } });
  await engine.pass(5 * MINUTE - 1);
  assert.equal(await stateOf(reference), 'SCHEDULED');
  await engine.pass(6_000);
  assert.equal(await stateOf(reference), 'ACTIVE');
  await command('customer', reference, { move: 'end', reason: 'Not needed any more.' });
  await engine.pass(MINUTE);
  assert.equal(await stateOf(reference), 'CLOSED');
});

test('What a provider accepts and never does is not active, and has failed when its time is over; a retry brings it', async () => {
  await setFault('yves', 'STUCK');
  const reference = await scheduled({ lasts: 5 * HOUR });
  await engine.pass(MINUTE + 30 * MINUTE);
  const applying = await see(reference);
  assert.equal(applying.state, 'APPLYING');
  assert.notDeepEqual(applying.lines[0]?.observed, applying.lines[0]?.granted);
  await engine.pass(31 * MINUTE);
  assert.equal(await stateOf(reference), 'FAILED');
  assert.deepEqual(await operationsOf(reference), ['APPLY FAILED notArrived']);
  await setFault('yves', null);
  await command('manager', reference, { move: 'retry' });
  await engine.pass(10_000);
  assert.equal(await stateOf(reference), 'ACTIVE');
  await engine.pass(5 * HOUR);
  assert.equal(await stateOf(reference), 'CLOSED');
});

test('What arrived while no worker ran is seen, also after its time limit', async () => {
  const reference = await scheduled({ lasts: 5 * HOUR });
  await engine.pass(MINUTE + 1000);
  assert.equal(await stateOf(reference), 'APPLYING');
  engine.sleep(2 * HOUR);
  await engine.pass(1000);
  assert.equal(await stateOf(reference), 'ACTIVE');
  await engine.pass(5 * HOUR);
  assert.equal(await stateOf(reference), 'CLOSED');
});

test('A provider whose clock is behind is believed when it has seen what came after; it is no liar until then', async () => {
  const { simulated } = engine.stepper.providers;
  const behind: Provider['observe'] = async (place, signal) => {
    const seen = await simulated.observe(place, signal);
    return seen.kind === 'seen' ? aged(seen, 3 * MINUTE) : seen;
  };
  const reference = await scheduled({ startsIn: 5 * MINUTE, lasts: HOUR });
  await seeingBy(behind, async () => {
    await engine.pass(7 * MINUTE);
    assert.equal(await stateOf(reference), 'APPLYING');
    await engine.pass(2 * MINUTE);
    assert.equal(await stateOf(reference), 'ACTIVE');
  });
  await engine.pass(HOUR);
  assert.equal(await stateOf(reference), 'CLOSED');
});

test('A return that failed is not closed by what was seen before the window', async () => {
  const { id, slug } = await db().environment.findFirstOrThrow({ where: { slug: 'nlw-stage' } });
  const services = await db().service.findMany({ where: { environmentId: id } });
  const before = await engine.stepper.providers.simulated.observe({ id, slug, services }, AbortSignal.timeout(5000));
  const reference = await scheduled();
  await engine.pass(MINUTE + 6_000);
  await setFault('yves', 'REFUSE');
  await engine.pass(2 * MINUTE);
  assert.deepEqual(await operationsOf(reference), ['APPLY DONE', 'RETURN FAILED refused']);
  await seeingBy(
    async () => before,
    () => engine.pass(5 * MINUTE),
  );
  assert.equal(await stateOf(reference), 'FAILED');
  await setFault('yves', null);
  await command('manager', reference, { move: 'retry' });
  await engine.pass(MINUTE);
  assert.equal(await stateOf(reference), 'CLOSED');
});

test('A refusal has failed at once with what the provider said; given up, the baseline is seen and it closes', async () => {
  await setFault('yves', 'REFUSE');
  const reference = await scheduled({ lasts: HOUR });
  await engine.pass(MINUTE);
  assert.equal(await stateOf(reference), 'FAILED');
  assert.deepEqual(await operationsOf(reference), ['APPLY FAILED refused']);
  await setFault('yves', null);
  await command('manager', reference, { move: 'giveUp', reason: 'The provider does not sell it.' });
  await engine.pass(1000);
  assert.equal(await stateOf(reference), 'CLOSED');
  assert.equal(await maxOf('yves'), 2);
});

test('Failed and not repaired it returns at its end; a return that failed closes when its baseline is seen after all', async () => {
  const reference = await scheduled();
  await engine.pass(MINUTE + 6_000);
  await setFault('yves', 'REFUSE');
  await engine.pass(2 * MINUTE);
  const failed = await see(reference);
  assert.equal(failed.state, 'FAILED');
  assert.deepEqual(await operationsOf(reference), ['APPLY DONE', 'RETURN FAILED refused']);
  await engine.pass(HOUR);
  assert.equal((await see(reference)).overdue, true);
  const { dueAt, leasedBy } = await db().upscaleRequest.findUniqueOrThrow({ where: { reference } });
  assert.deepEqual([dueAt && dueAt.getTime() > engine.now(), leasedBy], [true, null], 'in no hand until the next look');
  await setFault('yves', null);
  const { id, baseline } = await service('yves');
  const at = new Date(engine.now());
  await db().simulatedService.update({
    where: { serviceId: id },
    data: { from: baseline as object, target: baseline as object, startedAt: at, finishesAt: at },
  });
  await engine.pass(2 * MINUTE);
  assert.equal(await stateOf(reference), 'CLOSED');

  await setFault('yves', 'REFUSE');
  const other = await scheduled();
  await engine.pass(2 * MINUTE);
  assert.equal(await stateOf(other), 'FAILED');
  await setFault('yves', null);
  await engine.pass(2 * MINUTE);
  assert.deepEqual((await storyOf(other)).slice(-3), ['fail FAILED', 'return RETURNING', 'close CLOSED']);
});

test('A provider that hangs or loses its answer is asked again under the same operation, and nothing starts twice', async () => {
  for (const fault of ['HANG', 'LOSE_ANSWER'] as const) {
    const before = await changesOf('yves');
    await setFault('yves', fault);
    const reference = await scheduled({ lasts: HOUR });
    await engine.pass(MINUTE + 1000);
    assert.equal(await stateOf(reference), 'APPLYING');
    await setFault('yves', null);
    await engine.pass(MINUTE);
    assert.equal(await stateOf(reference), 'ACTIVE', fault);
    assert.equal((await changesOf('yves')) - before, 1, fault);
    await engine.pass(HOUR);
    assert.equal(await stateOf(reference), 'CLOSED');
  }
});

test('A provider that brings another size is asked once more, then it has failed; the size seen stands beside the granted one', async () => {
  await setFault('yves', 'WRONG');
  const reference = await scheduled({ lasts: HOUR });
  await engine.pass(MINUTE + 20_000);
  assert.equal(await stateOf(reference), 'APPLYING');
  await engine.pass(2 * MINUTE);
  const failed = await see(reference);
  assert.equal(failed.state, 'FAILED');
  assert.deepEqual(await operationsOf(reference), ['APPLY FAILED arrivedOther']);
  assert.notDeepEqual(failed.lines[0]?.observed, failed.lines[0]?.granted);
  await setFault('yves', null);
  await command('manager', reference, { move: 'giveUp', reason: 'Later.' });
  await engine.pass(MINUTE);
  assert.equal(await stateOf(reference), 'CLOSED');
});

test('A window wholly past after an outage is never applied; an open one returns, and returns come before applies', async () => {
  const open = await scheduled({ lasts: 5 * MINUTE });
  await engine.pass(MINUTE + 6_000);
  assert.equal(await stateOf(open), 'ACTIVE');
  const past = await scheduled({ startsIn: HOUR, lasts: HOUR });
  const running = await scheduled({
    startsIn: 9 * 24 * HOUR,
    lasts: 3 * 24 * HOUR,
    changes: { lines: [{ service: 'glue', wanted: { max: 3 } }] },
  });
  const before = await changesOf('yves');
  engine.sleep(10 * 24 * HOUR);
  await engine.settle();
  await engine.pass(10_000);
  assert.equal(await stateOf(open), 'CLOSED');
  const missed = await see(past);
  assert.equal(missed.state, 'EXPIRED');
  assert.equal(missed.missed, true);
  assert.equal((await changesOf('yves')) - before, 1, 'only the return');
  assert.equal(await stateOf(running), 'ACTIVE');
  const [returned, applied] = await Promise.all(
    [`operation ${open} 2`, `operation ${running} 1`].map((subject) =>
      db().auditEntry.findFirstOrThrow({ where: { subject, what: 'operation.intent' } }),
    ),
  );
  assert.ok(returned && applied && returned.n < applied.n);
  await command('customer', running, { move: 'end', reason: 'Done.' });
  await engine.pass(MINUTE);
});

test('Windows on two services of one environment do not undo each other', async () => {
  const long = await scheduled({ lasts: HOUR });
  const short = await scheduled({ lasts: 5 * MINUTE, changes: { lines: [{ service: 'glue', wanted: { max: 3 } }] } });
  await engine.pass(3 * MINUTE);
  assert.deepEqual([await maxOf('yves'), await maxOf('glue')], [3, 3]);
  await engine.pass(10 * MINUTE);
  assert.equal(await stateOf(short), 'CLOSED');
  assert.equal(await stateOf(long), 'ACTIVE');
  assert.deepEqual([await maxOf('yves'), await maxOf('glue')], [3, 2]);
  await engine.pass(HOUR);
  assert.equal(await maxOf('yves'), 2);
});

test('Of two windows that touch on one service the second begins when the first has returned', async () => {
  const first = await scheduled({ lasts: 10 * MINUTE });
  const second = await scheduled({
    startsIn: 11 * MINUTE,
    lasts: 10 * MINUTE,
    changes: { lines: [{ service: 'yves', wanted: { max: 4 } }] },
  });
  await engine.pass(11 * MINUTE + 2000);
  assert.deepEqual([await stateOf(first), await stateOf(second)], ['RETURNING', 'APPLYING']);
  assert.deepEqual(await operationsOf(second), []);
  await engine.pass(30_000);
  assert.deepEqual([await stateOf(first), await stateOf(second)], ['CLOSED', 'ACTIVE']);
  assert.equal(await maxOf('yves'), 4);
  await engine.pass(11 * MINUTE);
  assert.equal(await maxOf('yves'), 2);
});

test('An approved extension goes on without a dip: the old one closes without a return, the new one is active by observation', async () => {
  const old = await scheduled({ lasts: 10 * MINUTE });
  await engine.pass(2 * MINUTE);
  const until = new Date(engine.now() + HOUR).toISOString();
  const next = await command('customer', old, {
    move: 'extend',
    reason: 'The campaign goes on.',
    until: Date.parse(until),
  });
  await command('manager', next.reference, { move: 'approve' });
  const before = await changesOf('yves');
  await engine.pass(10 * MINUTE);
  assert.deepEqual((await storyOf(old)).slice(-1), ['handOver CLOSED']);
  assert.deepEqual(await storyOf(next.reference), ['apply APPLYING', 'activate ACTIVE']);
  assert.equal((await changesOf('yves')) - before, 0);
  await engine.pass(HOUR);
  assert.equal(await stateOf(next.reference), 'CLOSED');
  assert.equal(await maxOf('yves'), 2);
});

test('A permanent change that is observed is the new baseline', async () => {
  const reference = await scheduled({
    lasts: null,
    changes: { lines: [{ service: 'search', wanted: { instance: 't3.medium.search' } }] },
  });
  await engine.pass(MINUTE + 10_000);
  assert.deepEqual(await storyOf(reference), ['apply APPLYING', 'activate ACTIVE', 'adopt CLOSED']);
  const { baseline, current } = await service('search');
  assert.deepEqual(baseline, { instance: 't3.medium.search', count: 1 });
  assert.deepEqual(current, baseline);
});

test('A ceiling that was lowered since the approval is judged again: it has failed, and nothing was asked', async () => {
  const reference = await scheduled({ lasts: HOUR });
  const { id, baseline, ceiling } = await service('yves');
  const before = await changesOf('yves');
  await db().service.update({ where: { id }, data: { ceiling: baseline as object } });
  await engine.pass(MINUTE);
  assert.equal(await stateOf(reference), 'FAILED');
  assert.deepEqual(await operationsOf(reference), ['APPLY FAILED aboveCeiling']);
  const retried = await moveRequest(who('manager'), reference, { move: 'retry' }, { at: engine.now() });
  assert.deepEqual(codesOf(retried), ['aboveCeiling'], 'a retry is judged too');
  await engine.pass(MINUTE);
  assert.equal(await stateOf(reference), 'FAILED');
  assert.equal(await changesOf('yves'), before);
  await db().service.update({ where: { id }, data: { ceiling: ceiling as object } });
  await engine.pass(HOUR);
  assert.equal(await stateOf(reference), 'CLOSED');
});

test('Ended while it is applied, it returns: the first operation gives way', async () => {
  const reference = await scheduled({ lasts: HOUR });
  await engine.pass(MINUTE + 2000);
  await command('customer', reference, { move: 'end', reason: 'Called off.' });
  await engine.pass(20_000);
  assert.equal(await stateOf(reference), 'CLOSED');
  assert.deepEqual(await operationsOf(reference), ['APPLY SUPERSEDED', 'RETURN DONE']);
  assert.equal(await maxOf('yves'), 2);
});

test('A size that differs without a request is drift: told, recorded, not overwritten', async () => {
  const { id, baseline } = await service('backoffice');
  const look = async () => {
    await engine.pass(3 * MINUTE);
    await engine.settle(true);
  };
  await look();
  assert.equal((await service('backoffice')).driftSince, null);
  const at = new Date(engine.now());
  const other = { ...(baseline as { max: number }), max: 5 };
  const world = { from: other, target: other, startedAt: at, finishesAt: at };
  await db().simulatedService.upsert({
    where: { serviceId: id },
    create: { serviceId: id, token: 0n, ...world },
    update: world,
  });
  await look();
  const drifted = await service('backoffice');
  assert.ok(drifted.driftSince);
  assert.equal((drifted.current as { max: number }).max, 5);
  await look();
  assert.equal(((await service('backoffice')).current as { max: number }).max, 5, 'not overwritten');
  const entry = await db().auditEntry.findFirstOrThrow({ where: { what: 'drift' }, orderBy: { n: 'desc' } });
  assert.equal(entry.subject, 'environment nlw-stage');
  const back = baseline as object;
  await db().simulatedService.update({ where: { serviceId: id }, data: { from: back, target: back } });
  await look();
  assert.equal((await service('backoffice')).driftSince, null);
});

test('Drift is not over because a window begins there, only when the size is as expected again', async () => {
  const { id, current } = await service('glue');
  const at = new Date(engine.now());
  const other = { ...(current as { max: number }), max: 4 };
  await db().simulatedService.update({
    where: { serviceId: id },
    data: { from: other, target: other, startedAt: at, finishesAt: at },
  });
  await engine.pass(3 * MINUTE);
  await engine.settle(true);
  const { driftSince } = await service('glue');
  assert.ok(driftSince);
  const lines = [{ service: 'glue', wanted: { max: 3 } }];
  const reference = await scheduled({ lasts: 10 * MINUTE, changes: { lines } });
  await engine.pass(MINUTE + 6_000);
  const active = await see(reference);
  assert.equal(active.state, 'ACTIVE');
  await engine.pass(3 * MINUTE);
  await engine.settle(true);
  assert.equal((await service('glue')).driftSince, null);
  const over = await db().auditEntry.findMany({ where: { what: 'drift.over', at: { gte: driftSince } } });
  assert.deepEqual(
    over.map(({ after }) => (after as { expected: unknown }).expected),
    [active.lines[0]?.granted],
  );
  await engine.pass(10 * MINUTE);
  assert.equal(await stateOf(reference), 'CLOSED');
});

test('A worker that slept through its lease writes nothing, and its late call changes nothing', async () => {
  const reference = await scheduled({ lasts: HOUR });
  await engine.pass(MINUTE - 1);
  engine.sleep(1);
  const { id } = await db().upscaleRequest.findUniqueOrThrow({ where: { reference } });
  const asleep = await claim(id, { ...engine.stepper, at: engine.now() });
  assert.ok(asleep?.operation);
  assert.equal(await step(id, engine.stepper), false, 'it is in the hand of another');
  engine.sleep(61_000);
  await engine.settle();
  await engine.pass(10_000);
  assert.equal(await stateOf(reference), 'ACTIVE');
  const before = await changesOf('yves');
  const { id: operationId, token, targets } = asleep.operation;
  const order = { operationId, reference, kind: 'APPLY' as const, place: asleep.site, targets, token };
  const late = await asleep.provider.apply(order, AbortSignal.timeout(5000));
  assert.equal(late.kind === 'accepted' ? '' : late.error.code, 'stale', late.kind);
  assert.equal(await saveAnswer(asleep, late, engine.now()), false);
  assert.equal(await stateOf(reference), 'ACTIVE');
  assert.equal(await changesOf('yves'), before);
  await command('customer', reference, { move: 'end', reason: 'Done.' });
  await engine.pass(MINUTE);
});

test('Two workers at one time apply each window once', async () => {
  const slugs = ['yves', 'glue', 'backgw'];
  const references: string[] = [];
  for (const name of slugs)
    references.push(
      await scheduled({
        lasts: HOUR,
        changes: { lines: [{ service: name, wanted: { max: name === 'backgw' ? 2 : 3 } }] },
      }),
    );
  const before = await Promise.all(slugs.map(changesOf));
  engine.sleep(MINUTE);
  const ids = (await db().upscaleRequest.findMany({ where: { reference: { in: references } } })).map(({ id }) => id);
  const other = { ...engine.stepper, workerId: randomUUID() };
  const inHand = await Promise.all([...ids, ...ids].map((id, n) => step(id, n < ids.length ? engine.stepper : other)));
  assert.equal(inHand.filter(Boolean).length, ids.length);
  await engine.pass(10_000);
  for (const reference of references) assert.equal(await stateOf(reference), 'ACTIVE');
  assert.deepEqual(
    await Promise.all(slugs.map(changesOf)),
    before.map((count) => count + 1),
  );
});
