import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '#domain/record.ts';
import { makePlace } from '#prisma/cluster.ts';

/** The project's root; every command runs in it. */
export const ROOT = join(import.meta.dirname, '../../..');
/** Everything an installation keeps, only for its owner; HEADROOM_DATA puts it elsewhere. */
export const DATA = process.env.HEADROOM_DATA || join(ROOT, '.data');
/** Held by the portal or by a command that starts the database for its own time. */
export const PORTAL_LOCK = join(DATA, 'portal.sock');
/** Held while the client is generated or pages are built, wherever the data is. */
export const BUILD_LOCK = join(ROOT, '.data', 'build.sock');

/** Makes the folders of data and locks; a Halt when they are someone else's. */
export function makeDataFolder(): void {
  makePlace(DATA);
  makePlace(dirname(BUILD_LOCK));
}

/** Where the record's head is anchored outside its database (DATABASE_URL `own`, else the embedded one): HEADROOM_RECORD_ANCHOR, else a file beside the data. */
export function anchorFile(own: string | undefined): string {
  const given = process.env.HEADROOM_RECORD_ANCHOR;
  return given || join(DATA, 'record', `${own ? nameOf(own) : 'embedded'}.head`);
}

function nameOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return sha256(`${hostname}:${port || 5432}${pathname}`).slice(0, 16);
}

const SECRET_FILE = join(DATA, 'auth-secret');

/** The secret that seals sessions: AUTH_SECRET, else one made once and kept beside the data. */
export function authSecret(given: string | undefined): string {
  if (given) return given;
  if (!existsSync(SECRET_FILE)) writeFileSync(SECRET_FILE, randomBytes(33).toString('base64'), { mode: 0o600 });
  return readFileSync(SECRET_FILE, 'utf8');
}

/** The secret as far as a command is told it; undefined = only the portal of DATABASE_URL knows it, or none was made yet. */
export function knownSecret(variables: Record<string, string | undefined> = process.env): string | undefined {
  const { AUTH_SECRET: given, DATABASE_URL: own } = variables;
  if (given || own) return given || undefined;
  return existsSync(SECRET_FILE) ? readFileSync(SECRET_FILE, 'utf8') : undefined;
}
