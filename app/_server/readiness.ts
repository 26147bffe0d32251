import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { db } from './db.ts';

/** longer is not well */
const PATIENCE_MS = 2000;
/** one look serves all who ask within it */
const KEPT_MS = 1000;

let last: { at: number; causes: Promise<string[]> } | undefined;

/** Why this process cannot serve now, in sentences for the person on duty; empty = it can. At most a second old, answered within two. */
export function unreadyCauses(now = Date.now()): Promise<string[]> {
  if (!last || now - last.at > KEPT_MS) last = { at: now, causes: look() };
  return last.causes;
}

async function look(): Promise<string[]> {
  const names = await Promise.race([appliedMigrations(), sleep(PATIENCE_MS, 'late' as const, { ref: false })]);
  if (names === 'late') return [`The database does not answer within ${PATIENCE_MS / 1000} s.`];
  if (names === 'down') return ['The database does not answer.'];
  const missing = ownMigrations().filter((name) => !names.includes(name));
  return missing.length > 0 ? [`The database lacks ${missing.join(', ')}: run npm run migrate.`] : [];
}

async function appliedMigrations(): Promise<string[] | 'down'> {
  try {
    const rows = await db().$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    return rows.map(({ name }) => name);
  } catch {
    return 'down';
  }
}

function ownMigrations(): string[] {
  return readdirSync(join(process.cwd(), 'prisma/migrations')).filter((name) => /^\d/.test(name));
}
