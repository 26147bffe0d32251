import type { Client } from 'pg';

/** Change with every visit, by anyone, as does the last use of a token. */
const RESTLESS = ['SignInAttempt'];
/** Change by themselves: every web process tells levels on as readings go stale, and takes those from their endpoints. */
const BY_CLOCK = ['EnvironmentStatus', 'LevelSpan', 'EnvironmentDay'];
/** What was measured: many rows, which nothing that a person does writes. */
const MEASURED = ['ProbeHour', 'ProbeDay'];
const SEEN = ['lastUsedAt', 'lastSeenAt'];
const OF_READINGS = ['outcome', 'since', 'staleAt', 'ms', 'reason'];

/** A fingerprint of every table's rows but sessions, sign-in attempts, levels, what probes measured and the record: two that are equal say that nothing was stored. */
export async function tables(sql: Client, except: readonly string[] = []): Promise<Record<string, string>> {
  const left = [...RESTLESS, ...BY_CLOCK, ...MEASURED, 'AuditEntry', 'AuditHead', ...except];
  const { rows: names } = await sql.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY($1) AND tablename NOT LIKE 'ProbeResult%' ORDER BY 1`,
    [left],
  );
  if (names.length < 15) throw new Error('the database has lost its tables');
  const parts = names.map(
    ({ name }) =>
      `SELECT '${name}' AS name, md5(coalesce(string_agg(row, E'\\n' ORDER BY row), '')) AS print FROM (SELECT (to_jsonb(t) - '{${[...SEEN, ...(name === 'ProbeState' ? OF_READINGS : [])]}}'::text[])::text AS row FROM "${name}" t) r`,
  );
  const { rows } = await sql.query<{ name: string; print: string }>(parts.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

export type Entry = {
  who: string;
  standing: string | null;
  what: string;
  subject: string;
  verdict: Record<string, unknown> | null;
};

/** How many entries the record has. */
export async function recordLength(sql: Client): Promise<number> {
  const { rows } = await sql.query<{ n: string }>('SELECT n FROM "AuditHead" WHERE id = 1');
  return Number(rows[0]?.n);
}

/** The record's entries after the first n. */
export async function recordAfter(sql: Client, n: number): Promise<Entry[]> {
  const { rows } = await sql.query<Entry>(
    'SELECT who, standing, what, subject, verdict FROM "AuditEntry" WHERE n > $1 ORDER BY n',
    [n],
  );
  return rows;
}
