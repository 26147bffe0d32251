import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { db } from '../db.ts';
import { verifyRecord } from '../record/verify.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, body, doneOf } from '../testing/requests.ts';
import { moveRequest } from './move.ts';
import { submitRequest } from './submit.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());

// first in this file: nothing has been read yet that a process keeps
test('In a process that has read nothing yet, more decisions at once than connections do not block each other', async () => {
  const manager = await actorOf('manager@headroom.example');
  const { reference } = await db().upscaleRequest.findFirstOrThrow({ where: { state: 'IN_REVIEW' } });
  const all = Array.from({ length: 30 }, () => moveRequest(manager, reference, { move: 'approve' }));
  const kinds = (await Promise.all(all)).map(({ kind }) => kind);
  assert.deepEqual([kinds.filter((kind) => kind === 'done').length, new Set(kinds).size], [1, 2]);
});

test('The record is found whole while others write on', async () => {
  const customer = await actorOf('customer@nordlicht.example');
  let writing = true;
  const writer = (async () => {
    const draft = doneOf(await submitRequest(customer, body(), { draft: true }));
    for (let n = 0; writing; n++)
      await moveRequest(customer, draft.reference, { move: 'edit', changes: { reason: `Reason ${n}` } });
  })();
  for (let n = 0; n < 10; n++) assert.equal((await verifyRecord()).ok, true);
  writing = false;
  await writer;
});
