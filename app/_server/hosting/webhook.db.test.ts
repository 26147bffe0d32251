import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { db, transaction } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { type Answering, endless, type Receiver, says } from '../testing/receiver.ts';
import { startAutomation, verified } from '../testing/webhook.ts';
import { storeObservation } from './observed.ts';
import type { Order, Place, Seen } from './port.ts';
import { webhook } from './webhook.ts';

let database: FreshDatabase;
let automation: Receiver;
let place: Place;
before(async () => {
  automation = await startAutomation();
  database = await freshDatabase({ demo: true });
  place = await db().environment.findUniqueOrThrow({
    where: { slug: 'nlw-stage' },
    select: {
      id: true,
      slug: true,
      services: { select: { id: true, name: true, shape: true }, orderBy: { name: 'asc' } },
    },
  });
});
after(async () => {
  await automation.close();
  await database?.drop();
});
beforeEach(() => {
  automation.arrived.length = 0;
});

const YVES = { cpu: 512, memory: 1024, min: 1, desired: 2, max: 3 };
const DATABASE = { instance: 'db.m6g.large', count: 2, diskGiB: 100 };
const order = (changes: Partial<Order> = {}): Order => ({
  operationId: randomUUID(),
  reference: 'UR-2026-0042',
  kind: 'APPLY',
  place,
  targets: [{ service: 'yves', capacity: YVES }],
  token: 9_007_199_254_740_993n,
  ...changes,
});
const patient = () => new AbortController().signal;
const apply = (asked = order(), signal = patient()) => webhook.apply(asked, signal);
const observe = (signal = patient()): Promise<Seen> => webhook.observe(place, signal);

test('an order is one signed message with absolute sizes, the address to report to and a token that fences', async () => {
  automation.answer(says(202));
  const asked = order();
  assert.deepEqual(await apply(asked), { kind: 'accepted', lookAgainMs: 15_000 });
  const [call] = automation.arrived;
  assert.ok(call);
  const { type, timestamp, data } = verified(call);
  assert.equal(type, 'capacity.apply');
  assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000);
  assert.deepEqual(data, {
    operationId: asked.operationId,
    reportTo: `http://localhost:3000/api/v1/operations/${asked.operationId}`,
    reference: 'UR-2026-0042',
    kind: 'APPLY',
    environment: 'nlw-stage',
    targets: [{ service: 'yves', capacity: YVES }],
    fencingToken: '9007199254740993',
  });
  assert.throws(() => verified({ ...call, text: call.text.replace('"max":3', '"max":9') }), /signature/);
});

test('the same call has the same id, so that a replay can be dropped; the next try has another', async () => {
  automation.answer(says(200));
  const asked = order();
  for (const each of [asked, asked, { ...asked, token: asked.token + 1n }]) await apply(each);
  const [first, again, next] = automation.arrived.map(({ headers }) => headers['webhook-id']);
  assert.equal(first, again);
  assert.notEqual(first, next);
});

const problem = (status: number) => says(status, { title: 'No', detail: 'the plan\u0000 says\n no' });
const ANSWERS: [string, Answering, string, string][] = [
  ...[200, 201, 202, 204].map((status): [string, Answering, string, string] => [
    `${status}`,
    says(status),
    'accepted',
    '',
  ]),
  ...[400, 401, 403, 404, 405, 409, 410, 413, 422].map((status): [string, Answering, string, string] => [
    `${status}`,
    problem(status),
    'refused',
    `refused HTTP ${status} the plan says no`,
  ]),
  ['a text', says(409, 'busy with\n\u001b[31manother'), 'refused', 'refused HTTP 409 busy with [31manother'],
  ['a secret', says(409, 'password=hunter2 is wrong'), 'refused', 'refused HTTP 409 …'],
  ['nothing', says(422), 'refused', 'refused HTTP 422'],
  [
    'long',
    says(409, `${'a'.repeat(499)}💥${'b'.repeat(600_000)}`),
    'refused',
    `refused HTTP 409 ${'a'.repeat(499)}\uFFFD`,
  ],
  ['429', problem(429), 'retryable', 'busy HTTP 429 the plan says no'],
  ['503', problem(503), 'retryable', 'busy HTTP 503 the plan says no'],
  ['500', problem(500), 'unknown', 'badAnswer HTTP 500 the plan says no'],
  ['502', says(502, '<html>bad gateway</html>'), 'unknown', 'badAnswer HTTP 502 <html>bad gateway</html>'],
  ['408', says(408), 'unknown', 'badAnswer HTTP 408'],
  ['reset', (response) => response.socket?.resetAndDestroy(), 'unknown', 'lostAnswer ECONNRESET'],
  ['endless', endless, 'accepted', ''],
  [
    'metadata',
    says(302, '', { location: 'http://169.254.169.254/latest/meta-data/' }),
    'refused',
    'badAnswer HTTP 302',
  ],
  ['elsewhere', says(307, '', { location: '/elsewhere' }), 'refused', 'badAnswer HTTP 307'],
];

test('every answer to an order is accepted, refused, worth another try or unknown', async () => {
  for (const [name, answering, kind, said] of ANSWERS) {
    automation.arrived.length = 0;
    automation.answer(answering);
    const answer = await apply();
    assert.equal(answer.kind, kind, name);
    if (answer.kind === 'accepted') continue;
    const { code, params } = answer.error;
    assert.equal(`${code} ${'detail' in params ? params.detail : ''}`, said, name);
    assert.equal(automation.arrived.length, 1, name);
    // PostgreSQL keeps it
    await db().$queryRaw`SELECT ${JSON.stringify(answer.error)}::jsonb`;
  }
});

test('who asks to come back later is left alone that long, ten minutes at most', async () => {
  for (const [after, waitMs] of [
    ['7', 7_000],
    ['99999', 600_000],
    ['soon', 0],
    ['-5', 0],
  ] as const) {
    automation.answer(says(429, '', { 'retry-after': after }));
    const answer = await apply();
    assert.ok(answer.kind === 'retryable');
    assert.equal(answer.waitMs, waitMs);
  }
});

test('an order that nobody answered in time is unknown; one that never left may go again', async () => {
  automation.answer(() => {});
  const hung = await apply(order(), AbortSignal.timeout(250));
  assert.ok(hung.kind === 'unknown' && hung.error.code === 'timedOut');
  const unsent = await apply(order(), AbortSignal.abort());
  assert.ok(unsent.kind === 'retryable');
});

test('what is observed are whole sizes of services that are there', async () => {
  const observedAt = '2026-01-01T12:00:00+01:00';
  automation.answer(
    says(200, {
      observedAt,
      services: { yves: YVES, other: YVES, __proto__: YVES },
      progress: 40,
      underWay: true,
      more: 1,
    }),
  );
  const seen = await observe();
  assert.ok(seen.kind === 'seen');
  const { at, by, capacities, moving } = seen.observation;
  assert.deepEqual({ at, by, capacities }, { at: Date.parse(observedAt), by: 'webhook', capacities: { yves: YVES } });
  assert.equal(moving?.yves, 40);
  const [call] = automation.arrived;
  assert.deepEqual(verified(call as typeof call & object), {
    type: 'capacity.observe',
    timestamp: verified(call as typeof call & object).timestamp,
    data: { environment: 'nlw-stage', services: place.services.map(({ name }) => name) },
  });
});

test('nobody has seen the future', async () => {
  automation.answer(says(200, { observedAt: '2999-01-01T00:00:00Z', services: { yves: YVES } }));
  const seen = await observe();
  assert.ok(seen.kind === 'seen' && seen.observation.at <= Date.now());
});

test('what cannot be an observation shows nothing', async () => {
  const at = '2026-01-01T00:00:00Z';
  const bodies: unknown[] = [
    '',
    'null',
    '[]',
    '{',
    {},
    { services: { yves: YVES } },
    { observedAt: 'yesterday', services: {} },
    { observedAt: at },
    { observedAt: at, services: [YVES] },
    { observedAt: at, services: { yves: { ...YVES, max: 2.5 } } },
    { observedAt: at, services: { yves: { ...YVES, max: '3' } } },
    { observedAt: at, services: { yves: { ...YVES, min: 3, desired: 2 } } },
    { observedAt: at, services: { yves: { ...YVES, max: 1 } } },
    { observedAt: at, services: { yves: { ...YVES, cpu: -512 } } },
    { observedAt: at, services: { yves: { ...YVES, cpu: 2 ** 31 } } },
    { observedAt: at, services: { yves: { ...YVES, gpu: 1 } } },
    { observedAt: at, services: { yves: { max: 3 } } },
    { observedAt: at, services: { yves: DATABASE } },
    { observedAt: at, services: { database: YVES } },
    { observedAt: at, services: { database: { ...DATABASE, instance: 'x\u0000' } } },
    { observedAt: at, services: { yves: YVES }, progress: 101 },
    { observedAt: at, services: { yves: YVES }, underWay: 'no' },
  ];
  for (const body of bodies) {
    automation.answer(says(200, body));
    const seen = await observe();
    assert.ok(seen.kind === 'unseen' && seen.error.code === 'badAnswer', JSON.stringify(body));
  }
  const others: Answering[] = [
    says(201, { observedAt: at, services: {} }),
    says(404),
    says(503),
    says(302, '', { location: '/x' }),
    endless,
  ];
  for (const answering of others) {
    automation.answer(answering);
    assert.equal((await observe()).kind, 'unseen');
  }
  automation.answer(() => {});
  const hung = await observe(AbortSignal.timeout(250));
  assert.ok(hung.kind === 'unseen' && hung.error.code === 'timedOut');
});

test('who reports later is seen by its last report, and only by what came after the latest operation began', async () => {
  await db().service.updateMany({ data: { observedAt: null, observedBy: null } });
  await db().operation.deleteMany();
  for (const status of [202, 204]) {
    automation.answer(says(status));
    const seen = await observe();
    assert.ok(seen.kind === 'unseen' && seen.error.code === 'unobservable');
  }
  const at = Date.now() - 60_000;
  const reported = { at, by: 'webhook', capacities: { yves: YVES }, moving: null } as const;
  await transaction((tx) => storeObservation(tx, place.id, reported));
  assert.deepEqual(await observe(), { kind: 'seen', observation: { ...reported, seenAt: { yves: at } } });
  await operationOn('yves', at + 1);
  assert.equal((await observe()).kind, 'unseen');
  await transaction((tx) => storeObservation(tx, place.id, { ...reported, at: at + 1 }));
  assert.equal((await observe()).kind, 'seen');
  await transaction((tx) => storeObservation(tx, place.id, { ...reported, at: at + 2, by: 'simulated' }));
  assert.equal((await observe()).kind, 'unseen', 'what others saw is not its report');
});

/** An operation on a service of the place that began at an instant. */
async function operationOn(service: string, startedAt: number): Promise<void> {
  const line = await db().requestLine.findFirstOrThrow({ where: { environmentId: place.id, service } });
  const { requestId, environmentId } = line;
  const dates = { startedAt: new Date(startedAt), deadlineAt: new Date(startedAt), finishedAt: new Date(startedAt) };
  const own = { id: randomUUID(), requestId, environmentId, number: 99, kind: 'APPLY', state: 'FAILED' } as const;
  await db().operation.create({ data: { ...own, provider: 'webhook', targets: [], token: 1n, ...dates } });
}
