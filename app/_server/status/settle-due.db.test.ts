import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Client } from 'pg';
import { db, transaction } from '../db.ts';
import { freshDatabase, untilBlocked } from '../testing/database.ts';
import { newEndpoint, newEnvironment, newNotice, probed, spansOf } from '../testing/status.ts';
import { ClockSettling } from './clock-settling.ts';
import { settle } from './settle.ts';
import { settleDue } from './settle-due.ts';

process.env.LOG_LEVEL ??= 'silent';
const T = Date.UTC(2027, 0, 15, 12);
const S = 1000;
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
beforeEach(async () => {
  await db().noticeScope.deleteMany();
  await db().environmentStatus.deleteMany();
  await db().probeState.updateMany({ data: { staleAt: null } });
});

/** Environments with one endpoint each that is up from T on, and goes stale after so many seconds. */
async function upFor(lasts: readonly number[]): Promise<string[]> {
  const made: string[] = [];
  for (const seconds of lasts) {
    const id = await newEnvironment();
    await probed(await newEndpoint(id, 'shop'), { at: T, outcome: 'UP', lasts: seconds * S });
    made.push(id);
  }
  return made;
}

test('what many lost within a moment is told in few transactions, each as it went', async () => {
  const lasts = Array.from({ length: 30 }, (_, n) => 10 + n);
  const ids = await upFor(lasts);
  const [first = '', second = ''] = ids;
  await newNotice(first, { kind: 'INCIDENT', publishedAt: T + 5 * S, startsAt: T });
  await newNotice(second, { kind: 'MAINTENANCE', publishedAt: T, startsAt: T + 20 * S, endsAt: T + 30 * S });
  assert.equal(await settleDue(T + 60 * S, 500), 30);
  const written = `SELECT count(DISTINCT xmin::text)::int AS n FROM "EnvironmentStatus" WHERE "environmentId" = ANY($1)`;
  assert.equal((await owner.query(written, [ids])).rows[0].n, 1);
  assert.deepEqual(await spansOf(first, T), ['OPERATIONAL 0-5', 'MAJOR_OUTAGE 5-']);
  assert.deepEqual(await spansOf(second, T), [
    'OPERATIONAL 0-11',
    'UNKNOWN 11-20',
    'MAINTENANCE/UNKNOWN 20-30',
    'UNKNOWN 30-',
  ]);
  for (const [n, id] of ids.entries())
    if (n > 1) assert.deepEqual(await spansOf(id, T), [`OPERATIONAL 0-${lasts[n]}`, `UNKNOWN ${lasts[n]}-`]);
  assert.equal(await settleDue(T + 60 * S, 500), 0);
});

test('one that cannot be settled holds up no other', async () => {
  const [sick = '', ...others] = await upFor([10, 10, 10]);
  await owner.query(`
    CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
    CREATE TRIGGER refuse_one BEFORE UPDATE ON "EnvironmentStatus" FOR EACH ROW
      WHEN (NEW."environmentId" = '${sick}') EXECUTE FUNCTION refuse_one()`);
  assert.equal(await settleDue(T + 60 * S, 500), 2);
  await owner.query('DROP TRIGGER refuse_one ON "EnvironmentStatus"');
  for (const id of others) assert.deepEqual(await spansOf(id, T), ['OPERATIONAL 0-10', 'UNKNOWN 10-']);
  assert.deepEqual(await spansOf(sick, T), ['OPERATIONAL 0-']);
  assert.equal(await settleDue(T + 60 * S, 500), 1);
});

test('nothing is left when it says so, however many readings of one environment are stale', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 15; n++) {
    const id = await newEnvironment();
    await newEndpoint(id, 'settled');
    ids.push(id);
  }
  const endpoints = ids.flatMap((environmentId) =>
    Array.from({ length: 40 }, (_, n) => ({
      environmentId,
      name: `${n}`,
      kind: 'TCP' as const,
      target: 'shop.example:443',
    })),
  );
  const made = await db().endpoint.createManyAndReturn({ data: endpoints });
  const reading = { outcome: 'UP' as const, since: new Date(T), at: new Date(T), staleAt: new Date(T + S) };
  await db().probeState.createMany({
    data: made.map(({ id, environmentId }) => ({ endpointId: id, environmentId, ...reading })),
  });
  for (const id of ids) await transaction((tx) => settle(tx, id, T, async () => {}));
  assert.equal(await new ClockSettling().settle(T + 60 * S), true);
  const where = { environmentId: { in: ids }, level: { not: 'UNKNOWN' as const } };
  assert.equal(await db().environmentStatus.count({ where }), 0);
});

test('an environment that is removed before it ever had a status has none, and the change is made', async () => {
  const id = await newEnvironment();
  await owner.query('BEGIN');
  await owner.query('DELETE FROM "Environment" WHERE id = $1', [id]);
  let changed = false;
  const settled = transaction((tx) =>
    settle(tx, id, T, async () => {
      changed = true;
    }),
  );
  await untilBlocked(owner);
  await owner.query('COMMIT');
  await settled;
  assert.equal(changed, true);
  assert.equal(await db().environmentStatus.count({ where: { environmentId: id } }), 0);
});

test('whoever removes an environment is waited for before its status is locked', async () => {
  const [id = ''] = await upFor([10]);
  await owner.query('BEGIN');
  await owner.query('SELECT 1 FROM "Environment" WHERE id = $1 FOR UPDATE', [id]);
  const settled = settleDue(T + 60 * S, 10);
  await untilBlocked(owner);
  await owner.query('SELECT 1 FROM "EnvironmentStatus" WHERE "environmentId" = $1 FOR UPDATE NOWAIT', [id]);
  await owner.query('DELETE FROM "Environment" WHERE id = $1', [id]);
  await owner.query('COMMIT');
  await settled;
  assert.equal(await db().environmentStatus.count({ where: { environmentId: id } }), 0);
});

test('a change of one reading while another is stale waits for neither with the other in hand', async () => {
  const id = await newEnvironment();
  const [low, high] = [await newEndpoint(id, 'first'), await newEndpoint(id, 'second')];
  await probed(low, { at: T, outcome: 'UP', lasts: 900 * S });
  await probed(high, { at: T, outcome: 'UP', lasts: 10 * S });
  const lock = (endpoint: number) =>
    owner.query(`SELECT 1 FROM "ProbeState" WHERE "endpointId" = $1 FOR UPDATE NOWAIT`, [endpoint]);
  await owner.query('BEGIN');
  await lock(low);
  const paused = transaction((tx) =>
    settle(tx, id, T + 60 * S, async () => {
      await tx.probeState.update({ where: { endpointId: low }, data: { outcome: null, staleAt: null } });
    }),
  );
  await untilBlocked(owner);
  await lock(high);
  await owner.query('COMMIT');
  await paused;
});
