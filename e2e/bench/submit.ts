import { spawnSync } from 'node:child_process';
import { Pool } from 'pg';
import { Halt } from '#prisma/halt.ts';
import { body } from '#server/testing/requests.ts';
import { type Caller, callerAt } from './caller.ts';
import { patternOf, writeByHand } from './hand-written.ts';
import { interleaved, median, quantile, timed } from './measure.ts';
import type { Portal } from './portal.ts';
import { withClient } from './stores.ts';
import { submitParts } from './submit-parts.ts';
import { compared, type Line, noted, timesAtMost } from './table.ts';

const MOST_TIMES = 4;
const ROUNDS = 300;
const WARM_UP = 30;
const POOL_SIZE = 10;
const HOUR = 3_600_000;
export const CUSTOMER = 'customer@nordlicht.example';

/** UTC ms. */
export type Span = { start: number; end: number };

/** Windows of an hour each, one after the other from three weeks on, so that none clashes with another. */
export function windows(): () => Span {
  let start = Math.ceil(Date.now() / HOUR) * HOUR + 21 * 24 * HOUR;
  return () => {
    start += HOUR;
    return { start, end: start + HOUR };
  };
}

/** A request for two services in a window. */
export function bodyFor({ start, end }: Span): Record<string, unknown> {
  const lines = ['yves', 'glue'].map((service) => ({ service, wanted: { max: 3 } }));
  const [from, to] = [new Date(start).toISOString(), new Date(end).toISOString()];
  return body({ lines, window: { start: from, end: to, timeZone: 'Europe/Berlin' } });
}

/** Filing a request over the API beside the same rows written by hand, with fsync, on pools of the same size. */
export async function submitCost(portal: Portal, next: () => Span): Promise<Line[]> {
  const caller = await callerAt(portal.origin, portal.databaseUrl, CUSTOMER);
  const pool = new Pool({ connectionString: portal.databaseUrl, max: POOL_SIZE, options: '-c role=headroom_app' });
  await withClient(portal.databaseUrl, (owner) => owner.query('UPDATE "Contract" SET "upscaleDaysPerYear" = 1000000'));
  const reference = await submit(caller, bodyFor(next()));
  const pattern = await withClient(portal.databaseUrl, (owner) => patternOf(owner, reference));
  const measures = {
    api: () => timed(() => submit(caller, bodyFor(next()))),
    hand: () => timed(() => writeByHand(pool, pattern, next())),
  };
  await interleaved(WARM_UP, measures);
  const times = await interleaved(ROUNDS, measures);
  await pool.end();
  requireIntact(portal);
  return [
    timesAtMost('submit (API), median', median(times.api), median(times.hand), MOST_TIMES, 'ms'),
    compared('submit (API), p95', quantile(times.api, 0.95), quantile(times.hand, 0.95), 'ms'),
    ...(await submitParts(portal, caller, next)).map(([what, ms]) => noted(`  of it ${what}`, `${ms.toFixed(2)} ms`)),
  ];
}

async function submit(caller: Caller, sent: Record<string, unknown>): Promise<string> {
  const { status, body: answer } = await caller.post('/api/v1/requests', sent);
  if (status !== 201) throw new Error(`a request was refused with ${status}: ${answer.detail}`);
  return String(answer.reference);
}

/** Both ways wrote the same rows: the record agrees with every one of them. */
function requireIntact(portal: Portal): void {
  const check = spawnSync('npm', ['run', 'audit:verify'], { cwd: portal.folder, encoding: 'utf8' });
  if (check.status !== 0) throw new Halt(`What was written by hand is not what the portal writes:\n${check.stdout}`);
}
