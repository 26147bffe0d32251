import type { Client } from 'pg';

/** Lets everything that is probed at an environment answer well, for longer than any test lasts. */
export async function allAnswer(sql: Client, slug: string): Promise<void> {
  await sql.query(
    `UPDATE "ProbeState" SET outcome = 'UP', reason = NULL, "staleAt" = now() + interval '2 hours'
     WHERE "environmentId" = (SELECT id FROM "Environment" WHERE slug = $1)`,
    [slug],
  );
}

/** Tells a level of an environment as a settling does; blamed = the endpoint that is why. */
export async function tellLevel(
  sql: Client,
  slug: string,
  level: 'OPERATIONAL' | 'PARTIAL_OUTAGE' | 'MAJOR_OUTAGE',
  blamed = 'Planted shop',
): Promise<void> {
  const reason = { what: 'endpoint', endpoint: blamed, service: null, level: 'MAJOR_OUTAGE', code: 'status' };
  const own = `"environmentId" = (SELECT id FROM "Environment" WHERE slug = '${slug}')`;
  await sql.query('BEGIN');
  // as a settling does, which else could wait for this as this waits for it
  await sql.query(`SELECT FROM "EnvironmentStatus" WHERE ${own} FOR UPDATE`);
  await sql.query(
    `UPDATE "LevelSpan" SET "to" = greatest(now(), "from" + interval '1 ms') WHERE "to" IS NULL AND ${own}`,
  );
  await sql.query(
    `INSERT INTO "LevelSpan" SELECT "environmentId", max("to"), NULL, $1::"Level", $1::"Level", false
     FROM "LevelSpan" WHERE ${own} GROUP BY 1`,
    [level],
  );
  await sql.query(
    `UPDATE "EnvironmentStatus" SET level = $1::"Level", underlying = $1::"Level", maintenance = false, reasons = $2,
       since = now(), "settledAt" = now(), "dueAt" = NULL WHERE ${own}`,
    [level, JSON.stringify(level === 'OPERATIONAL' ? [] : [reason])],
  );
  await sql.query(`SELECT pg_notify('headroom_status', "contractId" || ' ' || id) FROM "Environment" WHERE slug = $1`, [
    slug,
  ]);
  await sql.query('COMMIT');
}
