import 'server-only';
import { cookies, headers } from 'next/headers';
import NextAuth, { CredentialsSignin, type NextAuthConfig, type User } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { cache } from 'react';
import { z } from 'zod';
import { isTimeZone } from '#domain/time.ts';
import { isAway, tellingAway } from './access/away.ts';
import { checkPassword, type PasswordVerdict } from './access/check-password.ts';
import { callerKey } from './access/client-address.ts';
import { isOwnOrigin } from './access/origin.ts';
import { PATH_HEADER, signInPath } from './access/return-to.ts';
import { seeOther } from './access/see-other.ts';
import {
  isHttps,
  openSessionCookie,
  readSessionCookie,
  returnCookieName,
  sealSessionCookie,
  sessionCookieName,
  sessionCookieOptions,
} from './access/session-cookie.ts';
import { actorOfSession, endSession, type NewSession, SESSION_SECONDS, startSession } from './access/sessions.ts';
import type { Actor } from './access/standing.ts';
import { acceptedOrigins, environment } from './env.ts';
import { log } from './log.ts';

export type { Actor } from './access/standing.ts';

/** Who is calling, by the session cookie, with every right as stored now; null = a guest. Asked once per request. Throws what an error page can tell from other faults while the database is away. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const claims = readSessionCookie((await cookies()).get(sessionCookieName())?.value);
  return claims && actorOfSession(claims).catch(tellingAway);
});

/** For pages: who is calling; a guest is sent to the sign-in page (303), which leads back to returnTo, else to the page asked for. */
export async function requireActor(returnTo?: string): Promise<Actor> {
  const actor = await currentActor();
  return actor ?? seeOther(signInPath(returnTo ?? (await headers()).get(PATH_HEADER) ?? '/'));
}

/** For server actions: who is calling, null for guests and for forms of other sites. */
export async function actorForAction(): Promise<Actor | null> {
  return (await isOwnForm()) ? currentActor() : null;
}

/** Whether the running action was called by a form of this site. */
export async function isOwnForm(): Promise<boolean> {
  return isOwnOrigin(await headers(), acceptedOrigins());
}

type SignInOutcome = { kind: 'done' } | { kind: 'away' } | Exclude<PasswordVerdict, { kind: 'right' }>;

/** Signs this browser in by e-mail and password; timeZone is the browser's, anything else than a zone is left out. `away` = the database cannot be asked now. */
export async function signInByPassword(given: z.input<typeof credentials>): Promise<SignInOutcome> {
  const jar = await cookies();
  const before = jar.get(sessionCookieName())?.value;
  try {
    await auth.signIn('credentials', { ...given, redirect: false });
  } catch (error) {
    if (error instanceof Refused) return error.verdict;
    if (isAway(error)) return { kind: 'away' };
    throw error;
  }
  await dropReturnCookie();
  // NextAuth also returns when it signed nobody in: only a new cookie is a session
  const after = jar.get(sessionCookieName())?.value;
  return after && after !== before ? { kind: 'done' } : { kind: 'wrong' };
}

/** Ends the session that speaks, and takes its cookie back. */
export async function signOut(actor: Actor): Promise<void> {
  await endSession(actor);
  await auth.signOut({ redirect: false });
  await dropReturnCookie();
}

const credentials = z.object({ email: z.string(), password: z.string(), timeZone: z.string() });

class Refused extends CredentialsSignin {
  readonly verdict: Exclude<PasswordVerdict, { kind: 'right' }>;
  constructor(verdict: Exclude<PasswordVerdict, { kind: 'right' }>) {
    super();
    this.verdict = verdict;
  }
}

/** What `authorize` hands to the jwt callback. */
type Arrival = User & { start: NewSession };

async function authorize(given: unknown, request: Request): Promise<Arrival> {
  const { email, password, timeZone } = credentials.parse(given);
  const verdict = await checkPassword({ email, password, address: callerKey(request.headers) });
  if (verdict.kind !== 'right') throw new Refused(verdict);
  const before = readSessionCookie((await cookies()).get(sessionCookieName())?.value);
  const start: NewSession = {
    person: verdict.person,
    userAgent: request.headers.get('user-agent') ?? '',
    timeZone: isTimeZone(timeZone) ? timeZone : null,
    replaces: before?.sessionId ?? null,
  };
  return { id: verdict.person.id, start };
}

/** NextAuth seals the cookie; sessions are rows (access/sessions.ts). No route serves its endpoints: nothing here needs them. */
const auth = NextAuth((): NextAuthConfig => {
  // NextAuth takes its own address from here only; a forwarded host must not choose it
  process.env.AUTH_URL = acceptedOrigins()[0];
  const options = sessionCookieOptions();
  return {
    secret: environment().AUTH_SECRET,
    trustHost: true,
    useSecureCookies: isHttps(),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    jwt: {
      encode: ({ token }) => sealSessionCookie(String(token?.sub), String(token?.sid)),
      decode: ({ token }) => {
        const opened = openSessionCookie(token);
        return opened && { sub: opened.personId, sid: opened.secret };
      },
    },
    cookies: {
      sessionToken: { name: sessionCookieName(), options },
      callbackUrl: { name: returnCookieName(), options },
    },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [Credentials({ credentials: { email: {}, password: {}, timeZone: {} }, authorize })],
    callbacks: {
      // whatever a client hands to NextAuth's session endpoint ends here: a token holds these two and nothing else
      async jwt({ token, user, trigger }) {
        if (trigger !== 'signIn') return { sub: token.sub, sid: token.sid };
        const sid = await startSession((user as Arrival).start);
        return sid === null ? null : { sub: user.id, sid };
      },
    },
    logger: {
      error: (error) => (error instanceof Refused ? undefined : log().error({ err: error }, 'sign-in failed')),
      warn: (code) => log().warn({ code }, 'NextAuth warns'),
      // its details hold what was typed
      debug: () => undefined,
    },
  };
});

/** NextAuth remembers where to go in a cookie; the form does that here. */
async function dropReturnCookie(): Promise<void> {
  (await cookies()).set(returnCookieName(), '', { ...sessionCookieOptions(), maxAge: 0 });
}
