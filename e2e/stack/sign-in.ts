import { signIn } from '../bench/visitor.ts';
import type { Portal } from './portal.ts';

const kept = new Map<string, Promise<string>>();

/** The Cookie header of a person's session, the same one for every test of this worker: for tests that end no session. */
export function cookieOf(portal: Portal, email: string): Promise<string> {
  const key = `${portal.origin} ${email}`;
  const cookie = kept.get(key) ?? newCookieOf(portal, email);
  kept.set(key, cookie);
  return cookie;
}

/** The Cookie header of a new session, made by the sign-in form. */
export async function newCookieOf({ origin }: Portal, email: string): Promise<string> {
  const { cookie } = await signIn(origin, email);
  return cookie.split('; ').find((pair) => !pair.startsWith('headroom-session-return=')) ?? '';
}
