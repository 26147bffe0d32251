import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RequestBody } from '#domain/request.ts';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, body, codesOf, doneOf, recordEnd, stateOf } from '../testing/requests.ts';
import { moveRequest } from './move.ts';
import { submitRequest } from './submit.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let customer: Actor;
/** manager of NLW-2024, and one of its customers */
let both: Actor;
before(async () => {
  database = await freshDatabase({ demo: true });
  customer = await actorOf('customer@nordlicht.example');
  const { organisationId } = await db().contract.findUniqueOrThrow({ where: { reference: 'NLW-2024' } });
  const { id: personId } = await db().person.findUniqueOrThrow({ where: { email: 'manager@headroom.example' } });
  await db().membership.create({ data: { organisationId, personId } });
  both = await actorOf('manager@headroom.example');
});
after(() => database?.drop());

const lines = [{ service: 'yves', wanted: { max: 4 } }];
const submit = async (days: number) =>
  doneOf(await submitRequest(customer, body({}, days), { draft: false })).reference;

test('Who has changed a request does not approve it, whoever sent it (R12)', async () => {
  const reference = await submit(20);
  doneOf(await moveRequest(both, reference, { move: 'edit', changes: { lines } }));
  assert.deepEqual(codesOf(await moveRequest(both, reference, { move: 'approve' })), ['ownRequest']);
  assert.equal(await stateOf(reference), 'IN_REVIEW');
  const { what, standing, verdict } = await recordEnd();
  assert.deepEqual([what, standing, (verdict as { rule: string }).rule], ['approve', 'manager', 'R12']);
});

test('Nobody accepts an offer of their own (R12); another customer does', async () => {
  const reference = await submit(30);
  doneOf(await moveRequest(both, reference, { move: 'offer', offer: { lines } }));
  assert.deepEqual(codesOf(await moveRequest(both, reference, { move: 'accept' })), ['ownOffer']);
  assert.equal(await stateOf(reference), 'OFFERED');
  assert.equal((await recordEnd()).what, 'accept');
  assert.equal(doneOf(await moveRequest(customer, reference, { move: 'accept' })).state, 'SCHEDULED');
});

test('A manager who is a customer too approves what others wrote', async () => {
  const reference = await submit(40);
  assert.equal(doneOf(await moveRequest(both, reference, { move: 'approve' })).state, 'SCHEDULED');
});

test('An extension changed into something else owes the lead time (R15)', async () => {
  const alpina = await actorOf('customer@alpina.example');
  const active = await db().upscaleRequest.findFirstOrThrow({ where: { state: 'ACTIVE' } });
  const at = Number(active.windowEnd) - 3_600_000;
  const until = at + 8 * 3_600_000;
  const extension = doneOf(await moveRequest(alpina, active.reference, { move: 'extend', until }, { at }));
  const edit = (changes: Partial<RequestBody>) =>
    moveRequest(alpina, extension.reference, { move: 'edit', changes: changes }, { at });
  const other = [{ service: 'glue', wanted: { max: 4 } }];
  assert.deepEqual(codesOf(await edit({ lines: other })), ['tooSoon']);
  doneOf(await edit({ reason: 'The sale goes on a little longer.' }));
  doneOf(await edit({ lines: extension.lines.map(({ service, requested }) => ({ service, wanted: requested })) }));
});
