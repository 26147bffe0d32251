import { join } from 'node:path';
import type { Client } from 'pg';
import { started } from '../child.ts';
import { inProcess } from '../in-process.ts';
import { timed } from '../measure.ts';
import { withClient } from '../stores.ts';
import { atMost, type Line, noted } from '../table.ts';
import type { Built } from './status.ts';
import { openStatusStore } from './stores.ts';

const ENDPOINTS = 10_000;
const EACH = 10;
/** of so many there is a whole day */
const WITH_DAY = 400;
const MOST_MS = 1000;
const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
const CLOSED_MS = 5 * 60_000;
const [GB, MINUTES_A_DAY] = [1_000_000_000, 1440];
/** What is kept at one probe a minute, in rows of one endpoint: raw 7 days, hours 90 days, days of a year. */
const KEPT = { raw: 7 * MINUTES_A_DAY, hourly: 90 * 24, daily: 365 };

/** Ticks that roll up an hour of 10,000 endpoints and a day of some, and the sizes of what is kept. */
export async function rollups({ secret }: Pick<Built, 'secret'>, place: string): Promise<Line[]> {
  await using open = new AsyncDisposableStack();
  const store = await started(open, openStatusStore(join(place, 'rollups')));
  const url = await store.add('rolled', { environments: ENDPOINTS / EACH, endpoints: EACH });
  // shortly after an hour is over, whenever it is measured
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const day = Math.floor(hour / DAY_MS) * DAY_MS - DAY_MS;
  await withClient(url, (owner) => writeRaw(owner, hour - HOUR_MS, day));
  const ticks = await tickAll(url, secret, hour + CLOSED_MS);
  return await withClient(url, async (owner) => {
    const rows = await owner.query(
      `SELECT (SELECT count(*)::int FROM "ProbeHour" h WHERE hour = $1 AND h.probes = 60) AS hours,
      (SELECT count(*)::int FROM "ProbeDay" WHERE probes >= ${MINUTES_A_DAY} AND date = $2::timestamptz::date) AS days`,
      [new Date(hour - HOUR_MS), new Date(day)],
    );
    const { hours, days } = rows.rows[0];
    const of = `${ticks.length} ticks made ${hours} hours and ${days} days`;
    const slowest = hours >= ENDPOINTS && days >= WITH_DAY ? Math.max(...ticks) : Number.POSITIVE_INFINITY;
    return [
      atMost(`rollup at ${ENDPOINTS} endpoints, slowest tick`, slowest, MOST_MS, 'ms', of),
      ...(await sizes(owner)),
      await dropping(owner),
    ];
  });
}

/** Raw probes as workers write them: minute by minute. */
async function writeRaw(owner: Client, from: number, day: number): Promise<void> {
  await owner.query('SET timezone = UTC');
  await owner.query(`DELETE FROM "ProbeResult"`);
  const insert = (endpoints: string) => `
    INSERT INTO "ProbeResult" ("endpointId", at, outcome, ms, reason)
    SELECT p.id, $1::timestamptz + make_interval(mins => m, secs => p.id % 60), 'UP', 50 + (p.id * 7 + m * 13) % 200, NULL
    FROM generate_series(0, $2::int - 1) m, (${endpoints}) p ON CONFLICT DO NOTHING`;
  const ids = `SELECT id FROM "Endpoint" WHERE "intervalSeconds" = 86400 AND name LIKE 'Endpoint %' ORDER BY id`;
  await owner.query(insert(ids), [new Date(from), 60]);
  await owner.query(insert(`${ids} LIMIT ${WITH_DAY}`), [new Date(day), MINUTES_A_DAY]);
  await owner.query(
    `UPDATE "RollupMark" SET "endpointId" = 0, "upTo" = CASE kind WHEN 'hours' THEN $1::timestamptz ELSE $2 END`,
    [new Date(from), new Date(day)],
  );
  await owner.query('VACUUM ANALYZE');
}

/** Ticks until nothing is left, in ms each. */
function tickAll(url: string, secret: string, at: number): Promise<number[]> {
  return inProcess(url, secret, async () => {
    const { forgetting, rollUp } = await import('#server/status/roll-up.ts');
    const forget = forgetting();
    const ticks: number[] = [];
    let more = true;
    while (more)
      ticks.push(
        await timed(async () => {
          more = await rollUp(at, forget);
        }),
      );
    return ticks;
  });
}

/** Bytes of a row with its indexes, and what 10,000 endpoints come to. */
async function sizes(owner: Client): Promise<Line[]> {
  await owner.query(`INSERT INTO "ProbeHour" SELECT id, date_trunc('hour', now()) - make_interval(hours => h), 60, 0, 0, 80, 190
    FROM generate_series(2, 49) h, "Endpoint" ON CONFLICT DO NOTHING`);
  await owner.query(`INSERT INTO "ProbeDay" SELECT id, current_date - d, 1440, 0, 0, 80, 190
    FROM generate_series(2, 49) d, "Endpoint" ON CONFLICT DO NOTHING`);
  const lines: Line[] = [];
  for (const [what, table] of [
    ['raw', 'ProbeResult'],
    ['hourly', 'ProbeHour'],
    ['daily', 'ProbeDay'],
  ] as const) {
    const { rows } = await owner.query(
      `SELECT sum(pg_total_relation_size(c))::float8 / (SELECT count(*) FROM "${table}") AS bytes FROM (
         SELECT inhrelid::regclass AS c FROM pg_inherits WHERE inhparent = '"${table}"'::regclass
         UNION SELECT '"${table}"'::regclass) AS each`,
    );
    const bytes = rows[0].bytes as number;
    const kept = { raw: '7 days', hourly: '90 days', daily: 'a year' }[what];
    const all = (bytes * KEPT[what] * ENDPOINTS) / GB;
    lines.push(
      noted(
        `  ${what}, a row with its indexes`,
        `${bytes.toFixed(0)} bytes: ${all.toFixed(2)} GB for ${kept} of ${ENDPOINTS} endpoints`,
      ),
    );
  }
  return lines;
}

/** A day of raw probes that is too old goes as one table. */
async function dropping(owner: Client): Promise<Line> {
  await owner.query(
    `CREATE TABLE "ProbeResult_20200101" PARTITION OF "ProbeResult" FOR VALUES FROM ('2020-01-01Z') TO ('2020-01-02Z')`,
  );
  await owner.query(`INSERT INTO "ProbeResult" SELECT p.id, '2020-01-01Z'::timestamptz + make_interval(mins => m), 'UP', 80, NULL
    FROM "Endpoint" p, generate_series(0, 29) m`);
  let dropped = 0;
  const ms = await timed(async () => {
    const { rows } = await owner.query('SELECT probe_partitions(current_date, 7) AS dropped');
    dropped = rows[0].dropped;
  });
  return noted(
    '  a day of raw probes that is too old',
    `${dropped} partition dropped in ${ms.toFixed(0)} ms, no row deleted`,
  );
}
