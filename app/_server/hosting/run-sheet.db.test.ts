import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Client } from 'pg';
import type { Capacity } from '#domain/capacity.ts';
import type { ProviderName, Target } from '#domain/hosting.ts';
import type { Actor } from '../access/standing.ts';
import { CHANGES } from '../changes.ts';
import { db } from '../db.ts';
import { verifyRecord } from '../record/verify.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, codesOf, recordEnd, stateOf } from '../testing/requests.ts';
import { step } from '../worker/step.ts';
import { manual } from './manual.ts';
import type { Place } from './port.ts';
import { PROVIDERS_HERE } from './providers.ts';
import { confirmStep, reportFailed } from './run-sheet.ts';
import { chooseProvider } from './switches.ts';

const SLUG = 'alp-stage-us';
const NOBODY = new AbortController().signal;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let operator: Actor;
let reference: string;
let place: Place;
before(async () => {
  process.env.HEADROOM_PROVIDER = 'manual';
  database = await freshDatabase({ demo: true });
  operator = await actorOf('operator@headroom.example');
  place = await db().environment.findUniqueOrThrow({ where: { slug: SLUG }, include: { services: true } });
  ({ reference } = await db().upscaleRequest.findFirstOrThrow({
    where: { environmentId: place.id, state: 'APPLYING' },
  }));
});
after(() => database?.drop());
beforeEach(async () => {
  // what the record knows stays
  await db().operation.deleteMany({ where: { state: { not: 'FAILED' } } });
  await db().service.updateMany({ where: { environmentId: place.id }, data: { observedBy: 'simulated' } });
});

const TARGET: Target = {
  service: 'backgw',
  capacity: { cpu: 512, memory: 1024, min: 1, desired: 2, max: 4 },
};

/** The operation of the request that is being applied, begun a moment ago. */
async function begin(provider: ProviderName = 'manual', targets: readonly Target[] = [TARGET]): Promise<string> {
  const request = await db().upscaleRequest.findUniqueOrThrow({ where: { reference } });
  const id = randomUUID();
  const now = Date.now();
  await db().operation.create({
    data: {
      ...{ id, requestId: request.id, environmentId: place.id, kind: 'APPLY', number: 1, provider, state: 'ACCEPTED' },
      ...{
        targets: targets as never,
        token: 1n,
        startedAt: new Date(now - 1_000),
        deadlineAt: new Date(now + 3_600_000),
      },
    },
  });
  return id;
}

const serviceNow = (name = 'backgw') =>
  db().service.findFirstOrThrow({ where: { environmentId: place.id, name }, omit: { id: true } });
const lineNow = () => db().requestLine.findFirstOrThrow({ where: { request: { reference } } });
const requestNow = () => db().upscaleRequest.findUniqueOrThrow({ where: { reference } });
async function seen() {
  const observed = await manual.observe(place, NOBODY);
  assert.ok(observed.kind === 'seen');
  return observed.observation;
}

describe('A run sheet', () => {
  test('is taken at once and shows nothing until somebody says so', async () => {
    const id = await begin();
    const order = { operationId: id, reference, kind: 'APPLY' as const, place, targets: [TARGET], token: 1n };
    assert.deepEqual(await manual.apply(order, NOBODY), { kind: 'accepted', lookAgainMs: 60_000 });
    const { capacities, moving, by } = await seen();
    assert.deepEqual({ capacities, moving, by }, { capacities: {}, moving: null, by: 'manual' });
  });

  test('is refused to everybody but operators, and each attempt is kept', async () => {
    const id = await begin();
    const whole = { service: await serviceNow(), line: await lineNow(), request: await requestNow() };
    const known = {
      'customer@alpina.example': 'customer',
      'partner@tallgrass.example': 'partner',
      'manager@headroom.example': 'manager',
    };
    for (const [email, standing] of Object.entries(known))
      for (const [what, deed] of deeds(id)) {
        assert.deepEqual(codesOf(await deed(await actorOf(email))), ['notOperator'], email);
        const { who, what: kept, standing: as, verdict } = await recordEnd();
        assert.deepEqual([who, kept, as, (verdict as { rule: string }).rule], [email, what, standing, 'R13']);
      }
    for (const [what, deed] of deeds(id)) {
      assert.deepEqual(codesOf(await deed(await actorOf('customer@kestrel.example'))), ['notFound']);
      const { who, what: kept, verdict } = await recordEnd();
      assert.deepEqual([who, kept], ['customer@kestrel.example', what]);
      assert.deepEqual(verdict, { allowed: false, code: 'notFound' });
    }
    assert.deepEqual({ service: await serviceNow(), line: await lineNow(), request: await requestNow() }, whole);
    assert.equal((await db().operation.findUniqueOrThrow({ where: { id } })).state, 'ACCEPTED');
  });

  test('is confirmed by the observation of one service, told at once, and twice is once', async () => {
    const id = await begin('manual', [
      TARGET,
      { service: 'glue', capacity: (await serviceNow('glue')).current as Capacity },
    ]);
    const glue = await serviceNow('glue');
    const listening = await listener();
    const at = Date.now();
    assert.equal((await confirmStep(operator, id, 'backgw', at)).kind, 'done');
    const { current, observedAt, observedBy } = await serviceNow();
    assert.deepEqual([current, observedAt?.getTime(), observedBy], [TARGET.capacity, at, 'manual']);
    const line = await lineNow();
    assert.deepEqual([line.observed, line.observedAt?.getTime(), line.observedBy], [TARGET.capacity, at, 'manual']);
    assert.deepEqual(await serviceNow('glue'), glue);
    assert.equal((await requestNow()).dueAt?.getTime(), at);
    const entry = await db().auditEntry.findFirstOrThrow({ orderBy: { n: 'desc' } });
    assert.deepEqual(
      [entry.who, entry.standing, entry.what, entry.subject],
      ['operator@headroom.example', 'operator', 'operation.confirm', `operation ${reference} 1`],
    );
    const observation = await seen();
    assert.deepEqual([observation.at, observation.capacities], [at, { backgw: TARGET.capacity }]);
    const { n } = await recordEnd();
    assert.equal((await confirmStep(operator, id, 'backgw', at + 5_000)).kind, 'done');
    assert.deepEqual([(await recordEnd()).n, (await serviceNow()).observedAt?.getTime()], [n, at]);
    assert.equal(await listening.told(), 1);
    assert.equal((await verifyRecord()).ok, true);
  });

  test('of a later operation is not confirmed by what was said of an earlier one', async () => {
    const before = Date.now() - 60_000;
    await db().service.updateMany({
      where: { environmentId: place.id, name: 'backgw' },
      data: { current: TARGET.capacity as never, observedBy: 'manual', observedAt: new Date(before) },
    });
    const at = Date.now();
    assert.equal((await confirmStep(operator, await begin(), 'backgw', at)).kind, 'done');
    assert.equal((await serviceNow()).observedAt?.getTime(), at);
  });

  test('is seen as old as its oldest step, and not at all once a later operation has begun', async () => {
    const id = await begin('manual', [
      TARGET,
      { service: 'glue', capacity: (await serviceNow('glue')).current as Capacity },
    ]);
    const at = Date.now();
    await confirmStep(operator, id, 'backgw', at);
    await confirmStep(operator, id, 'glue', at + 2);
    const both = await seen();
    assert.deepEqual([both.at, Object.keys(both.capacities).sort()], [at, ['backgw', 'glue']]);
    await db().operation.update({ where: { id }, data: { startedAt: new Date(at + 1) } });
    assert.deepEqual(Object.keys((await seen()).capacities), ['glue']);
  });

  test('has only its own steps', async () => {
    const id = await begin();
    assert.deepEqual(codesOf(await confirmStep(operator, id, 'yves')), ['service unknownService']);
    for (const nothing of [randomUUID(), 'UR-2026-0001', "' OR true"])
      assert.deepEqual(codesOf(await confirmStep(operator, nothing, 'backgw')), ['notFound']);
  });

  test('is over when it is over, and none where something else carries it out', async () => {
    const id = await begin('simulated');
    for (const [, deed] of deeds(id)) assert.deepEqual(codesOf(await deed(operator)), ['notByHand']);
    await db().operation.update({ where: { id }, data: { state: 'SUPERSEDED', finishedAt: new Date() } });
    for (const [, deed] of deeds(id)) assert.deepEqual(codesOf(await deed(operator)), ['operationOver']);
    assert.equal(await stateOf(reference), 'APPLYING');
  });

  test('whose request has gone on meanwhile is over, and nothing is recorded of it', async () => {
    const id = await begin();
    await db().operation.update({ where: { id }, data: { kind: 'RETURN' } });
    const { n } = await recordEnd();
    assert.deepEqual(codesOf(await reportFailed(operator, id, 'No node is left.')), ['operationOver']);
    assert.equal((await recordEnd()).n, n);
  });

  test('that cannot be carried out fails with the operator’s reason', async () => {
    const id = await begin();
    const codes = async (reason: string) => codesOf(await reportFailed(operator, id, reason));
    assert.deepEqual(await codes('   '), ['reason required']);
    assert.deepEqual(await codes('x'.repeat(4_001)), ['reason tooLong']);
    assert.deepEqual(await codes('The login is password=hunter2hunter2.'), ['reason secret']);
    assert.equal(await stateOf(reference), 'APPLYING');
    assert.equal((await reportFailed(operator, id, '  No node of this class is left in the region. ')).kind, 'done');
    const { state, error } = await db().operation.findUniqueOrThrow({ where: { id } });
    const detail = 'No node of this class is left in the region.';
    assert.deepEqual([state, error], ['FAILED', { code: 'refused', params: { detail } }]);
    assert.equal(await stateOf(reference), 'FAILED');
    const said = await db().auditEntry.findFirstOrThrow({
      where: { what: 'operation.refuse', standing: 'operator' },
      orderBy: { n: 'desc' },
    });
    assert.deepEqual(
      [said.who, said.verdict],
      ['operator@headroom.example', { allowed: true, detail: { reason: detail } }],
    );
    assert.deepEqual(await codes('Again.'), ['operationOver']);
  });
});

test('A return by hand closes when an operator has confirmed it, and not before', async () => {
  const { id, reference: late } = await db().upscaleRequest.findFirstOrThrow({ where: { state: 'RETURNING' } });
  // what operators said of the window's time before is no word about its return
  await db().service.updateMany({ where: { environment: { slug: 'jun-stage' } }, data: { observedBy: 'manual' } });
  const look = async () => {
    await db().upscaleRequest.update({ where: { id }, data: { dueAt: new Date(0) } });
    await step(id, { workerId: randomUUID(), now: Date.now, providers: PROVIDERS_HERE });
    return stateOf(late);
  };
  assert.deepEqual([await look(), await look()], ['RETURNING', 'RETURNING']);
  const [operation] = await db().operation.findMany({ where: { requestId: id } });
  assert.deepEqual([operation?.provider, operation?.state], ['manual', 'ACCEPTED']);
  assert.equal((await confirmStep(operator, operation?.id ?? '', 'backgw')).kind, 'done');
  assert.equal(await look(), 'CLOSED');
  assert.equal((await verifyRecord()).ok, true);
});

test('Where operators carry out upscales by default, a simulation cannot be chosen', async () => {
  assert.deepEqual(codesOf(await chooseProvider(operator, { environment: SLUG, provider: 'simulated' })), [
    'providerNotSetUp',
  ]);
  assert.deepEqual(codesOf(await chooseProvider(operator, { environment: SLUG, provider: 'webhook' })), [
    'providerNotSetUp',
  ]);
  assert.equal((await db().environment.findUniqueOrThrow({ where: { slug: SLUG } })).provider, null);
});

/** Everything that can be done with a run sheet, with the name under which it is recorded. */
function deeds(id: string) {
  return [
    ['operation.confirm', (actor: Actor) => confirmStep(actor, id, 'backgw')],
    ['operation.refuse', (actor: Actor) => reportFailed(actor, id, 'No node is left.')],
  ] as const;
}

/** Hears what is told of the request; `told` says how often, once everything until then has arrived. */
async function listener() {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  let heard = 0;
  client.on('notification', ({ payload }) => {
    if (payload?.endsWith(reference)) heard += 1;
  });
  await client.query(`LISTEN ${CHANGES}`);
  return {
    told: async () => {
      await client.query('SELECT 1');
      await client.end();
      return heard;
    },
  };
}
