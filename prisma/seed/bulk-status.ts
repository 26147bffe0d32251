import { Client } from 'pg';

/** A contract to be made: so many environments with so many endpoints each, and incidents that are over. `port` = of a server on loopback that every endpoint leads to; their probes are due within `overSeconds`. Without it none is due for a day. */
export type ManyStatuses = {
  environments: number;
  endpoints: number;
  incidents?: number;
  probed?: { port: number; overSeconds: number };
};

/** The reference of the contract that is made; everybody may see its status. */
export const MANY_REFERENCE = 'BULK-2024';
const NAMED = 'many-';
const MODEL = 'nlw-stage';

/**
 * Adds one public contract to a demo database: environments with 90 days behind them and a reading of each endpoint that lasts,
 * and incidents of those days. What the demo itself looks at is put off for a day. For benchmarks only: nothing of it is in the record.
 */
export async function loadManyStatuses(url: string, given: ManyStatuses): Promise<void> {
  const { environments, endpoints, incidents = 0, probed } = given;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const statement of [REST, CONTRACT, MANAGERS]) await client.query(statement);
    await client.query(ENVIRONMENTS, [environments]);
    await client.query(SERVICES);
    const { port = null, overSeconds = null } = probed ?? {};
    await client.query(ENDPOINTS, [endpoints, port]);
    await client.query(READINGS, [overSeconds]);
    for (const statement of ['ANALYZE', STATUSES, SPANS, DAYS]) await client.query(statement);
    await client.query(NOTICES, [incidents]);
    for (const statement of [UPDATES, SCOPES]) await client.query(statement);
    await client.query('COMMIT');
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

const MANY = `"Environment" e WHERE e.slug LIKE '${NAMED}%'`;
const DAY = 86_400;

/** A clock is believed to be ahead where a probe is due later than two of its intervals. */
const REST = `
  WITH rare AS (UPDATE "Endpoint" SET "intervalSeconds" = ${DAY})
  UPDATE "ProbeState" SET "nextAt" = now() + interval '1 day', "staleAt" = now() + interval '1 day'`;

const CONTRACT = `
  INSERT INTO "Contract" SELECT copy.* FROM "Contract" c, jsonb_populate_record(c, jsonb_build_object(
    'id', gen_random_uuid(), 'reference', '${MANY_REFERENCE}', 'publicStatus', true)) AS copy
  WHERE c.id = (SELECT "contractId" FROM "Environment" WHERE slug = '${MODEL}')`;

const MANAGERS = `
  INSERT INTO "ManagerAssignment" SELECT copy.* FROM "Contract" c, "Environment" e JOIN "ManagerAssignment" a USING ("contractId"),
    jsonb_populate_record(a, jsonb_build_object('contractId', c.id)) AS copy
  WHERE c.reference = '${MANY_REFERENCE}' AND e.slug = '${MODEL}'`;

const ENVIRONMENTS = `
  INSERT INTO "Environment" SELECT copy.*
  FROM generate_series(1, $1::int) i, "Contract" c, "Environment" e, jsonb_populate_record(e, jsonb_build_object(
    'id', gen_random_uuid(), 'slug', '${NAMED}' || i, 'name', 'Many ' || i, 'contractId', c.id, 'position', i,
    'observeAt', now() + interval '1 day')) AS copy
  WHERE e.slug = '${MODEL}' AND c.reference = '${MANY_REFERENCE}'`;

const SERVICES = `
  INSERT INTO "Service" SELECT copy.* FROM "Environment" model JOIN "Service" s ON s."environmentId" = model.id, "Environment" e,
    jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'environmentId', e.id)) AS copy
  WHERE model.slug = '${MODEL}' AND e.slug LIKE '${NAMED}%'`;

/** Each of the first ones looks at a service of its own. Hosts of ten environments are one, as those of a provider are. */
const ENDPOINTS = `
  WITH service AS (SELECT s.*, row_number() OVER (PARTITION BY s."environmentId" ORDER BY s.name) AS n FROM "Service" s)
  INSERT INTO "Endpoint" ("environmentId", "serviceId", name, kind, target, "intervalSeconds", "slowMs")
  SELECT e.id, s.id, 'Endpoint ' || i, 'HTTP',
    'http://127.0.' || 1 + e.position / 160 || '.' || 1 + e.position / 10 % 16 || ':' || coalesce($2::int, 1) || '/' || e.slug || '-' || i,
    CASE WHEN $2::int IS NULL THEN ${DAY} ELSE 60 END, 2000
  FROM "Environment" e CROSS JOIN generate_series(1, $1::int) i
    LEFT JOIN service s ON s."environmentId" = e.id AND s.n = i
  WHERE e.slug LIKE '${NAMED}%'`;

const READINGS = `
  INSERT INTO "ProbeState" ("endpointId", "environmentId", "nextAt", outcome, since, at, "staleAt", ms)
  SELECT p.id, e.id, now() + make_interval(secs => coalesce(random() * $1::float, ${DAY})), 'UP', now() - interval '91 days', now(),
    now() + CASE WHEN $1::float IS NULL THEN interval '1 day' ELSE interval '150 seconds' END, 80
  FROM "Endpoint" p JOIN "Environment" e ON e.id = p."environmentId" WHERE e.slug LIKE '${NAMED}%'`;

const STATUSES = `
  INSERT INTO "EnvironmentStatus" ("environmentId", level, underlying, since, "settledAt", "rolledTo", services)
  SELECT e.id, 'OPERATIONAL', 'OPERATIONAL', now() - interval '91 days', now(), (now() AT TIME ZONE 'UTC')::date, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('service', s.name, 'level', 'OPERATIONAL',
      'since', floor(extract(epoch FROM now() - interval '91 days') * 1000)) ORDER BY s.name), '[]')
    FROM "Service" s WHERE s."environmentId" = e.id AND EXISTS (
      SELECT 1 FROM "Endpoint" p WHERE p."environmentId" = e.id AND p."serviceId" = s.id))
  FROM ${MANY}`;

const SPANS = `
  INSERT INTO "LevelSpan" ("environmentId", "from", level, underlying, maintenance)
  SELECT e.id, now() - interval '91 days', 'OPERATIONAL', 'OPERATIONAL', false FROM ${MANY}`;

/** One day in thirteen has an hour that was not well, so that pictures are not of one colour. */
const DAYS = `
  INSERT INTO "EnvironmentDay" ("environmentId", date, level, "upSeconds", "observedSeconds", "maintenanceSeconds",
    "upMaintenanceSeconds", "observedMaintenanceSeconds")
  SELECT e.id, (now() AT TIME ZONE 'UTC')::date - i, (CASE (e.position + i) % 13 WHEN 0 THEN 'PARTIAL_OUTAGE' ELSE 'OPERATIONAL' END)::"Level",
    ${DAY} - CASE (e.position + i) % 13 WHEN 0 THEN 3600 ELSE 0 END, ${DAY}, 0, 0, 0
  FROM generate_series(1, 90) i, ${MANY}`;

const NOTICES = `
  INSERT INTO "Notice" (id, kind, title, state, impact, worst, "startsAt", "endsAt", "publishedAt", "createdById", "createdAt", "updatedAt")
  SELECT gen_random_uuid(), 'INCIDENT', 'Many ' || i || ' answered slowly', 'RESOLVED', 'DEGRADED', 'DEGRADED', t, t + interval '2 hours', t,
    (SELECT "createdById" FROM "Notice" LIMIT 1), t, t + interval '2 hours'
  FROM (SELECT i, date_trunc('minute', now()) - make_interval(days => i * 4, hours => 5) AS t FROM generate_series(1, $1::int) i) n`;

const UPDATES = `
  INSERT INTO "NoticeUpdate" (id, "noticeId", at, state, text, "personId")
  SELECT gen_random_uuid(), n.id, n."startsAt" + make_interval(mins => u.after), u.state::"NoticeState", u.text, n."createdById"
  FROM "Notice" n CROSS JOIN (VALUES
    (0, 'INVESTIGATING', 'The shop answers slowly. We look into it and tell more within half an hour.'),
    (40, 'IDENTIFIED', 'A search index was built **during the day**; it is put off until tonight.'),
    (120, 'RESOLVED', 'Answers are as fast as before. We watch it for the rest of the day.')) AS u(after, state, text)
  WHERE n.title LIKE 'Many %'`;

const SCOPES = `
  INSERT INTO "NoticeScope" ("noticeId", number, "contractId", "environmentId", slug, name)
  SELECT n.id, 1, e."contractId", e.id, e.slug, e.name FROM "Notice" n
  JOIN "Environment" e ON n.title LIKE 'Many %' AND e.slug = '${NAMED}' || 1 + split_part(n.title, ' ', 2)::int % (SELECT count(*) FROM ${MANY})`;
