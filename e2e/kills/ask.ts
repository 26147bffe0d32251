import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type QueryResultRow } from 'pg';

/** Reads by the owner's login, through every death of PostgreSQL. */
export type Ask = {
  <Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  end(): Promise<void>;
};

const PATIENCE_MS = 60_000;
const AWAY = /^(?:57P|08)|ECONN|EPIPE|Connection terminated|timeout/;

/** A way to read from a database that may die meanwhile; it is asked again until it is back. */
export function askOf(databaseUrl: string): Ask {
  const pool = new Pool({ connectionString: databaseUrl, max: 4, connectionTimeoutMillis: 5000 });
  pool.on('error', () => {});
  const ask = <Row extends QueryResultRow>(text: string, values: unknown[] = []) =>
    lasting(async () => (await pool.query<Row>(text, values)).rows);
  return Object.assign(ask, { end: () => pool.end() });
}

/** Tries until the database is back; throws what has another reason. */
export async function lasting<T>(work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(50))
    try {
      return await work();
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string };
      if (!AWAY.test(code) && !AWAY.test(message) && !/^P[12]0/.test(code)) throw error;
      if (Date.now() > deadline) throw error;
    }
}
