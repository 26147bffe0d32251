import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Capacity } from '#domain/capacity.ts';
import { problemAnswer, reportAnswer } from '#server/api/schemas.ts';
import { db } from '#server/db.ts';
import { verifyRecord } from '#server/record/verify.ts';
import { moveRequest } from '#server/requests/move.ts';
import { submitRequest } from '#server/requests/submit.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { engineAt } from '#server/testing/engine.ts';
import { type Receiver, says } from '#server/testing/receiver.ts';
import { actorOf, body, doneOf, recordEnd } from '#server/testing/requests.ts';
import { signature, startAutomation, verified } from '#server/testing/webhook.ts';
import { claim } from '#server/worker/claim.ts';
import { saveAnswer } from '#server/worker/outcome.ts';
import { type Answered, call, checksums } from './_http/testing.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
let database: FreshDatabase;
let automation: Receiver;
let engine: ReturnType<typeof engineAt>;
let people: Record<'customer' | 'manager', Awaited<ReturnType<typeof actorOf>>>;
before(async () => {
  automation = await startAutomation();
  database = await freshDatabase({ demo: true });
  people = {
    customer: await actorOf('customer@nordlicht.example'),
    manager: await actorOf('manager@headroom.example'),
  };
  // the demo's own requests have other tests
  await db().upscaleRequest.updateMany({ data: { dueAt: null } });
  await db().environment.updateMany({ where: { slug: 'nlw-stage' }, data: { provider: 'webhook' } });
});
after(async () => {
  const verdict = await verifyRecord();
  await automation.close();
  await database?.drop();
  assert.deepEqual(verdict.ok || verdict, true);
});
beforeEach(() => {
  automation.arrived.length = 0;
  automation.answer(says(202));
});
// the window ends, and the simulation returns it by the engine's clock: the next test finds its service free
afterEach(async () => {
  const stage = { slug: 'nlw-stage' };
  await db().environment.updateMany({ where: stage, data: { provider: 'simulated' } });
  await catchUp();
  await engine.pass(15 * MINUTE);
  assert.equal(await db().operation.count({ where: { provider: 'webhook', finishedAt: null } }), 0);
  // the engine's clock was ahead
  await db().operation.updateMany({ where: { environment: stage }, data: { startedAt: new Date(0) } });
  await db().service.updateMany({ where: { environment: stage }, data: { observedAt: null, observedBy: null } });
  await db().environment.updateMany({ where: stage, data: { provider: 'webhook' } });
});

type Running = { id: string; request: string; number: number; size: Capacity };

/** An emergency whose window began twenty minutes ago: yves max 3, told to the automation, which says that it will report. */
async function running(): Promise<Running> {
  engine = engineAt(Date.now() - 20 * MINUTE);
  // real calls over the wire, on a machine that may be busy
  engine.stepper.patience = { observe: 10 * SECOND, apply: 10 * SECOND };
  const at = engine.now();
  const [start, end] = [at + 10 * SECOND, at + 30 * MINUTE].map((each) => new Date(each).toISOString());
  const window = { start, end, timeZone: 'Europe/Berlin' };
  const asked = { ...body(), window, emergency: { reason: 'The campaign began today.' } };
  const { reference } = doneOf(await submitRequest(people.customer, asked, { draft: false, at }));
  doneOf(await moveRequest(people.manager, reference, { move: 'approve', confirmEmergency: true }, { at }));
  await engine.pass(11 * SECOND);
  engine.sleep(Date.now() - engine.now());
  const { id, number } = await db().operation.findFirstOrThrow({ where: { request: { reference } } });
  const { granted } = await db().requestLine.findFirstOrThrow({ where: { request: { reference } } });
  return { id, request: reference, number, size: granted as Capacity };
}

/** The worker does what is due by now. */
async function catchUp(): Promise<void> {
  engine.sleep(Date.now() - engine.now());
  await engine.settle();
}

type Sending = { id?: string; at?: number; secret?: string; headers?: Record<string, string> };
function report(operation: string, said: unknown, { headers, ...sending }: Sending = {}): Promise<Answered> {
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  return call('POST', `/operations/${operation}`, { body: text, headers: { ...signature(text, sending), ...headers } });
}
const sight = (size: Capacity, at = Date.now()) => ({ at: new Date(at).toISOString(), services: { yves: size } });
const operationOf = ({ id }: Pick<Running, 'id'>) =>
  db().operation.findUniqueOrThrow({ where: { id }, include: { attempts: { orderBy: { number: 'asc' } } } });
const requestOf = ({ request }: Running) => db().upscaleRequest.findUniqueOrThrow({ where: { reference: request } });
const entriesOf = ({ request, number }: Running) =>
  db().auditEntry.findMany({
    where: { subject: `operation ${request} ${number}`, what: 'operation.report' },
    orderBy: { n: 'asc' },
  });

function problemOf(answered: Answered, status: number): void {
  assert.equal(answered.status, status, answered.text);
  assert.equal(answered.headers.get('content-type'), 'application/problem+json');
  assert.equal(problemAnswer.parse(answered.body).status, status);
}

test('Progress is shown, success is looked at, and only what was seen is active', async () => {
  const one = await running();
  assert.equal((await operationOf(one)).state, 'ACCEPTED');
  const progress = await report(one.id, { outcome: 'progress', progress: 40, message: 'terraform apply' });
  assert.equal(progress.status, 200, progress.text);
  assert.deepEqual(reportAnswer.parse(progress.body), { id: one.id, request: one.request, number: 1 });
  assert.equal((await operationOf(one)).progress, 40);
  assert.equal((await report(one.id, { outcome: 'succeeded' })).status, 200);
  await catchUp();
  assert.equal((await requestOf(one)).state, 'APPLYING', 'a word makes nothing active');
  assert.equal((await operationOf(one)).progress, 100);
  assert.equal((await report(one.id, { outcome: 'progress', observed: sight(one.size) })).status, 200);
  await catchUp();
  assert.equal((await requestOf(one)).state, 'ACTIVE', 'a sight does');
  const line = await db().requestLine.findFirstOrThrow({ where: { request: { reference: one.request } } });
  assert.deepEqual([line.observed, line.observedBy], [one.size, 'webhook']);
  const [first] = await entriesOf(one);
  assert.deepEqual([first?.who, first?.standing], ['provider', null]);
  const { message = '', ...verdict } = (first?.verdict ?? {}) as { message?: string };
  assert.match(message, /^[0-9a-f-]{36}$/);
  assert.deepEqual(verdict, {
    allowed: true,
    report: { outcome: 'progress', progress: 40, message: 'terraform apply' },
  });
  assert.equal((await entriesOf(one)).length, 3);
});

test('A success that shows another size makes nothing active: called once more, then it has failed', async () => {
  const one = await running();
  const other = { ...(one.size as object), max: 2 } as Capacity;
  const lie = { outcome: 'succeeded', observed: sight(other) };
  assert.equal((await report(one.id, lie)).status, 200);
  const { current } = await db().service.findFirstOrThrow({
    where: { name: 'yves', environment: { slug: 'nlw-stage' } },
  });
  assert.deepEqual(current, other);
  const error = { code: 'arrivedOther', params: { services: ['yves'] } };
  const again = await operationOf(one);
  assert.deepEqual(
    [again.state, again.attempts[0]?.outcome, again.attempts[0]?.error],
    ['CALLING', 'retryable', error],
  );
  await engine.pass(MINUTE);
  assert.equal((await requestOf(one)).state, 'APPLYING');
  assert.equal((await report(one.id, lie)).status, 200);
  const failed = await operationOf(one);
  assert.deepEqual([failed.state, failed.error], ['FAILED', error]);
  assert.equal((await requestOf(one)).state, 'FAILED');
});

test('A sight from before the operation began proves nothing', async () => {
  const one = await running();
  const before = Number((await operationOf(one)).startedAt) - 1;
  assert.equal((await report(one.id, { outcome: 'succeeded', observed: sight(one.size, before) })).status, 200);
  await catchUp();
  assert.equal((await requestOf(one)).state, 'APPLYING');
  assert.equal((await report(one.id, { outcome: 'succeeded', observed: sight(one.size) })).status, 200);
  await catchUp();
  assert.equal((await requestOf(one)).state, 'ACTIVE');
});

test('What was told of another service long ago neither proves nor hinders', async () => {
  const one = await running();
  const { current } = await db().service.findFirstOrThrow({
    where: { name: 'glue', environment: { slug: 'nlw-stage' } },
  });
  const glue = { at: new Date(Date.now() - 3_600_000).toISOString(), services: { glue: current } };
  assert.equal((await report(one.id, { outcome: 'progress', observed: glue })).status, 200);
  await catchUp();
  assert.equal((await requestOf(one)).state, 'APPLYING');
  assert.equal((await report(one.id, { outcome: 'progress', observed: sight(one.size) })).status, 200);
  await catchUp();
  assert.equal((await requestOf(one)).state, 'ACTIVE');
});

test('A failure ends the operation and says why; trying again may be worth it', async () => {
  const one = await running();
  const message = 'quota\u001b[31m exceeded';
  assert.equal((await report(one.id, { outcome: 'failed', retryable: true, message })).status, 200);
  const retried = await operationOf(one);
  assert.equal(retried.state, 'CALLING');
  assert.deepEqual(
    retried.attempts.map(({ outcome, error }) => [outcome, error]),
    [['retryable', { code: 'refused', params: { detail: 'quota [31m exceeded' } }]],
  );
  const { dueAt, state } = await requestOf(one);
  assert.equal(state, 'APPLYING');
  assert.ok(dueAt && dueAt.getTime() > engine.now(), 'after a while, not at once');
  await engine.pass(MINUTE);
  const calls = automation.arrived.map(verified).filter(({ type }) => type === 'capacity.apply');
  assert.deepEqual(new Set(calls.map(({ data }) => data.operationId)), new Set([one.id]));
  assert.deepEqual(
    (await operationOf(one)).attempts.map(({ outcome }) => outcome),
    ['retryable', 'accepted'],
  );
  assert.equal((await report(one.id, { outcome: 'failed', message: 'no such cluster' })).status, 200);
  const failed = await operationOf(one);
  assert.deepEqual(
    [failed.state, failed.error],
    ['FAILED', { code: 'refused', params: { detail: 'no such cluster' } }],
  );
  assert.equal((await requestOf(one)).state, 'FAILED');
});

test('A failure shortly before the end is tried no longer than until the end', async () => {
  const one = await running();
  const { windowEnd } = await requestOf(one);
  const ending = (end: Date | null) =>
    db().upscaleRequest.update({ where: { reference: one.request }, data: { windowEnd: end } });
  const soon = new Date(Date.now() + 200);
  await ending(soon);
  assert.equal((await report(one.id, { outcome: 'failed', retryable: true })).status, 200);
  const { dueAt } = await ending(windowEnd);
  assert.ok(dueAt && dueAt.getTime() <= Math.max(soon.getTime(), Date.now()), String(dueAt));
});

test('Of an operation that is over a report is recorded, and changes nothing', async () => {
  const one = await running();
  await report(one.id, { outcome: 'failed' });
  const sums = () => checksums().then(({ OperationReport, ...rest }) => rest);
  const before = await sums();
  const entries = (await entriesOf(one)).length;
  for (const outcome of ['succeeded', 'failed', 'progress'])
    assert.equal((await report(one.id, { outcome, observed: sight(one.size), progress: 7 })).status, 200);
  assert.equal((await report(one.id, { outcome: 'failed', retryable: true })).status, 200);
  assert.deepEqual(await sums(), before);
  const added = (await entriesOf(one)).slice(entries);
  assert.equal(added.length, 4);
  for (const { verdict } of added) assert.equal((verdict as { over?: true }).over, true);
});

test('The same message again is answered the same and does nothing, even when another has come between', async () => {
  const one = await running();
  const said = { outcome: 'progress', progress: 70 };
  const first = await report(one.id, said, { id: 'msg_1' });
  assert.equal((await report(one.id, { outcome: 'progress', progress: 80 })).status, 200);
  const before = await checksums();
  const { n } = await recordEnd();
  for (const each of [said, { outcome: 'failed' }]) {
    const again = await report(one.id, each, { id: 'msg_1' });
    assert.deepEqual([again.status, again.text], [first.status, first.text]);
  }
  assert.deepEqual(await checksums(), before);
  assert.equal((await recordEnd()).n, n);
});

test('What was taken more than a day ago is forgotten when something new is taken, not before', async () => {
  const one = await running();
  const kept = async () =>
    (await db().operationReport.findMany({ where: { id: { startsWith: 'old_' } }, orderBy: { id: 'asc' } })).map(
      ({ id }) => id,
    );
  const hours = (ago: number) => ({
    id: `old_${ago}`,
    operationId: one.id,
    at: new Date(Date.now() - ago * 60 * MINUTE),
  });
  await report(one.id, { outcome: 'progress' }, { id: 'msg_day' });
  await db().operationReport.createMany({ data: [23, 25, 99].map(hours) });
  await report(one.id, { outcome: 'progress' }, { id: 'msg_day' });
  assert.deepEqual(await kept(), ['old_23', 'old_25', 'old_99']);
  assert.equal((await report(one.id, { outcome: 'progress' })).status, 200);
  assert.deepEqual(await kept(), ['old_23']);
});

test('Of two that come at once one is taken', async () => {
  const one = await running();
  const said = { outcome: 'failed', retryable: true };
  const answers = await Promise.all(Array.from({ length: 8 }, () => report(one.id, said, { id: 'msg_race' })));
  assert.deepEqual(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1);
  assert.equal(answers[0]?.status, 200);
  assert.equal((await entriesOf(one)).length, 1);
  const different = await Promise.all(
    Array.from({ length: 8 }, () => report(one.id, { outcome: 'failed', message: 'no' })),
  );
  assert.deepEqual(new Set(different.map(({ status }) => status)), new Set([200]));
  assert.equal((await entriesOf(one)).filter(({ verdict }) => !(verdict as { over?: true }).over).length, 2);
  assert.equal(
    (await db().requestEvent.findMany({ where: { request: { reference: one.request }, move: 'fail' } })).length,
    1,
  );
});

test('A message that was taken for one operation is not one of another', async () => {
  const one = await running();
  assert.equal((await report(one.id, { outcome: 'progress' }, { id: 'msg_one' })).status, 200);
  await report(one.id, { outcome: 'failed' });
  doneOf(await moveRequest(people.manager, one.request, { move: 'retry' }, { at: engine.now() }));
  await catchUp();
  const next = await db().operation.findFirstOrThrow({ where: { request: { reference: one.request }, number: 2 } });
  const before = await checksums();
  problemOf(await report(next.id, { outcome: 'failed' }, { id: 'msg_one' }), 409);
  assert.deepEqual(await checksums(), before);
});

test('Who reports while its call still waits for an answer has answered it', async () => {
  const one = await running();
  await report(one.id, { outcome: 'failed', retryable: true });
  const { id, dueAt } = await requestOf(one);
  const claimant = { workerId: randomUUID(), at: Number(dueAt), providers: engine.stepper.providers };
  const held = await claim(id, claimant);
  assert.ok(held?.call);
  assert.equal((await report(one.id, { outcome: 'progress', progress: 5 })).status, 200);
  const lost = { kind: 'unknown', error: { code: 'timedOut', params: { seconds: 30 } } } as const;
  assert.equal(await saveAnswer(held, lost, Date.now()), false, 'the worker has lost its place');
  const { state, attempts } = await operationOf(one);
  assert.deepEqual([state, attempts.at(-1)?.outcome], ['ACCEPTED', 'accepted']);
});

test('Only the holder of the secret reports, and not with what was signed long ago', async () => {
  const one = await running();
  const before = await checksums();
  const { n } = await recordEnd();
  const said = JSON.stringify({ outcome: 'failed' });
  const good = signature(said);
  const other = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;
  const without = (name: string) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
  const forged: [string, Record<string, string>, string?][] = [
    ['another secret', signature(said, { secret: other })],
    ['six minutes old', signature(said, { at: Date.now() - 6 * MINUTE })],
    ['six minutes ahead', signature(said, { at: Date.now() + 6 * MINUTE })],
    ['another body', good, said.replace('failed', 'succeeded')],
    ['a space more', good, `${said} `],
    ['another id', { ...good, 'webhook-id': 'msg_other' }],
    ['another time', { ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) + 1) }],
    ['no id', without('webhook-id')],
    ['no time', without('webhook-timestamp')],
    ['no signature', without('webhook-signature')],
    ['an empty signature', { ...good, 'webhook-signature': 'v1,' }],
    ['half a signature', { ...good, 'webhook-signature': 'v1' }],
    ['another version', { ...good, 'webhook-signature': `v2,${good['webhook-signature']?.slice(3)}` }],
    ['a time in words', { ...good, 'webhook-timestamp': `${good['webhook-timestamp']}x` }],
    ['an id with spaces', signature(said, { id: 'a b' })],
    ['a long id', signature(said, { id: 'x'.repeat(201) })],
    ['a token', { authorization: `Bearer hr_${'A'.repeat(43)}` }],
  ];
  for (const [name, headers, text = said] of forged) {
    const answered = await call('POST', `/operations/${one.id}`, { body: text, headers });
    assert.equal(answered.status, 401, name);
    problemOf(answered, 401);
  }
  const bytes = new Uint8Array([0x22, 0xff, 0x22]);
  problemOf(await call('POST', `/operations/${one.id}`, { body: bytes, headers: signature('"\uFFFD"') }), 401);
  assert.deepEqual(await checksums(), before);
  assert.equal((await recordEnd()).n, n);
  const second = { ...good, 'webhook-signature': `v1,AAAA ${good['webhook-signature']}` };
  const rotated = await call('POST', `/operations/${one.id}`, { body: said, headers: second });
  assert.equal(rotated.status, 200, 'one good signature of several is enough');
});

test('What is no operation of the automation is not there', async () => {
  const one = await running();
  const said = { outcome: 'failed' };
  const none = [
    randomUUID(),
    'x',
    '%00',
    one.id.slice(1),
    `${one.id}0`,
    one.request,
    '00000000-0000-0000-0000-000000000000',
  ];
  for (const id of none) problemOf(await report(id, said), 404);
  problemOf(await report(randomUUID(), {}), 404);
  problemOf(await report(randomUUID(), said, { secret: `whsec_${Buffer.alloc(24).toString('base64')}` }), 401);
  await db().operation.update({ where: { id: one.id }, data: { provider: 'manual' } });
  problemOf(await report(one.id, said), 404);
  await db().operation.update({ where: { id: one.id }, data: { provider: 'webhook' } });
  assert.equal((await report(one.id.toUpperCase(), { outcome: 'progress' })).status, 200);
});

test('A report is of its form: too large, another type, unreadable, and each member', async () => {
  const one = await running();
  const before = await checksums();
  problemOf(await report(one.id, { outcome: 'failed', message: 'x'.repeat(70_000) }), 413);
  problemOf(await report(one.id, { outcome: 'failed' }, { headers: { 'content-type': 'text/plain' } }), 415);
  for (const text of ['', '{', 'nothing']) problemOf(await report(one.id, text), 400);
  const size = one.size as Record<string, number>;
  const wrong: [unknown, string][] = [
    [[], ''],
    [{}, 'outcome'],
    [{ outcome: 'done' }, 'outcome'],
    [{ outcome: 'failed', message: 7 }, 'message'],
    [{ outcome: 'failed', message: 'x'.repeat(4_001) }, 'message'],
    [{ outcome: 'failed', retryable: 'yes' }, 'retryable'],
    [{ outcome: 'progress', progress: 101 }, 'progress'],
    [{ outcome: 'progress', progress: 1.5 }, 'progress'],
    [{ outcome: 'progress', other: 1 }, 'other'],
    [{ type: 'capacity.apply', timestamp: 'x', data: {} }, 'outcome'],
    [{ outcome: 'progress', observed: { services: {} } }, 'observed.at'],
    [{ outcome: 'progress', observed: { at: 'now', services: {} } }, 'observed.at'],
    [{ outcome: 'progress', observed: { ...sight(one.size), by: 'me' } }, 'observed.by'],
    [{ outcome: 'progress', observed: sight({ ...size, max: 2.5 } as never) }, 'observed.services.yves.max'],
    [{ outcome: 'progress', observed: sight({ ...size, max: 0 } as never) }, 'observed.services.yves.max'],
    [{ outcome: 'progress', observed: sight({ ...size, gpu: 1 } as never) }, 'observed.services.yves.gpu'],
    [{ outcome: 'progress', observed: sight({ max: 3 } as never) }, 'observed.services.yves.cpu'],
    [{ outcome: 'progress', observed: sight({ instance: 'db.m6g.large', count: 1 }) }, 'observed.services.yves'],
  ];
  for (const [said, path] of wrong) {
    const answered = await report(one.id, said);
    problemOf(answered, 422);
    const paths = (answered.body.errors as { path: string }[]).map((each) => each.path);
    assert.ok(paths.includes(path), `${JSON.stringify(said)}: ${paths}`);
  }
  assert.deepEqual(await checksums(), before);
  const elsewhere = { at: sight(one.size).at, services: { unknown: one.size } };
  assert.equal((await report(one.id, { outcome: 'progress', observed: elsewhere })).status, 200);
});

test('Other methods are 405; without a signature nothing more is told', async () => {
  const one = await running();
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
    const answered = await call(method, `/operations/${one.id}`);
    problemOf(answered, 405);
    assert.equal(answered.headers.get('allow'), 'POST');
  }
});
