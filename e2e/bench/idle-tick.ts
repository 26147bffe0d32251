import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { inProcess } from './in-process.ts';
import { interleaved, median, timed } from './measure.ts';
import { logNothing, logStatements, statementsOf } from './statements.ts';
import { withClient } from './stores.ts';
import { atMost, compared, type Line, noted } from './table.ts';

const WATCH_MS = 31_000;
const ROUNDS = 200;
const WARM_UP = 20;

/** What a worker asks in each tick, by a word that no other of its statements has; so often at most. */
const TICKS = [
  { what: 'for windows that are due', of: 'beginning AS', perSecond: 1 },
  { what: 'for levels that time changes', of: '"dueAt" AS at', other: '"staleAt" AS at', perSecond: 1 },
  { what: 'for probes that are due', of: "nextval('probe_token')", perSecond: 2 },
] as const;

/** What a look costs that finds nothing due: statements, how they find their rows, and time. */
export async function idleTick(url: string, log: string, secret: string): Promise<Line[]> {
  return withClient(url, async (owner) => {
    await logStatements(owner);
    const statements = await statementsOf(log, () => sleep(WATCH_MS));
    await logNothing(owner);
    const seconds = WATCH_MS / 1000;
    const lines: Line[] = [];
    const ticked = new Set<string>();
    for (const { what, perSecond, ...tick } of TICKS) {
      const looks = statements.filter(
        (text) => text.includes(tick.of) || ('other' in tick && text.includes(tick.other)),
      );
      for (const look of looks) ticked.add(look);
      lines.push(atMost(`statements a second ${what}, none is`, Math.round(looks.length / seconds), perSecond, ''));
      lines.push(atMost('  tables it reads without an index', await scansOf(owner, looks[0] ?? ''), 0, ''));
    }
    const others = statements.filter((text) => !ticked.has(text));
    lines.push(noted(`  all statements of an idle worker in ${seconds} s`, `${statements.length}: ${beside(others)}`));
    lines.push(await timeOf(url, secret));
    return lines;
  });
}

/** What is asked besides, by what it is for. */
function beside(others: readonly string[]): string {
  const kinds = Object.groupBy(others, (text) => {
    if (text.includes('"leasedBy"')) return 'rows of dead workers';
    if (text.includes('"Worker"')) return 'signs of life';
    if (/^(BEGIN|COMMIT|ROLLBACK)/i.test(text)) return 'begin and end of transactions';
    if (/RollupMark|"rolledTo"|ProbeHour|LevelSpan|pg_try_advisory|pg_inherits/.test(text)) return 'rollups';
    if (text.includes('ahead AS')) return 'clocks that were ahead';
    return 'others';
  });
  const ticks = Object.entries(kinds).map(([kind, all]) => `${all?.length} ${kind}`);
  return ticks.length > 0 ? `besides the above ${ticks.join(', ')}` : 'no others';
}

async function scansOf(owner: Client, look: string): Promise<number> {
  const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${look}`);
  return rows.filter((row) => row['QUERY PLAN'].includes('Seq Scan')).length;
}

async function timeOf(url: string, secret: string): Promise<Line> {
  return inProcess(url, secret, async () => {
    const [{ db }, { dueRows }] = await Promise.all([import('#server/db.ts'), import('#server/worker/due-rows.ts')]);
    const measures = {
      tick: () => timed(() => dueRows(Date.now(), 100, 16)),
      one: () => timed(() => db().$queryRaw`SELECT 1`),
    };
    await interleaved(WARM_UP, measures);
    const { tick, one } = await interleaved(ROUNDS, measures);
    return compared('  time of the look for windows, beside SELECT 1', median(tick), median(one), 'ms');
  });
}
