import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { db } from './db.ts';
import { isOutage } from './outage.ts';
import { livingWorkers } from './worker/presence.ts';

/** longer is not well */
const PATIENCE_MS = 2000;
/** one look serves all who ask within it */
const KEPT_MS = 500;

let last: { at: number; causes: Promise<string[]> } | undefined;

/** Why this installation cannot serve now, in sentences for the person on duty; empty = it can. At most half a second old, answered within two. */
export function unreadyCauses(now = Date.now()): Promise<string[]> {
  if (!last || now - last.at > KEPT_MS) last = { at: now, causes: look() };
  return last.causes;
}

type Seen = {
  migrations: string[];
  /** a worker lives */
  working: boolean;
  /** the last beat of any; null = none is known */
  lastBeat: Date | null;
};

async function look(): Promise<string[]> {
  const seen = await Promise.race([seeAll(), sleep(PATIENCE_MS, 'late' as const, { ref: false })]);
  if (seen === 'late') return [`The database does not answer within ${PATIENCE_MS / 1000} s.`];
  if (seen === 'down') return ['The database does not answer.'];
  const missing = ownMigrations().filter((name) => !seen.migrations.includes(name));
  return [
    ...(missing.length > 0 ? [`The database lacks ${missing.join(', ')}: run npm run migrate.`] : []),
    ...(seen.working ? [] : [silent(seen.lastBeat)]),
  ];
}

function silent(lastBeat: Date | null): string {
  const since = lastBeat ? `The worker is silent since ${lastBeat.toISOString()}` : 'No worker runs';
  return `${since}: no window opens or closes. Start Headroom again, or one more with HEADROOM_ROLE=worker.`;
}

async function seeAll(): Promise<Seen | 'down'> {
  try {
    const [seen] = await db().$queryRaw<Seen[]>`
      SELECT ARRAY(SELECT migration_name FROM _prisma_migrations
                   WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) AS migrations,
             EXISTS (SELECT 1 FROM ${livingWorkers}) AS working,
             (SELECT max("beatAt") FROM "Worker") AS "lastBeat"`;
    return seen ?? 'down';
  } catch (error) {
    return isOutage(error) ? 'down' : seeMigrations();
  }
}

/** A database from before there were workers. */
async function seeMigrations(): Promise<Seen | 'down'> {
  try {
    const rows = await db().$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    return { migrations: rows.map(({ name }) => name), working: false, lastBeat: null };
  } catch {
    return 'down';
  }
}

function ownMigrations(): string[] {
  return readdirSync(join(process.cwd(), 'prisma/migrations')).filter((name) => /^\d/.test(name));
}
