import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import type { Actor } from '../access/standing.ts';
import { db, transaction } from '../db.ts';
import { verifyRecord } from '../record/verify.ts';
import { freshDatabase, untilBlocked } from '../testing/database.ts';
import { actorOf, body, census, codesOf, doneOf, recordEnd, stateOf } from '../testing/requests.ts';
import { moveRequest } from './move.ts';
import { submitRequest } from './submit.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
const people: Record<string, Actor> = {};
const who = (name: string) => people[name] as Actor;

before(async () => {
  database = await freshDatabase({ demo: true });
  const emails = {
    customer: 'customer@nordlicht.example',
    buyer: 'buyer@nordlicht.example',
    partner: 'partner@brueckner.example',
    manager: 'manager@headroom.example',
    manager2: 'manager2@headroom.example',
    operator: 'operator@headroom.example',
    stranger: 'customer@kestrel.example',
    alpina: 'customer@alpina.example',
    both: 'both@alpina.example',
  };
  for (const [name, email] of Object.entries(emails)) people[name] = await actorOf(email);
});
after(() => database?.drop());

/** The owner's login, who is not held by the application's grants. */
async function ownerClient(): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return client;
}

const DAY = 86_400_000;
const submit = async (name: string, changes = {}, days = 20) =>
  doneOf(await submitRequest(who(name), body(changes, days), { draft: false }));

test('A customer submits, the manager approves, and what was granted is what was asked', async () => {
  const asked = await submit('customer');
  assert.equal(asked.state, 'IN_REVIEW');
  assert.match(asked.reference, /^UR-\d{4}-\d{4,}$/);
  assert.deepEqual(asked.lines[0]?.requested, { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 3 });
  assert.equal(asked.lines[0]?.granted, null);
  const approved = doneOf(
    await moveRequest(who('manager'), asked.reference, { move: 'approve', contentHash: asked.contentHash ?? '' }),
  );
  assert.equal(approved.state, 'SCHEDULED');
  assert.deepEqual(approved.lines[0]?.granted, asked.lines[0]?.requested);
  assert.deepEqual(
    approved.approvals.map(({ by }) => by),
    ['manager@headroom.example'],
  );
  assert.deepEqual(approved.moves, ['cancel']);
  const cancelled = doneOf(
    await moveRequest(who('buyer'), asked.reference, { move: 'cancel', reason: 'The show is off.' }),
  );
  assert.equal(cancelled.state, 'CANCELLED');
  assert.equal(cancelled.upscaleDays, 0);
});

test('A second request for the same service and time is refused by R14 and names the first; touching is fine', async () => {
  const first = await submit('customer', {}, 25);
  const second = await submitRequest(who('buyer'), body({}, 25), { draft: false });
  assert.deepEqual(codesOf(second), ['windowTaken']);
  assert.ok(second.kind === 'refused' && JSON.stringify(second.refusals).includes(first.reference));
  const end = Date.parse(first.window?.end ?? '');
  const window = { start: new Date(end).toISOString(), end: new Date(end + DAY).toISOString(), timeZone: 'UTC' };
  await submit('buyer', { window });
});

test('Refused attempts (R3, R8, R4, R12, no standing) write no row and exactly one record entry', async () => {
  const asked = await submit('customer', { lines: [{ service: 'glue', wanted: { max: 3 } }] }, 26);
  const tries: [string, string | null, () => Promise<unknown>][] = [
    ['partner submits', 'notCustomer', () => submitRequest(who('partner'), body(), { draft: false })],
    ['partner drafts', 'notCustomer', () => submitRequest(who('partner'), body(), { draft: true })],
    ['manager submits', 'notCustomer', () => submitRequest(who('manager'), body(), { draft: false })],
    ['operator submits', 'notCustomer', () => submitRequest(who('operator'), body(), { draft: false })],
    [
      'PROD',
      'prodNotRequestable',
      () => submitRequest(who('customer'), body({ environment: 'nlw-prod' }), { draft: false }),
    ],
    ['DEV', 'devNeverGrows', () => submitRequest(who('customer'), body({ environment: 'nlw-dev' }), { draft: false })],
    ['stranger submits', 'notFound', () => submitRequest(who('stranger'), body(), { draft: false })],
    ['partner approves', 'notManager', () => moveRequest(who('partner'), asked.reference, { move: 'approve' })],
    ['customer approves', 'notManager', () => moveRequest(who('customer'), asked.reference, { move: 'approve' })],
    ['operator approves', 'notManager', () => moveRequest(who('operator'), asked.reference, { move: 'approve' })],
    ['manager withdraws', 'notCustomer', () => moveRequest(who('manager'), asked.reference, { move: 'withdraw' })],
    [
      'partner cancels',
      'notPermitted',
      () => moveRequest(who('partner'), asked.reference, { move: 'cancel', reason: 'x' }),
    ],
    ['other manager', 'notFound', () => moveRequest(who('manager2'), asked.reference, { move: 'approve' })],
    ['stranger withdraws', 'notFound', () => moveRequest(who('stranger'), asked.reference, { move: 'withdraw' })],
  ];
  for (const [name, code, attempt] of tries) {
    const [tables, record] = [await census(), await recordEnd()];
    const outcome = (await attempt()) as Parameters<typeof codesOf>[0];
    assert.deepEqual(codesOf(outcome), [code], name);
    assert.deepEqual(await census(), tables, `${name} changed a table`);
    const end = await recordEnd();
    assert.equal(end.n, record.n + 1, `${name} left ${end.n - record.n} entries`);
    assert.equal((end.verdict as { allowed: boolean }).allowed, false);
  }
});

test('Neither a rule of content nor a wrong moment leaves a trace', async () => {
  const [tables, record] = [await census(), await recordEnd()];
  const below = await submitRequest(who('customer'), body({ lines: [{ service: 'yves', wanted: { max: 1 } }] }, 40), {
    draft: false,
  });
  assert.ok(
    codesOf(below).includes('notAboveBaseline') || codesOf(below).includes('belowBaseline'),
    String(codesOf(below)),
  );
  const soon = await submitRequest(who('customer'), body({}, 0), { draft: false });
  assert.deepEqual(codesOf(soon), ['tooSoon']);
  assert.deepEqual(await census(), tables);
  assert.equal((await recordEnd()).n, record.n);
});

test('50 parallel approvals of one request: one transition, one approval, one record entry', async () => {
  const asked = await submit('customer', {}, 50);
  const before = await recordEnd();
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () =>
      moveRequest(who('manager'), asked.reference, { move: 'approve', contentHash: asked.contentHash ?? '' }),
    ),
  );
  assert.equal(outcomes.filter(({ kind }) => kind === 'done').length, 1);
  for (const outcome of outcomes.filter(({ kind }) => kind !== 'done'))
    assert.deepEqual(codesOf(outcome), ['wrongState']);
  assert.equal((await recordEnd()).n, before.n + 1);
  const request = await db().upscaleRequest.findUniqueOrThrow({
    where: { reference: asked.reference },
    include: { approvals: true, events: true },
  });
  assert.equal(request.approvals.length, 1);
  assert.equal(request.events.filter(({ to }) => to === 'SCHEDULED').length, 1);
});

test('50 parallel submits of one window: one request, one reference', async () => {
  const last = await db().referenceCounter.findFirstOrThrow({ orderBy: { year: 'desc' } });
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      submitRequest(who(index % 2 ? 'customer' : 'buyer'), body({}, 55), { draft: false }),
    ),
  );
  assert.equal(outcomes.filter(({ kind }) => kind === 'done').length, 1);
  for (const outcome of outcomes.filter(({ kind }) => kind !== 'done'))
    assert.deepEqual(codesOf(outcome), ['windowTaken']);
  const now = await db().referenceCounter.findFirstOrThrow({ orderBy: { year: 'desc' } });
  assert.equal(now.last, last.last + 1, 'references have no gaps');
});

test('A form sent 20 times at once files once', async () => {
  const submissionId = crypto.randomUUID();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => submitRequest(who('customer'), body({}, 60), { draft: false, submissionId })),
  );
  const references = new Set(outcomes.map((outcome) => doneOf(outcome).reference));
  assert.equal(references.size, 1);
});

test('Two approvers: the same manager does not count twice, and the second one schedules it', async () => {
  const lines = [{ service: 'backgw', wanted: { max: 3 } }];
  const asked = await submit('alpina', { environment: 'alp-stage-us', lines }, 30);
  const once = doneOf(await moveRequest(who('manager'), asked.reference, { move: 'approve' }));
  assert.equal(once.state, 'IN_REVIEW');
  assert.deepEqual(codesOf(await moveRequest(who('manager'), asked.reference, { move: 'approve' })), [
    'alreadyApproved',
  ]);
  const edited = doneOf(
    await moveRequest(who('alpina'), asked.reference, { move: 'edit', changes: { prescaleMinutes: 30 } }),
  );
  assert.deepEqual(edited.approvals, [], 'an edit that changes the hash voids approvals');
  assert.notEqual(edited.contentHash, asked.contentHash);
  const stale = await moveRequest(who('manager2'), asked.reference, {
    move: 'approve',
    contentHash: asked.contentHash ?? '',
  });
  assert.deepEqual(codesOf(stale), ['stale']);
  const again = doneOf(await moveRequest(who('manager2'), asked.reference, { move: 'approve' }));
  assert.equal(again.state, 'IN_REVIEW');
  const both = doneOf(await moveRequest(who('manager'), asked.reference, { move: 'approve' }));
  assert.equal(both.state, 'SCHEDULED');
});

test('An offer claims its own window; accepting it is the approval, declining it asks for the old window back', async () => {
  const asked = await submit('customer', {}, 65);
  const start = Date.parse(asked.window?.start ?? '') + 5 * DAY;
  const window = { start, end: start + 3_600_000, timeZone: 'Europe/Berlin' };
  const offered = doneOf(await moveRequest(who('manager'), asked.reference, { move: 'offer', offer: { window } }));
  assert.equal(offered.state, 'OFFERED');
  const other = await submit('buyer', {}, 65);
  assert.deepEqual(codesOf(await moveRequest(who('customer'), asked.reference, { move: 'decline' })), ['windowTaken']);
  doneOf(await moveRequest(who('buyer'), other.reference, { move: 'withdraw' }));
  doneOf(await moveRequest(who('customer'), asked.reference, { move: 'decline' }));
  doneOf(await moveRequest(who('manager'), asked.reference, { move: 'offer', offer: { window } }));
  const accepted = doneOf(await moveRequest(who('customer'), asked.reference, { move: 'accept' }));
  assert.equal(accepted.state, 'SCHEDULED');
  assert.equal(accepted.window?.start, new Date(start).toISOString());
  assert.equal(accepted.approvals[0]?.by, 'manager@headroom.example');
  assert.notEqual(accepted.contentHash, asked.contentHash);
});

test('An emergency needs the manager to confirm it', async () => {
  const asked = await submit('customer', { emergency: { reason: 'The campaign went viral.' } }, 1);
  assert.equal(asked.emergency, true);
  const refused = await moveRequest(who('manager'), asked.reference, { move: 'approve' });
  assert.deepEqual(codesOf(refused), ['emergencyUnconfirmed']);
  const approved = doneOf(
    await moveRequest(who('manager'), asked.reference, { move: 'approve', confirmEmergency: true }),
  );
  assert.equal(approved.state, 'SCHEDULED');
});

test('A window that has begun expires before anything else is done to it, and stays expired', async () => {
  const asked = await submit('customer', {}, 120);
  const later = Date.parse(asked.window?.start ?? '') + 1000;
  const outcome = await moveRequest(who('manager'), asked.reference, { move: 'approve' }, { at: later });
  assert.deepEqual(codesOf(outcome), ['wrongState']);
  assert.equal(await stateOf(asked.reference), 'EXPIRED');
  const end = await recordEnd();
  assert.deepEqual([end.who, end.what], ['clock', 'expire']);
});

test('A request whose time has passed untouched keeps neither its window nor its days from others', async () => {
  const asked = await submit('customer', {}, 130);
  const later = { at: Date.parse(asked.window?.start ?? '') + 1000, draft: false };
  const start = new Date(later.at + 1_800_000).toISOString();
  const window = { start, end: new Date(later.at + 7_200_000).toISOString(), timeZone: 'UTC' };
  const emergency = { reason: 'The first one was never decided.' };
  const second = await submitRequest(who('buyer'), body({ window, emergency }), later);
  assert.equal(doneOf(second).state, 'IN_REVIEW');
  assert.equal(await stateOf(asked.reference), 'EXPIRED');
});

test('A form that was changed and sent again is not answered with what was filed first', async () => {
  const submissionId = crypto.randomUUID();
  const first = doneOf(await submitRequest(who('customer'), body({}, 140), { draft: false, submissionId }));
  const same = doneOf(await submitRequest(who('customer'), body({}, 140), { draft: false, submissionId }));
  assert.equal(same.reference, first.reference);
  const clash = await submitRequest(who('customer'), body({ prescaleMinutes: 10 }, 140), {
    draft: false,
    submissionId,
  });
  assert.deepEqual(codesOf(clash), ['windowTaken']);
  const other = doneOf(await submitRequest(who('customer'), body({}, 150), { draft: false, submissionId }));
  assert.notEqual(other.reference, first.reference);
});

test('A draft is the customers’ alone and is judged when it is submitted', async () => {
  const draft = doneOf(
    await submitRequest(who('customer'), { environment: 'nlw-stage', reason: 'not yet' }, { draft: true }),
  );
  assert.equal(draft.state, 'DRAFT');
  for (const name of ['partner', 'manager', 'operator', 'stranger'])
    assert.deepEqual(codesOf(await moveRequest(who(name), draft.reference, { move: 'withdraw' })), ['notFound'], name);
  const incomplete = await moveRequest(who('customer'), draft.reference, { move: 'submit' });
  assert.equal(incomplete.kind, 'invalid');
  const { environment: _, ...rest } = body({}, 75);
  const window = rest.window as { start: string; end: string; timeZone: string };
  const whole = { ...rest, window: { ...window, start: Date.parse(window.start), end: Date.parse(window.end) } };
  const submitted = doneOf(
    await moveRequest(who('buyer'), draft.reference, { move: 'submit', changes: whole as never }),
  );
  assert.equal(submitted.state, 'IN_REVIEW');
});

test('An active window is extended by a new request that touches it', async () => {
  const active = await db().upscaleRequest.findFirstOrThrow({
    where: { state: 'ACTIVE', environment: { slug: 'alp-stage-eu' } },
  });
  const until = (active.windowEnd?.getTime() ?? 0) + 3_600_000;
  const made = doneOf(
    await moveRequest(who('alpina'), active.reference, { move: 'extend', until, reason: 'One hour more.' }),
  );
  assert.equal(made.state, 'IN_REVIEW');
  assert.equal(made.extends, active.reference);
  assert.equal(made.window?.start, active.windowEnd?.toISOString());
});

test('A person removed a moment ago decides nothing, though the session still says manager', async () => {
  const asked = await submit('customer', {}, 80);
  const { contractId, personId } = await db().managerAssignment.findFirstOrThrow({
    where: { contract: { reference: 'NLW-2024' } },
  });
  await db().managerAssignment.delete({ where: { contractId_personId: { contractId, personId } } });
  const outcome = await moveRequest(who('manager'), asked.reference, { move: 'approve' });
  assert.deepEqual(codesOf(outcome), ['notFound']);
  await db().managerAssignment.create({ data: { contractId, personId } });
  assert.equal(await stateOf(asked.reference), 'IN_REVIEW');
});

/** Lets a command begin while the contract is locked, and the fact it stands on be deleted before it goes on. */
async function whileWaiting<T>(work: () => Promise<T>, contractId: string, deletion: string): Promise<T> {
  const owner = await ownerClient();
  await owner.query('BEGIN');
  await owner.query('SELECT 1 FROM "Contract" WHERE id = $1 FOR NO KEY UPDATE', [contractId]);
  const waiting = work();
  await untilBlocked(owner);
  await owner.query(deletion);
  await owner.query('COMMIT');
  await owner.end();
  return waiting;
}

test('Rights that are taken away while a command waits for the contract are gone when it goes on, which is recorded', async () => {
  const asked = await submit('customer', {}, 82);
  const { contractId, personId } = await db().managerAssignment.findFirstOrThrow({
    where: { contract: { reference: 'NLW-2024' } },
  });
  const approve = () => moveRequest(who('manager'), asked.reference, { move: 'approve' });
  const unassign = `DELETE FROM "ManagerAssignment" WHERE "contractId" = '${contractId}' AND "personId" = '${personId}'`;
  assert.deepEqual(codesOf(await whileWaiting(approve, contractId, unassign)), ['notFound']);
  assert.equal(await stateOf(asked.reference), 'IN_REVIEW');
  await db().managerAssignment.create({ data: { contractId, personId } });

  const member = { personId: who('buyer').personId };
  const membership = await db().membership.findFirstOrThrow({ where: member });
  const before = await recordEnd();
  const ask = () => submitRequest(who('buyer'), body({}, 84), { draft: false });
  const leave = `DELETE FROM "Membership" WHERE "personId" = '${member.personId}'`;
  assert.deepEqual(codesOf(await whileWaiting(ask, contractId, leave)), ['notFound']);
  const { n, who: author, what } = await recordEnd();
  assert.deepEqual([n, author, what], [before.n + 1, 'buyer@nordlicht.example', 'submit']);
  await db().membership.create({ data: membership });
});

test('If the record cannot be written, nothing happened', async () => {
  const asked = await submit('customer', {}, 85);
  const before = await census();
  const client = await ownerClient();
  await client.query('ALTER TABLE "AuditEntry" ADD CONSTRAINT full_disk CHECK (n < 0) NOT VALID');
  await assert.rejects(moveRequest(who('manager'), asked.reference, { move: 'approve' }));
  await assert.rejects(submitRequest(who('customer'), body({}, 90), { draft: false }));
  await client.query('ALTER TABLE "AuditEntry" DROP CONSTRAINT full_disk');
  await client.end();
  assert.deepEqual(await census(), before);
});

test('The record is whole, and a changed request, a changed entry and a cut tail are found', async () => {
  assert.deepEqual(await verifyRecord(), { ok: true, entries: (await recordEnd()).n });
  await assert.rejects(
    transaction((tx) => tx.$executeRaw`UPDATE "AuditEntry" SET who = 'x'`),
    /append-only|permission denied/,
  );
  await assert.rejects(
    transaction((tx) => tx.$executeRaw`DELETE FROM "AuditEntry"`),
    /append-only|permission denied/,
  );
  const owner = await ownerClient();
  const [line] = await db().requestLine.findMany({ where: { service: 'yves' }, take: 1 });
  await owner.query(
    `UPDATE "RequestLine" SET requested = jsonb_set(requested, '{max}', '9') WHERE "requestId" = $1 AND "serviceId" = $2`,
    [line?.requestId, line?.serviceId],
  );
  const changed = await verifyRecord();
  assert.ok(!changed.ok && /^entry \d+: UR-/.test(changed.problem), JSON.stringify(changed));
  await owner.query('ALTER TABLE "AuditEntry" DISABLE TRIGGER append_only');
  const { who: author } = await db().auditEntry.findUniqueOrThrow({ where: { n: 3 } });
  await owner.query(`UPDATE "AuditEntry" SET who = 'nobody' WHERE n = 3`);
  assert.deepEqual(await verifyRecord(), { ok: false, problem: 'entry 3: was changed after it was written' });
  await owner.query('UPDATE "AuditEntry" SET who = $1 WHERE n = 3', [author]);
  const { n } = await recordEnd();
  await owner.query('DELETE FROM "AuditEntry" WHERE n > $1', [n - 2]);
  assert.deepEqual(await verifyRecord(), { ok: false, problem: `missing tail: 2 of ${n}` });
  await owner.end();
});
