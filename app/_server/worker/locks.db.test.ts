import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { db } from '../db.ts';
import { moveRequest } from '../requests/move.ts';
import { submitRequest } from '../requests/submit.ts';
import { freshDatabase, untilBlocked } from '../testing/database.ts';
import { engineAt } from '../testing/engine.ts';
import { actorOf, body, doneOf } from '../testing/requests.ts';
import { claim } from './claim.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: Client;
before(async () => {
  database = await freshDatabase({ demo: true });
  owner = new Client({ connectionString: database.url });
  await owner.connect();
});
after(async () => {
  await owner?.end();
  await database?.drop();
});

test('A claim that waits for its environment does not hold the record’s head: who has the environment needs that next', async () => {
  const at = Date.now();
  const window = {
    start: new Date(at + 60_000).toISOString(),
    end: new Date(at + 180_000).toISOString(),
    timeZone: 'Europe/Berlin',
  };
  const customer = await actorOf('customer@nordlicht.example');
  const asked = body({ window, emergency: { reason: 'The campaign began today.' } });
  const { reference } = doneOf(await submitRequest(customer, asked, { draft: false, at }));
  const manager = await actorOf('manager@headroom.example');
  doneOf(await moveRequest(manager, reference, { move: 'approve', confirmEmergency: true }, { at }));
  const { id } = await db().upscaleRequest.findUniqueOrThrow({ where: { reference } });

  await owner.query('BEGIN');
  await owner.query(`SELECT 1 FROM "Environment" WHERE slug = 'nlw-stage' FOR NO KEY UPDATE`);
  const claimed = claim(id, { ...engineAt(at).stepper, at: at + 60_000 });
  await untilBlocked(owner);
  await owner.query('SELECT 1 FROM "AuditHead" FOR UPDATE NOWAIT');
  await owner.query('COMMIT');
  assert.equal((await claimed)?.request.state, 'APPLYING');
});

for (const [what, line, table] of [
  ['A command', { service: 'glue', wanted: { max: 3 } }, 'Contract'],
  ['A claim', { service: 'backgw', wanted: { max: 2 } }, 'Environment'],
] as const)
  test(`${what} that hands over waits for the extension before it takes the ${table}: who has the extension needs that next`, async () => {
    const { customer, reference, next, id, end, stepper } = await extended(line);
    await owner.query('BEGIN');
    await owner.query(`SELECT 1 FROM "UpscaleRequest" WHERE reference = '${next}' FOR UPDATE`);
    const handing =
      what === 'A claim'
        ? claim(id, { ...stepper, at: end })
        : moveRequest(customer, reference, { move: 'end', reason: 'Enough.' }, { at: end });
    await untilBlocked(owner);
    const taken = await owner.query(`SELECT 1 FROM "${table}" FOR NO KEY UPDATE NOWAIT`).catch(({ code }) => code);
    await owner.query('ROLLBACK');
    await handing;
    assert.notEqual(taken, '55P03');
    const rows = await db().upscaleRequest.findMany({ where: { reference: { in: [reference, next] } } });
    assert.deepEqual(rows.map(({ state }) => state).sort(), ['APPLYING', 'CLOSED']);
  });

/** An active window with an approved extension, and a worker at its end. */
async function extended(line: { service: string; wanted: object }) {
  const engine = engineAt(Date.now());
  const [customer, manager] = [await actorOf('customer@nordlicht.example'), await actorOf('manager@headroom.example')];
  // only this one is to be led on
  await db().upscaleRequest.updateMany({ data: { dueAt: null } });
  const end = engine.now() + 600_000;
  const [from, to] = [engine.now() + 60_000, end].map((at) => new Date(at).toISOString());
  const asked = body({
    window: { start: from, end: to, timeZone: 'Europe/Berlin' },
    lines: [line],
    emergency: { reason: 'The campaign began today.' },
  });
  const { reference } = doneOf(await submitRequest(customer, asked, { draft: false, at: engine.now() }));
  doneOf(await moveRequest(manager, reference, { move: 'approve', confirmEmergency: true }, { at: engine.now() }));
  await engine.pass(120_000);
  const extend = { move: 'extend', reason: 'The campaign goes on.', until: end + 600_000 } as const;
  const { reference: next } = doneOf(await moveRequest(customer, reference, extend, { at: engine.now() }));
  doneOf(await moveRequest(manager, next, { move: 'approve' }, { at: engine.now() }));
  const { id } = await db().upscaleRequest.findUniqueOrThrow({ where: { reference } });
  return { customer, reference, next, id, end, stepper: engine.stepper };
}
