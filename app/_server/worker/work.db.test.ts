import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { db } from '../db.ts';
import { PROVIDERS_HERE } from '../hosting/providers.ts';
import { simulatedWith } from '../hosting/simulated.ts';
import { moveRequest } from '../requests/move.ts';
import { submitRequest } from '../requests/submit.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, body, doneOf, stateOf } from '../testing/requests.ts';
import { work } from './work.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
before(async () => {
  database = await freshDatabase({ demo: true });
  await db().upscaleRequest.updateMany({ data: { dueAt: null } });
});
after(() => database?.drop());

/** A scheduled window that is due now. */
async function due(service: string): Promise<string> {
  const [customer, manager] = [await actorOf('customer@nordlicht.example'), await actorOf('manager@headroom.example')];
  const [start, at] = [Date.now(), Date.now() - 60_000];
  const window = {
    ...{ start: new Date(start).toISOString(), end: new Date(start + 3_600_000).toISOString() },
    timeZone: 'Europe/Berlin',
  };
  const asked = body({
    lines: [{ service, wanted: { max: service === 'backgw' ? 2 : 3 } }],
    window,
    emergency: { reason: 'It is urgent.' },
  });
  const { reference } = doneOf(await submitRequest(customer, asked, { draft: false, at }));
  doneOf(await moveRequest(manager, reference, { move: 'approve', confirmEmergency: true }, { at }));
  return reference;
}

test('A row that cannot be led on stops no other, is left alone for a while, and the worker drains when it is told to', async () => {
  const [broken, whole] = [await due('yves'), await due('glue')];
  let tries = 0;
  const simulated = simulatedWith({ now: Date.now, seconds: () => [0.1, 0.1], random: Math.random });
  const counting = {
    ...simulated,
    observe: (...given: Parameters<typeof simulated.observe>) => {
      tries++;
      return simulated.observe(...given);
    },
  };
  await db().upscaleRequest.update({ where: { reference: broken }, data: { content: {} } });
  const stop = new AbortController();
  const working = work({
    ...{ workerId: randomUUID(), signal: stop.signal, tickMs: 20 },
    providers: { ...PROVIDERS_HERE, simulated: counting },
  });
  for (let look = 0; look < 500 && (await stateOf(whole)) !== 'ACTIVE'; look++) await sleep(20);
  assert.equal(await stateOf(whole), 'ACTIVE');
  await sleep(500);
  const seen = tries;
  stop.abort();
  await working;
  assert.notEqual(await stateOf(broken), 'ACTIVE');
  assert.ok(seen < 30, `${seen} looks at environments in 25 ticks`);
  assert.equal(await db().upscaleRequest.count({ where: { leasedBy: { not: null }, reference: whole } }), 0);
});

test('Environments that do not answer hold up no window: at most half the hands look for drift', async () => {
  const reference = await due('backgw');
  const simulated = simulatedWith({ now: Date.now, seconds: () => [0.1, 0.1], random: Math.random });
  await db().environment.updateMany({ data: { observeAt: new Date(0) } });
  const stop = new AbortController();
  const silent = {
    ...simulated,
    observe: (...given: Parameters<typeof simulated.observe>) =>
      given[0].slug === 'nlw-stage' ? simulated.observe(...given) : once(stop.signal, 'abort').then(() => UNSEEN),
  };
  const working = work({
    ...{ workerId: randomUUID(), signal: stop.signal, tickMs: 20, concurrency: 4 },
    providers: { ...PROVIDERS_HERE, simulated: silent },
  });
  for (let look = 0; look < 500 && (await stateOf(reference)) !== 'ACTIVE'; look++) await sleep(20);
  assert.equal(await stateOf(reference), 'ACTIVE');
  stop.abort();
  await working;
});

const UNSEEN = { kind: 'unseen' as const, error: { code: 'unreachable' as const, params: { detail: 'silent' } } };
