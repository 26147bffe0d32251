import { Client } from 'pg';

/** Copies end so many days ago and lie in contract years that are over: they use no budget and clash with nothing. */
const AGO_DAYS = 400;

/**
 * Adds so many finished requests to a demo database: copies of the demo's own with their lines, five minutes apart,
 * references gapless in each year. For benchmarks only: the copies have no story and are not in the record.
 */
export async function loadManyRequests(url: string, count: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const statement of STATEMENTS) await client.query(statement, statement.includes('$1') ? [count] : []);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

const STATEMENTS = [
  `CREATE TEMPORARY TABLE many ON COMMIT DROP AS
   WITH model AS (
     SELECT id, "createdAt", row_number() OVER (ORDER BY reference) AS k, count(*) OVER () AS models
     FROM "UpscaleRequest"
     WHERE state IN ('CLOSED', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'CANCELLED')
       AND "createdAt" > now() - make_interval(days => ${AGO_DAYS})
   ), copy AS (
     SELECT gen_random_uuid() AS id, model.id AS model, make_interval(days => ${AGO_DAYS}, mins => 5 * i) AS ago,
       model."createdAt" - make_interval(days => ${AGO_DAYS}, mins => 5 * i) AS created
     FROM generate_series(1, $1::int) i JOIN model ON model.k = i % model.models + 1
   ), dated AS (
     SELECT copy.*, extract(year FROM created AT TIME ZONE 'UTC')::int AS year FROM copy
   )
   SELECT dated.*, coalesce(c.last, 0) + row_number() OVER (PARTITION BY dated.year ORDER BY created) AS number
   FROM dated LEFT JOIN "ReferenceCounter" c ON c.year = dated.year`,
  `INSERT INTO "ReferenceCounter" (year, last) SELECT year, max(number) FROM many GROUP BY year
   ON CONFLICT (year) DO UPDATE SET last = EXCLUDED.last`,
  `INSERT INTO "UpscaleRequest"
   SELECT copy.*
   FROM many m JOIN "UpscaleRequest" r ON r.id = m.model, jsonb_populate_record(r, jsonb_build_object(
     'id', m.id, 'submissionId', NULL, 'extendsId', NULL,
     'reference', 'UR-' || m.year || '-' || lpad(m.number::text, greatest(4, length(m.number::text)), '0'),
     'windowStart', r."windowStart" - m.ago, 'windowEnd', r."windowEnd" - m.ago,
     'createdAt', m.created, 'submittedAt', r."submittedAt" - m.ago, 'updatedAt', r."updatedAt" - m.ago)) AS copy`,
  `INSERT INTO "RequestLine"
   SELECT copy.*
   FROM many m JOIN "RequestLine" r ON r."requestId" = m.model, jsonb_populate_record(r, jsonb_build_object(
     'requestId', m.id, 'observedAt', r."observedAt" - m.ago)) AS copy`,
];
