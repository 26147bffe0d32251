import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '#prisma/generated/client.ts';
import { environment } from './env.ts';
import { ImpatientClient, STATEMENT_MS } from './impatient-client.ts';
import { ownRole, roleOption } from './own-connection.ts';
import { anchorCommitted } from './record/anchor.ts';
import { appendLast, appendWaiting } from './record/append.ts';

/** A client inside an interactive transaction. */
export type Tx = Prisma.TransactionClient;

const POOL_SIZE = 10;
const MOST_STATEMENTS = 200;
/** Otherwise a named statement whose rows PostgreSQL cannot guess, such as a list with a limit, is planned again each time, which takes longer than running it. */
const PLAN_ONCE = '-c plan_cache_mode=force_generic_plan';
/** A process suspended in the midst of a transaction holds the record's head, and with it everybody, no longer than this. */
const NOT_ASLEEP = '-c idle_in_transaction_session_timeout=10s';

const kept = globalThis as { headroomDb?: PrismaClient };

/** A place in the pool is free by then, or those who have one wait for a database that does not answer. */
const PATIENT_NO_LONGER = { Client: ImpatientClient, connectionTimeoutMillis: STATEMENT_MS };

/** The one Prisma client of this process, connected as `headroom_app` where that role exists (HEADROOM_DB_ROLE unset says it does not). A database that stops answering is an outage after ten seconds. */
export function db(): PrismaClient {
  kept.headroomDb ??= connect(environment().DATABASE_URL ?? '', ownRole(), PATIENT_NO_LONGER);
  return kept.headroomDb;
}

/** A client on a database URL, which waits as long as it takes unless `patience` says else; role '' keeps the login's own. The caller disconnects it. */
export function connect(url: string, role: string, patience: Partial<typeof PATIENT_NO_LONGER> = {}): PrismaClient {
  if (!url) throw new Error('DATABASE_URL is not set; the start command sets it for the embedded database');
  const options = `${PLAN_ONCE} ${NOT_ASLEEP} ${roleOption(role)}`;
  const adapter = new PrismaPg(
    { connectionString: url, max: POOL_SIZE, options, ...patience },
    { statementNameGenerator: statementNames() },
  );
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 15_000, timeout: 15_000 } });
}

/** Runs fn in one transaction; what it throws undoes everything. What it appended to the record is anchored when it is committed. */
export async function transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  let used: Tx | undefined;
  const value = await db().$transaction(async (tx) => {
    used = tx;
    appendLast(tx);
    const made = await fn(tx);
    await appendWaiting(tx);
    return made;
  });
  if (used) anchorCommitted(used);
  return value;
}

/** Names for prepared statements, so that PostgreSQL reads and plans each but once per connection, which is half of what a small one costs. */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    // lists of many lengths make many statements, and each costs memory on every connection: the rest stay unnamed
    const name = names.get(sql) ?? (names.size < MOST_STATEMENTS ? `s${names.size}` : '');
    if (name) names.set(sql, name);
    return name;
  };
}
