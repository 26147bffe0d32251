import { createHash, randomBytes } from 'node:crypto';
import { decode } from 'next-auth/jwt';
import { z } from 'zod';
import { acceptedOrigins, environment } from '../env.ts';

/** What the cookie says, and nothing more: who signed in, and the secret of their session. */
const claims = z.object({ sub: z.uuid(), sid: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export type SessionClaims = { personId: string; sessionId: string };

/** Whether the portal is served over https, by its configured origin. */
export function isHttps(): boolean {
  return acceptedOrigins().every((origin) => origin.startsWith('https:'));
}

/** The session cookie's name; `__Host-` only on https, where browsers accept it. */
export function sessionCookieName(): string {
  return isHttps() ? '__Host-headroom-session' : 'headroom-session';
}

/** A fresh secret for a session's cookie. */
export function newSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The id a session is stored under: a reader of the database cannot speak for it. */
export function sessionIdOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whom a cookie value names, if this installation sealed it; whether the session still is, only the database knows. */
export async function readSessionCookie(value: string | undefined): Promise<SessionClaims | null> {
  if (!value || value.length > 2_000) return null;
  const opened = await decode({
    token: value,
    secret: environment().AUTH_SECRET ?? '',
    salt: sessionCookieName(),
  }).catch(() => null);
  const said = claims.safeParse(opened);
  return said.success ? { personId: said.data.sub, sessionId: sessionIdOf(said.data.sid) } : null;
}
