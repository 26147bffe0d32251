import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, body, codesOf, doneOf, recordEnd } from '../testing/requests.ts';
import { moveRequest } from './move.ts';
import { submitRequest } from './submit.ts';

const DAY = 86_400_000;
let database: Awaited<ReturnType<typeof freshDatabase>>;
const people: Record<string, Actor> = {};
const who = (name: string) => people[name] as Actor;

before(async () => {
  database = await freshDatabase({ demo: true });
  for (const name of [
    'customer@nordlicht',
    'buyer@nordlicht',
    'manager@headroom',
    'customer@alpina',
    'customer@kestrel',
  ])
    people[name] = await actorOf(`${name}.example`);
});
after(() => database?.drop());

test('A request is approved by the rules its edit was judged by, also by an exception younger than its submission', async () => {
  const asked = doneOf(await submitRequest(who('customer@nordlicht'), body({}, 30), { draft: false }));
  const { id, contractId } = await db().environment.findUniqueOrThrow({ where: { slug: 'nlw-prod' } });
  const small = { cpu: 512, memory: 1024, min: 1, desired: 1, max: 3 };
  await db().service.updateMany({ where: { environmentId: id, name: 'glue' }, data: { baseline: small } });
  const changes = { lines: [{ service: 'glue', wanted: { max: 4 } }] };
  const edit = () => moveRequest(who('customer@nordlicht'), asked.reference, { move: 'edit', changes });
  assert.deepEqual(codesOf(await edit()), ['reachesProd', 'reachesProd']);
  const dates = { validFrom: new Date(), validTo: new Date(Date.now() + DAY) };
  const exception = { kind: 'STAGE', change: { mayReachProd: true }, reason: 'Change order 9' } as const;
  await db().variation.create({ data: { id: randomUUID(), contractId, ...exception, ...dates } });
  doneOf(await edit());
  const later = { at: Date.now() + 2 * DAY };
  const approved = await moveRequest(who('manager@headroom'), asked.reference, { move: 'approve' }, later);
  assert.equal(doneOf(approved).state, 'SCHEDULED');
});

test('An emergency that is taken back owes the lead time; a text that is edited does not', async () => {
  const emergency = { reason: 'The voucher import is broken.' };
  const asked = doneOf(await submitRequest(who('customer@nordlicht'), body({ emergency }, 1), { draft: false }));
  const edit = (whole: Record<string, unknown>) => {
    const { environment, window, ...rest } = { ...body(whole, 1), watchers: [], prescaleMinutes: 0 } as never as {
      environment: string;
      window: { start: string; end: string; timeZone: string };
    };
    const instants = { ...window, start: Date.parse(window.start), end: Date.parse(window.end) };
    const content = { environment, window: instants, ...rest } as never;
    return moveRequest(who('customer@nordlicht'), asked.reference, { move: 'edit', whole: content });
  };
  assert.deepEqual(codesOf(await edit({})), ['tooSoon']);
  assert.equal(doneOf(await edit({ emergency, reason: 'Said better.' })).emergency, true);
});

test('A draft is not moved to where nothing can be asked for: R8 and R4, recorded', async () => {
  const draft = doneOf(await submitRequest(who('customer@nordlicht'), { environment: 'nlw-stage' }, { draft: true }));
  for (const [environment, code] of [
    ['nlw-prod', 'prodNotRequestable'],
    ['nlw-dev', 'devNeverGrows'],
  ] as const) {
    const before = await recordEnd();
    const outcome = await moveRequest(who('customer@nordlicht'), draft.reference, {
      move: 'edit',
      changes: { environment },
    });
    assert.deepEqual(codesOf(outcome), [code]);
    assert.equal((await recordEnd()).n, before.n + 1);
  }
});

test('Who submits a draft asks, and does not decide it, manager or not (R12)', async () => {
  const draft = doneOf(await submitRequest(who('customer@nordlicht'), body({}, 45), { draft: true }));
  const { contractId, personId } = {
    contractId: (await db().contract.findUniqueOrThrow({ where: { reference: 'NLW-2024' } })).id,
    personId: who('buyer@nordlicht').personId,
  };
  await db().managerAssignment.create({ data: { contractId, personId } });
  const asked = doneOf(await moveRequest(who('buyer@nordlicht'), draft.reference, { move: 'submit' }));
  assert.equal(asked.requestedBy, 'buyer@nordlicht.example');
  const own = await moveRequest(who('buyer@nordlicht'), draft.reference, { move: 'approve' });
  assert.deepEqual(codesOf(own), ['ownRequest']);
  assert.equal(
    doneOf(await moveRequest(who('manager@headroom'), draft.reference, { move: 'approve' })).state,
    'SCHEDULED',
  );
  await db().managerAssignment.delete({ where: { contractId_personId: { contractId, personId } } });
});

test('A window that is over is not extended', async () => {
  const { reference, windowEnd } = await db().upscaleRequest.findFirstOrThrow({ where: { state: 'ACTIVE' } });
  const at = (windowEnd?.getTime() ?? 0) + 1;
  const outcome = await moveRequest(who('customer@alpina'), reference, { move: 'extend', until: at + DAY }, { at });
  assert.deepEqual(codesOf(outcome), ['wrongState'], 'the clock has begun its return before anything else');
});

test('A failed request that is tried again uses its whole window again', async () => {
  const failed = await db().upscaleRequest.findFirstOrThrow({ where: { state: 'FAILED' } });
  const { reference, windowStart, windowEnd, prescaleMinutes } = failed;
  const length = (windowEnd?.getTime() ?? 0) - (windowStart?.getTime() ?? 0) + prescaleMinutes * 60_000;
  assert.ok(failed.upscaleDays < Math.ceil(length / DAY), 'the days not begun were given back');
  const again = doneOf(await moveRequest(who('manager@headroom'), reference, { move: 'retry' }));
  assert.deepEqual([again.state, again.upscaleDays], ['APPLYING', Math.ceil(length / DAY)]);
});
