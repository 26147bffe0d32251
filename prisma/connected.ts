import { Client } from 'pg';
import { Halt } from './halt.ts';

/** A connection to a database; a Halt with the cause when it does not answer. The caller ends it. */
export async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // a server that goes away ends the next statement; the event itself must not end the process
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Halt(
      `The database does not answer (${reason(error)}): check DATABASE_URL and that PostgreSQL runs there.`,
    );
  }
  return client;
}

/** What went wrong, in one line. */
export function reason(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message.trim().split('\n').slice(0, 4).join(' ') : String(first);
}
