import { DAYS_SHOWN } from '#domain/uptime.ts';
import { db } from '../db.ts';
import { ms } from '../environments/rows.ts';

const HOUR_MS = 3_600_000;
/** The hour that runs and the 23 before it. */
const HOURS = 24;

/** Time until the answer (ms) of half of the probes, and of 95 of 100; null = none was answered. */
export type ResponseTime = { p50: number | null; p95: number | null };
/** How long one endpoint's answers took. */
export type ResponseTimes = {
  /** of a usual hour of the last 24: the median of the hours' own figures, each counted as often as it was probed */
  day: ResponseTime;
  /** of each of these hours, oldest first; the last one runs */
  hours: ResponseTime[];
  /** of a usual day of the last 90: the median of the days' own figures */
  days: ResponseTime;
};

const NOTHING: ResponseTime = { p50: null, p95: null };
export const NO_TIMES: ResponseTimes = {
  day: NOTHING,
  hours: Array.from({ length: HOURS }, () => NOTHING),
  days: NOTHING,
};

type Hour = [at: number, probes: number, p50: number, p95: number];
type Row = { id: number; hours: Hour[] | null; days: [number | null, number | null] };

/** Response times of an environment's endpoints, by their ids: hours that are rolled up are read as such, only what came since then is read probe by probe. The caller has judged the environment. at in UTC ms. One statement. */
export async function responseTimes(slug: string, at: number): Promise<ReadonlyMap<number, ResponseTimes>> {
  const running = Math.floor(at / HOUR_MS) * HOUR_MS;
  const [from, to] = [new Date(running - (HOURS - 1) * HOUR_MS), new Date(running + HOUR_MS)];
  const rows = await db().$queryRaw<Row[]>`
    WITH mine AS (
      SELECT p.id FROM "Endpoint" p JOIN "Environment" e ON e.id = p."environmentId" WHERE e.slug = ${slug}
    ), mark AS (
      -- without a mark nothing was rolled up yet
      SELECT greatest(coalesce((SELECT "upTo" FROM "RollupMark" WHERE kind = 'hours'), ${from}), ${from}) AS at
    ), fresh AS (
      SELECT r."endpointId", date_trunc('hour', r.at, 'UTC') AS hour, count(*) AS probes,
        percentile_disc(ARRAY[0.5, 0.95]::float8[]) WITHIN GROUP (ORDER BY r.ms) AS p
      FROM "ProbeResult" r
      WHERE r."endpointId" IN (SELECT id FROM mine) AND r.at >= (SELECT at FROM mark) AND r.at < ${to}
      GROUP BY 1, 2
    ), hours AS (
      SELECT "endpointId", hour, probes, "p50Ms" AS p50, "p95Ms" AS p95 FROM "ProbeHour"
      WHERE "endpointId" IN (SELECT id FROM mine) AND hour >= ${from} AND hour < (SELECT at FROM mark)
      UNION ALL SELECT "endpointId", hour, probes, p[1], p[2] FROM fresh
    )
    SELECT m.id,
      (SELECT json_agg(json_build_array(${ms('h.hour')}, h.probes, h.p50, h.p95)) FROM hours h
       WHERE h."endpointId" = m.id AND h.p50 IS NOT NULL) AS hours,
      (SELECT json_build_array(percentile_disc(0.5) WITHIN GROUP (ORDER BY d."p50Ms"), percentile_disc(0.5) WITHIN GROUP (ORDER BY d."p95Ms"))
       FROM "ProbeDay" d WHERE d."endpointId" = m.id AND d.date > (${new Date(at)}::timestamptz AT TIME ZONE 'UTC')::date - ${DAYS_SHOWN}::int) AS days
    FROM mine m`;
  return new Map(
    rows.map(({ id, hours, days: [p50, p95] }) => [id, { ...byHour(hours ?? [], running), days: { p50, p95 } }]),
  );
}

function byHour(all: readonly Hour[], running: number): Pick<ResponseTimes, 'day' | 'hours'> {
  const known = new Map(all.map(([hour, , p50, p95]) => [hour, { p50, p95 }]));
  const hours = Array.from({ length: HOURS }, (_, n) => known.get(running - (HOURS - 1 - n) * HOUR_MS) ?? NOTHING);
  const [p50, p95] = [
    weightedMedian(all.map(([, probes, value]) => [value, probes])),
    weightedMedian(all.map(([, probes, , value]) => [value, probes])),
  ];
  return { day: { p50, p95 }, hours };
}

/** The least value with which at least half of the weight is reached; null = there is none. */
function weightedMedian(values: readonly (readonly [value: number, weight: number])[]): number | null {
  let missing = values.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  for (const [value, weight] of values.toSorted(([a], [b]) => a - b)) {
    missing -= weight;
    if (missing <= 0) return value;
  }
  return null;
}
