import { DAYS_SHOWN } from '#domain/uptime.ts';
import { db } from '../db.ts';
import { ms } from '../environments/rows.ts';

const QUARTER_MS = 900_000;
/** Quarters of an hour in the last 24 hours. */
export const QUARTERS = 96;

/** Time until the answer (ms) of half of the probes, and of 95 of 100; null = none was answered. */
export type ResponseTime = { p50: number | null; p95: number | null };
/** How long one endpoint's answers took. */
export type ResponseTimes = {
  /** of the last 24 hours */
  day: ResponseTime;
  /** of each quarter of an hour in them, oldest first */
  quarters: ResponseTime[];
  /** a usual day of the last 90: the median of the days' own figures */
  days: ResponseTime;
};
type OfEndpoints = ReadonlyMap<number, ResponseTimes>;

const NOTHING: ResponseTime = { p50: null, p95: null };
export const NO_TIMES: ResponseTimes = {
  day: NOTHING,
  quarters: Array.from({ length: QUARTERS }, () => NOTHING),
  days: NOTHING,
};

/** Reading a day of raw probes costs, and 24 hours change little in a minute. */
const FRESH_MS = 60_000;
const TOO_OLD_MS = 600_000;
const MOST_KEPT = 500;
const kept = new Map<string, { at: number; times: Promise<OfEndpoints>; renewing: boolean }>();

/** Response times of an environment's endpoints, by their ids; made at most once a minute, and while they are made anew the last ones are told. The caller has judged the environment. at in UTC ms. */
export function responseTimes(slug: string, at: number): Promise<OfEndpoints> {
  const last = kept.get(slug);
  if (!last || at - last.at > TOO_OLD_MS) return keep(slug, at, read(slug, at));
  if (at - last.at > FRESH_MS && !last.renewing) {
    last.renewing = true;
    const times = read(slug, at);
    times.then(
      () => keep(slug, at, times),
      () => {
        last.renewing = false;
      },
    );
  }
  return last.times;
}

function keep(slug: string, at: number, times: Promise<OfEndpoints>): Promise<OfEndpoints> {
  kept.delete(slug);
  kept.set(slug, { at, times, renewing: false });
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  times.catch(() => kept.get(slug)?.times === times && kept.delete(slug));
  return times;
}

type Row = {
  id: number;
  /** quarter, p50, p95; quarter null = of all 24 hours */
  times: [number | null, number, number][] | null;
  days: [number | null, number | null];
};

/** One statement for all endpoints. */
async function read(slug: string, at: number): Promise<OfEndpoints> {
  const from = at - QUARTERS * QUARTER_MS;
  const rows = await db().$queryRaw<Row[]>`
    WITH mine AS (
      SELECT p.id FROM "Endpoint" p JOIN "Environment" e ON e.id = p."environmentId" WHERE e.slug = ${slug}
    ), answered AS (
      SELECT r."endpointId", floor((${ms('r.at')} - ${from}::float8) / ${QUARTER_MS}::float8)::int AS quarter, r.ms
      FROM "ProbeResult" r WHERE r."endpointId" IN (SELECT id FROM mine)
        AND r.at >= ${new Date(from)} AND r.at < ${new Date(at)} AND r.ms IS NOT NULL
    ), times AS (
      SELECT "endpointId", quarter, percentile_disc(ARRAY[0.5, 0.95]::float8[]) WITHIN GROUP (ORDER BY ms) AS p
      FROM answered GROUP BY GROUPING SETS (("endpointId", quarter), ("endpointId"))
    )
    SELECT m.id,
      (SELECT json_agg(json_build_array(q.quarter, q.p[1], q.p[2])) FROM times q WHERE q."endpointId" = m.id) AS times,
      (SELECT json_build_array(percentile_disc(0.5) WITHIN GROUP (ORDER BY d."p50Ms"), percentile_disc(0.5) WITHIN GROUP (ORDER BY d."p95Ms"))
       FROM "ProbeDay" d WHERE d."endpointId" = m.id AND d.date > (${new Date(at)}::timestamptz AT TIME ZONE 'UTC')::date - ${DAYS_SHOWN}::int) AS days
    FROM mine m`;
  return new Map(
    rows.map(({ id, times, days: [p50, p95] }) => [id, { ...byQuarter(times ?? []), days: { p50, p95 } }]),
  );
}

function byQuarter(times: NonNullable<Row['times']>): Pick<ResponseTimes, 'day' | 'quarters'> {
  const known = new Map(times.map(([quarter, p50, p95]) => [quarter, { p50, p95 }]));
  const quarters = Array.from({ length: QUARTERS }, (_, quarter) => known.get(quarter) ?? NOTHING);
  return { day: known.get(null) ?? NOTHING, quarters };
}
