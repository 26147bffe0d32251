import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { acceptedOrigins, environment } from '../env.ts';

export type SessionClaims = { personId: string; sessionId: string };

/** person, secret of the session, seal */
const SHAPE = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

/** Whether the portal is served over https, by its configured origin. */
export function isHttps(): boolean {
  return acceptedOrigins().every((origin) => origin.startsWith('https:'));
}

/** The session cookie's name; `__Host-` only on https, where browsers accept it. */
export function sessionCookieName(): string {
  return isHttps() ? '__Host-headroom-session' : 'headroom-session';
}

/** The cookie in which NextAuth would remember where to go. */
export function returnCookieName(): string {
  return `${sessionCookieName()}-return`;
}

/** What both cookies are sent with. */
export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() } as const;
}

/** A fresh secret for a session's cookie. */
export function newSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The id a session is stored under: a reader of the database cannot speak for it. */
export function sessionIdOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The cookie's value: whom and which session it names, sealed by AUTH_SECRET. Not NextAuth's encrypted token: opening that costs 0.7 ms on every request and hides nothing its owner may not know. */
export function sealSessionCookie(personId: string, secret: string): string {
  return `${personId}.${secret}.${sealOf(personId, secret).toString('base64url')}`;
}

/** What a cookie value holds, if this installation sealed it. */
export function openSessionCookie(value: string | undefined): { personId: string; secret: string } | null {
  const [, personId = '', secret = '', seal = ''] = SHAPE.exec(value ?? '') ?? [];
  if (!seal || !timingSafeEqual(Buffer.from(seal, 'base64url'), sealOf(personId, secret))) return null;
  return { personId, secret };
}

/** Whom a cookie value names; whether that session still is, only the database knows. */
export function readSessionCookie(value: string | undefined): SessionClaims | null {
  const opened = openSessionCookie(value);
  return opened && { personId: opened.personId, sessionId: sessionIdOf(opened.secret) };
}

function sealOf(personId: string, secret: string): Buffer {
  const key = environment().AUTH_SECRET;
  if (!key) throw new Error('AUTH_SECRET is not set; the start command sets it for the embedded database');
  return createHmac('sha256', key).update(`headroom session\n${personId}\n${secret}`).digest();
}
