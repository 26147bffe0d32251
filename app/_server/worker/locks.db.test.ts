import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { db } from '../db.ts';
import { moveRequest } from '../requests/move.ts';
import { submitRequest } from '../requests/submit.ts';
import { freshDatabase } from '../testing/database.ts';
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
  await untilOneWaits();
  await owner.query('SELECT 1 FROM "AuditHead" FOR UPDATE NOWAIT');
  await owner.query('COMMIT');
  assert.equal((await claimed)?.request.state, 'APPLYING');
});

async function untilOneWaits(): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await owner.query(waiting)).rowCount === 0) await sleep(20);
}
