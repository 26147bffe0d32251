import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Client } from 'pg';
import { dateOf } from '#domain/uptime.ts';
import { db, transaction } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { newEndpoint, newEnvironment, newNotice, probed } from '../testing/status.ts';
import { turnPartitions } from './retention.ts';
import { forgetting, rollUp } from './roll-up.ts';
import { settleDue } from './settle-due.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Raw probes have partitions near the database's own day. */
const TODAY = Math.floor(Date.now() / DAY) * DAY;
const PATIENT = 1e9;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: Client;
let environmentId: string;
let endpoint: number;
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
  await owner.query(`DELETE FROM "ProbeResult"; DELETE FROM "ProbeHour"; DELETE FROM "ProbeDay"; DELETE FROM "Endpoint";
    DELETE FROM "Notice"; DELETE FROM "EnvironmentStatus"; DELETE FROM "LevelSpan"; DELETE FROM "EnvironmentDay"`);
  environmentId = await newEnvironment();
  endpoint = await newEndpoint(environmentId, 'shop');
  await marks(TODAY - DAY);
});

async function marks(upTo: number): Promise<void> {
  await db().rollupMark.updateMany({ data: { upTo: new Date(upTo), endpointId: 0 } });
}
async function markOf(kind: string): Promise<number> {
  return (await db().rollupMark.findUniqueOrThrow({ where: { kind } })).upTo.getTime();
}
async function rolledUp(at: number): Promise<void> {
  const forget = forgetting();
  while (await rollUp(at, forget, PATIENT));
}
type Raw = [at: number, outcome: 'UP' | 'SLOW' | 'DOWN', ms: number | null];
async function raw(of: number, results: Raw[]): Promise<void> {
  await db().probeResult.createMany({
    data: results.map(([at, outcome, ms]) => ({ endpointId: of, at: new Date(at), outcome, ms })),
  });
}

test('an hour is rolled up two minutes after its end, with the exact median and 95th percentile of what was answered', async () => {
  const hour = TODAY - DAY + 3 * HOUR;
  const answers = Array.from(
    { length: 20 },
    (_, n): Raw => [hour + n * MINUTE, n === 19 ? 'SLOW' : 'UP', (n + 1) * 10],
  );
  const none: Raw[] = [
    [hour + 30 * MINUTE, 'DOWN', null],
    [hour + 31 * MINUTE, 'DOWN', null],
  ];
  await raw(endpoint, [...answers.toReversed(), ...none, [hour - 1, 'UP', 1], [hour + HOUR, 'UP', 2]]);
  await rolledUp(hour + HOUR + 2 * MINUTE - 1);
  assert.equal(await db().probeHour.count({ where: { hour: new Date(hour) } }), 0);
  await rolledUp(hour + HOUR + 2 * MINUTE);
  const row = await db().probeHour.findFirstOrThrow({ where: { endpointId: endpoint, hour: new Date(hour) } });
  const { probes, slow, down, p50Ms, p95Ms } = row;
  assert.deepEqual([probes, slow, down, p50Ms, p95Ms], [22, 1, 2, 100, 190]);
  assert.equal(await markOf('hours'), hour + HOUR);
  await marks(hour);
  await rolledUp(hour + HOUR + 2 * MINUTE);
  assert.deepEqual(await db().probeHour.findMany({ where: { hour: new Date(hour) } }), [row]);
});

test('a day of probes comes from the raw ones; of what never answered there is no time', async () => {
  const silent = await newEndpoint(environmentId, 'silent');
  const yesterday = TODAY - DAY;
  await raw(
    endpoint,
    Array.from({ length: 48 }, (_, n): Raw => [yesterday + (n * DAY) / 48, 'UP', n]),
  );
  await raw(silent, [[yesterday + HOUR, 'DOWN', null]]);
  await rolledUp(TODAY + 2 * MINUTE);
  const days = await db().probeDay.findMany({ orderBy: { endpointId: 'asc' } });
  const told = days.map(({ endpointId: _, date, ...rest }) => [dateOf(date.getTime()), ...Object.values(rest)]);
  assert.deepEqual(told, [
    [dateOf(yesterday), 48, 0, 0, 23, 45],
    [dateOf(yesterday), 1, 0, 1, null, null],
  ]);
  assert.deepEqual([await markOf('days'), await markOf('hours')], [TODAY, TODAY]);
  assert.equal(await db().probeHour.count(), 25);
});

test('after weeks without a worker, hours without raw probes are skipped and the others made', async () => {
  await raw(endpoint, [[TODAY - 5 * MINUTE, 'UP', 7]]);
  await marks(TODAY - 40 * DAY);
  await rolledUp(TODAY + HOUR);
  const hours = await db().probeHour.findMany();
  assert.deepEqual(
    hours.map(({ hour }) => hour.getTime()),
    [TODAY - HOUR],
  );
  assert.equal(await markOf('days'), TODAY);
  await db().rollupMark.deleteMany();
  await rolledUp(TODAY + HOUR);
  assert.equal(await markOf('hours'), TODAY + HOUR);
});

test('one worker rolls up at a time, and what a crash undoes is done again', async () => {
  await raw(endpoint, [[TODAY - 5 * MINUTE, 'UP', 7]]);
  await owner.query('BEGIN; SELECT pg_advisory_xact_lock(7241023)');
  assert.equal(await rollUp(TODAY + HOUR, forgetting(), PATIENT), false);
  assert.deepEqual([await db().probeHour.count(), await markOf('hours')], [0, TODAY - DAY]);
  await owner.query('ROLLBACK');
  await Promise.all([rolledUp(TODAY + HOUR), rolledUp(TODAY + HOUR), rolledUp(TODAY + HOUR)]);
  await rolledUp(TODAY + HOUR);
  assert.equal(await db().probeHour.count(), 1);
});

test('days of levels are made from spans when they are over, also many at once', async () => {
  const start = TODAY - 3 * DAY + 6 * HOUR;
  await probed(endpoint, { at: start, outcome: 'UP', lasts: 2 * DAY });
  await newNotice(environmentId, {
    ...{ kind: 'MAINTENANCE', publishedAt: start, startsAt: start + 12 * HOUR, endsAt: start + 20 * HOUR },
  });
  await probed(endpoint, { at: start + 14 * HOUR, outcome: 'DOWN', lasts: DAY });
  await probed(endpoint, { at: start + 15 * HOUR, outcome: 'SLOW', lasts: HOUR / 2 });
  // what time has changed is told before a day is made of it
  await rolledUp(TODAY + MINUTE);
  assert.equal(await db().environmentDay.count(), 0);
  await settleDue(TODAY + MINUTE, 10);
  await rolledUp(TODAY + MINUTE - 1);
  await rolledUp(TODAY + MINUTE);
  const days = await db().environmentDay.findMany({ orderBy: { date: 'asc' } });
  const hours = days.map(({ environmentId: _, date, level, ...sums }) => [
    ...[dateOf(date.getTime()), level],
    ...Object.values(sums).map((seconds) => seconds / 3600),
  ]);
  // up, observed, in maintenance, of that up and observed
  assert.deepEqual(hours, [
    [dateOf(start), 'MAINTENANCE', 14.5, 15.5, 8 - 2, 2.5, 3.5],
    [dateOf(start + DAY), 'MAINTENANCE', 0, 0, 2, 0, 0],
    [dateOf(start + 2 * DAY), 'UNKNOWN', 0, 0, 0, 0, 0],
  ]);
  await probed(endpoint, { at: TODAY - HOUR, outcome: 'UP', lasts: DAY });
  const last = await db().levelSpan.findFirstOrThrow({ where: { environmentId, to: null } });
  assert.deepEqual(last.from, new Date(TODAY + MINUTE), 'no clock tells of a day that is made');
});

test('hours and closed spans are kept for as long as is said, those of days that are not made for longer', async () => {
  const kept = 90 * DAY;
  const gone = await newEndpoint(environmentId, 'gone');
  const hours = [TODAY - kept - HOUR, TODAY - kept, TODAY];
  await db().probeHour.createMany({
    data: [endpoint, gone].flatMap((endpointId) =>
      hours.map((at) => ({ endpointId, hour: new Date(at), probes: 1, slow: 0, down: 0 })),
    ),
  });
  await db().endpoint.delete({ where: { id: gone } });
  const unmade = await newEnvironment();
  for (const [id, rolledTo] of [
    [environmentId, TODAY],
    [unmade, TODAY - kept - 3 * DAY],
  ] as const)
    await owner.query(
      `WITH status AS (INSERT INTO "EnvironmentStatus" ("environmentId", since, "settledAt", "rolledTo", "dueAt") VALUES ($1, $2, $2, $3, $4))
       INSERT INTO "LevelSpan" SELECT $1, $4::timestamptz + n * interval '1 day', CASE WHEN n < 4 THEN $4::timestamptz + (n + 1) * interval '1 day' END,
         'UNKNOWN', 'UNKNOWN', false FROM generate_series(0, 4) n`,
      [id, new Date(TODAY), dateOf(rolledTo), new Date(TODAY - kept - 3 * DAY)],
    );
  await marks(TODAY);
  await rolledUp(TODAY);
  const left = await db().probeHour.findMany({ orderBy: [{ endpointId: 'asc' }, { hour: 'asc' }] });
  assert.deepEqual(
    left.map(({ hour }) => hour.getTime()),
    [...hours.slice(1), ...hours.slice(1)],
  );
  const spans = (id: string) => db().levelSpan.count({ where: { environmentId: id } });
  assert.deepEqual([await spans(environmentId), await spans(unmade)], [3, 5]);
});

test('raw probes go a whole day at a time, and none before it is rolled up', async () => {
  const partitions = async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = '"ProbeResult"'::regclass AND c.relname ~ '^ProbeResult_[0-9]{8}$' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };
  const name = (days: number) => `ProbeResult_${dateOf(TODAY + days * DAY).replaceAll('-', '')}`;
  const near = [-1, 0, 1, 2].map(name);
  for (const days of [-8, -9])
    await owner.query(`CREATE TABLE "${name(days)}" PARTITION OF "ProbeResult"
      FOR VALUES FROM ('${dateOf(TODAY + days * DAY)} 00:00Z') TO ('${dateOf(TODAY + (days + 1) * DAY)} 00:00Z')`);
  await marks(TODAY - 8 * DAY);
  assert.equal(await transaction((tx) => turnPartitions(tx, TODAY)), 1);
  assert.deepEqual(await partitions(), [name(-8), ...near]);
  await marks(TODAY);
  assert.equal(await transaction((tx) => turnPartitions(tx, TODAY)), 1);
  assert.deepEqual(await partitions(), near);
  await assert.rejects(
    transaction((tx) => turnPartitions(tx, TODAY + 5 * DAY)),
    /clock of the caller/,
  );
  assert.deepEqual(await partitions(), near);
});
