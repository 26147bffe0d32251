import { readFileSync, statSync } from 'node:fs';
import type { Client } from 'pg';

/** Makes a PostgreSQL server write every statement into its log. */
export async function logStatements(owner: Client): Promise<void> {
  await owner.query("ALTER SYSTEM SET log_statement = 'all'");
  await owner.query('SELECT pg_reload_conf()');
}

/** Makes it stop that. */
export async function logNothing(owner: Client): Promise<void> {
  await owner.query('ALTER SYSTEM RESET log_statement');
  await owner.query('SELECT pg_reload_conf()');
}

/** The statements that a server ran for some work, in its order. */
export async function statementsOf(log: string, work: () => Promise<unknown>): Promise<string[]> {
  const before = statSync(log).size;
  await work();
  const written = readFileSync(log).subarray(before).toString();
  // a statement's further lines begin with a tab
  return written
    .split(/\n(?!\t)/)
    .flatMap((entry) => / LOG: {2}(?:statement|execute [^:]+): ([\s\S]*)/.exec(entry)?.[1] ?? []);
}
