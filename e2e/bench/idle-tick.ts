import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { interleaved, median, timed } from './measure.ts';
import { logNothing, logStatements, statementsOf } from './statements.ts';
import { withClient } from './stores.ts';
import { atMost, compared, type Line, noted } from './table.ts';

const WATCH_MS = 31_000;
const ROUNDS = 200;
const WARM_UP = 20;

/** What a look costs that finds nothing due: statements, how they find their rows, and time. */
export async function idleTick(url: string, log: string, secret: string): Promise<Line[]> {
  return withClient(url, async (owner) => {
    await logStatements(owner);
    const statements = await statementsOf(log, () => sleep(WATCH_MS));
    await logNothing(owner);
    const looks = statements.filter((text) => text.includes('beginning AS'));
    const others = statements.filter((text) => text.includes('"leasedBy"'));
    const ticks = WATCH_MS / 1000;
    return [
      atMost('statements of a tick with nothing due', Math.round(looks.length / ticks), 1, ''),
      noted(`  of ${ticks} s for rows of dead workers, and to show that it lives`, beside(statements, looks, others)),
      atMost('  tables it reads without an index', await scansOf(owner, looks[0] ?? ''), 0, ''),
      await timeOf(url, secret),
    ];
  });
}

function beside(all: readonly string[], looks: readonly string[], others: readonly string[]): string {
  const beats = all.filter((text) => text.includes('"Worker"') && !others.includes(text)).length;
  return `${others.length} and ${beats} statements (${all.length - looks.length - others.length - beats} others)`;
}

async function scansOf(owner: Client, look: string): Promise<number> {
  const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${look}`);
  return rows.filter((row) => row['QUERY PLAN'].includes('Seq Scan')).length;
}

async function timeOf(url: string, secret: string): Promise<Line> {
  Object.assign(process.env, { DATABASE_URL: url, AUTH_SECRET: secret });
  const [{ connect }, { dueRows }] = await Promise.all([import('#server/db.ts'), import('#server/worker/due-rows.ts')]);
  const client = connect(url, 'headroom_app');
  // the one that the engine finds
  const kept = globalThis as { headroomDb?: typeof client };
  kept.headroomDb = client;
  const measures = {
    tick: () => timed(() => dueRows(Date.now(), 100, 16)),
    one: () => timed(() => client.$queryRaw`SELECT 1`),
  };
  await interleaved(WARM_UP, measures);
  const { tick, one } = await interleaved(ROUNDS, measures);
  await client.$disconnect();
  delete kept.headroomDb;
  return compared('  its time, beside SELECT 1', median(tick), median(one), 'ms');
}
