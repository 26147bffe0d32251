import { type Client, escapeIdentifier } from 'pg';
import type { Table } from './format.ts';

/** What no backup holds: whoever signs in again gets it anew, and it must not work twice. `_prisma_migrations` is in the header, by name. */
export const LEFT_OUT: readonly string[] = [
  'Session',
  'ApiToken',
  'FeedToken',
  'IdempotencyKey',
  'SignInAttempt',
  'Worker',
  // a week of raw readings, many times as large as all the rest; hours and days hold what they came to
  'ProbeResult',
  '_prisma_migrations',
];

/** Every table that a backup holds, as the database knows them, referenced ones first. */
export async function keptTables(client: Client): Promise<Table[]> {
  const { rows: tables } = await client.query<Table>(
    `SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> ALL($1)
     GROUP BY c.relname ORDER BY c.relname`,
    [LEFT_OUT],
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `SELECT f.relname AS "from", t.relname AS "to"
     FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
     WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND k.conrelid <> k.confrelid`,
  );
  return referencedFirst(tables, references);
}

/** The last number of every sequence that is not a left-out table's. */
export async function keptSequences(client: Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; last: string }>(
    `SELECT s.relname AS name, coalesce(pg_sequence_last_value(s.oid), 0)::text AS last
     FROM pg_class s
     WHERE s.relnamespace = 'public'::regnamespace AND s.relkind = 'S' AND NOT EXISTS (
       SELECT 1 FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
       WHERE d.objid = s.oid AND d.deptype IN ('a', 'i') AND t.relname = ANY($1))
     ORDER BY s.relname`,
    [LEFT_OUT],
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

/** A table and its columns as COPY wants them. */
export function copied({ table, columns }: Table): string {
  return `${escapeIdentifier(table)} (${columns.map(escapeIdentifier).join(', ')})`;
}

function referencedFirst(tables: readonly Table[], references: readonly { from: string; to: string }[]): Table[] {
  const ordered: Table[] = [];
  let rest = [...tables];
  while (rest.length > 0) {
    const waiting = new Set(rest.map(({ table }) => table));
    const ready = rest.filter(({ table }) => !references.some(({ from, to }) => from === table && waiting.has(to)));
    if (ready.length === 0)
      throw new Error(`these tables refer to one another in a circle: ${[...waiting].join(', ')}`);
    ordered.push(...ready);
    rest = rest.filter((table) => !ready.includes(table));
  }
  return ordered;
}
