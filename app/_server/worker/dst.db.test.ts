import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { db } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { engineAt } from '../testing/engine.ts';
import { stateOf } from '../testing/requests.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());

const MINUTE = 60_000;

test('A window over a night in which the clocks change opens and closes at its instants, and lasts as long as it really lasts', async () => {
  const request = await db().upscaleRequest.findFirstOrThrow({
    where: { state: 'SCHEDULED', environment: { slug: 'alp-stage-eu' }, lines: { some: { service: 'glue' } } },
  });
  const { reference, windowStart, windowEnd, timeZone, prescaleMinutes } = request;
  const [start, end] = [windowStart?.getTime() ?? 0, windowEnd?.getTime() ?? 0];
  const wall = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at)
      .toZonedDateTimeISO(timeZone ?? '')
      .toPlainDateTime();
  const hours = wall(start).until(wall(end)).total('hours');
  assert.equal(Math.abs(hours - (end - start) / 3_600_000), 1, 'the wall clock moves by an hour inside the window');

  await db().upscaleRequest.updateMany({ where: { reference: { not: reference } }, data: { dueAt: null } });
  const engine = engineAt(start - prescaleMinutes * MINUTE - 1);
  await engine.settle();
  assert.equal(await stateOf(reference), 'SCHEDULED');
  await engine.pass(1);
  assert.equal(await stateOf(reference), 'APPLYING');
  await engine.pass(10_000);
  assert.equal(await stateOf(reference), 'ACTIVE');
  await engine.pass(end - engine.now() - 1);
  assert.equal(await stateOf(reference), 'ACTIVE');
  await engine.pass(1);
  assert.equal(await stateOf(reference), 'RETURNING');
  await engine.pass(10_000);
  assert.equal(await stateOf(reference), 'CLOSED');
});
