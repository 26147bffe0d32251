import { Client } from 'pg';

/** Approved windows to be made: so many, on the services of so many environments in turn, their starts (UTC ms) spread evenly over `overMs`, `lastsMs` long each. */
export type ManyWindows = { count: number; environments: number; from: number; overMs: number; lastsMs: number };

/**
 * Adds approved windows to a demo database, each on one service and granted a little more than that has, in environments of
 * their own that are copies of a demo one. For benchmarks only: they have no story and are not in the record.
 */
export async function loadManyWindows(url: string, windows: ManyWindows): Promise<void> {
  const { count, environments, from, overMs, lastsMs } = windows;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(ENVIRONMENTS, [environments]);
    await client.query(SERVICES);
    await client.query(MANY, [count, new Date(from), overMs / 1000, lastsMs / 1000]);
    for (const statement of ROWS) await client.query(statement);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

const MODEL = 'nlw-stage';
const NAMED = 'bulk-';

/** As if the worker had looked at each of them just now, one after the other. */
const ENVIRONMENTS = `
  INSERT INTO "Environment"
  SELECT copy.* FROM generate_series(1, $1::int) i, "Environment" e, jsonb_populate_record(e, jsonb_build_object(
    'id', gen_random_uuid(), 'slug', '${NAMED}' || i, 'name', 'Bulk ' || i,
    'observeAt', now() + make_interval(secs => 120.0 * i / $1))) AS copy
  WHERE e.slug = '${MODEL}' ON CONFLICT (slug) DO NOTHING`;

const SERVICES = `
  INSERT INTO "Service"
  SELECT copy.* FROM "Environment" e, "Environment" model JOIN "Service" s ON s."environmentId" = model.id,
    jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'environmentId', e.id, 'current', s.baseline,
      'ceiling', s.baseline || CASE s.shape WHEN 'tasks' THEN jsonb_build_object('max', (s.baseline->>'max')::int + 1)
        ELSE jsonb_build_object('count', (s.baseline->>'count')::int + 1) END)) AS copy
  WHERE e.slug LIKE '${NAMED}%' AND model.slug = '${MODEL}' ON CONFLICT ("environmentId", name) DO NOTHING`;

const MANY = `
  CREATE TEMPORARY TABLE many ON COMMIT DROP AS
  WITH service AS (
    SELECT s.*, e.slug, row_number() OVER (ORDER BY s.name, e.slug) - 1 AS k, count(*) OVER () AS services
    FROM "Service" s JOIN "Environment" e ON e.id = s."environmentId" WHERE e.slug LIKE '${NAMED}%'
  )
  SELECT gen_random_uuid() AS id, s.id AS "serviceId", s."environmentId", s.slug, s.name AS service, s.baseline AS current,
    s.ceiling AS granted, coalesce(c.last, 0) + i + 1 AS number, extract(year FROM now())::int AS year,
    $2::timestamptz + make_interval(secs => i * $3::float / $1::int) AS starts,
    $2::timestamptz + make_interval(secs => i * $3::float / $1::int + $4::float) AS ends
  FROM generate_series(0, $1::int - 1) i JOIN service s ON s.k = i % s.services
  LEFT JOIN "ReferenceCounter" c ON c.year = extract(year FROM now())::int`;

const ROWS = [
  `INSERT INTO "ReferenceCounter" (year, last) SELECT year, max(number) FROM many GROUP BY year
   ON CONFLICT (year) DO UPDATE SET last = EXCLUDED.last`,
  `INSERT INTO "UpscaleRequest"
   SELECT copy.* FROM many m, "UpscaleRequest" r, "Environment" e, jsonb_populate_record(r, jsonb_build_object(
     'id', m.id, 'reference', 'UR-' || m.year || '-' || lpad(m.number::text, greatest(4, length(m.number::text)), '0'),
     'contractId', e."contractId", 'environmentId', e.id, 'submissionId', NULL, 'extendsId', NULL, 'emergency', false,
     'windowStart', m.starts, 'windowEnd', m.ends, 'prescaleMinutes', 0, 'dueAt', m.starts, 'createdAt', now(),
     'content', r.content || jsonb_build_object('environment', m.slug, 'prescaleMinutes', 0,
       'lines', jsonb_build_array(jsonb_build_object('service', m.service, 'wanted', m.granted)),
       'window', jsonb_build_object('timeZone', r."timeZone", 'start', floor(extract(epoch FROM m.starts) * 1000),
         'end', floor(extract(epoch FROM m.ends) * 1000))))) AS copy
   WHERE e.id = m."environmentId"
     AND r.id = (SELECT id FROM "UpscaleRequest" WHERE state = 'SCHEDULED' ORDER BY reference LIMIT 1)`,
  `INSERT INTO "RequestLine" ("requestId", "environmentId", "serviceId", service, current, requested, granted)
   SELECT id, "environmentId", "serviceId", service, current, granted, granted FROM many`,
  `INSERT INTO "WindowClaim" ("requestId", "environmentId", "serviceId", "startsAt", "endsAt")
   SELECT id, "environmentId", "serviceId", starts, ends FROM many`,
];
