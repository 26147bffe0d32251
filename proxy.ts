import { type NextRequest, NextResponse } from 'next/server';
import { callerKey } from '#server/access/client-address.ts';
import { contentSecurityPolicy, newNonce, securityHeaders } from '#server/access/headers.ts';
import { takeGuestSlot } from '#server/access/rate-limits.ts';
import { PATH_HEADER, signInPath } from '#server/access/return-to.ts';
import { readSessionCookie, sessionCookieName } from '#server/access/session-cookie.ts';
import { unreadableForm } from '#server/access/unreadable-form.ts';
import { TOO_MANY_REQUESTS, UNREADABLE_FORM } from '#ui/words/door.ts';

/** Answers of machines: their handlers say 401 themselves. */
const NO_PAGE = /^\/(sign-in$|api\/|_next\/|healthz$|readyz$|metrics$|live$)|\.[a-z]+$/;
/** A stream that is compressed is kept back until there is enough of it. */
const NO_STORE: Record<string, string> = { '/live': 'no-store, no-transform' };
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const UNCOUNTED = /^\/(_next\/static\/|healthz$|readyz$|metrics$)/;

/** Headers of every answer, the limit on guests and their way to the sign-in page, forms that nobody can read. Never the check: pages, actions and handlers ask who is calling by themselves. */
export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname, search } = request.nextUrl;
  const nonce = newNonce();
  const answer = answerGuest(request) ?? (await refuseUnreadable(request)) ?? passOn(request, pathname + search, nonce);
  answer.headers.set('content-security-policy', contentSecurityPolicy(nonce));
  for (const [name, value] of Object.entries(securityHeaders())) answer.headers.set(name, value);
  if (!pathname.startsWith('/_next/static/')) answer.headers.set('cache-control', NO_STORE[pathname] ?? 'no-store');
  return answer;
}

function passOn(request: NextRequest, path: string, nonce: string): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, path);
  headers.set('x-nonce', nonce);
  // from here Next takes the nonce for its own scripts
  headers.set('content-security-policy', contentSecurityPolicy(nonce));
  return NextResponse.next({ request: { headers } });
}

/** What a guest gets instead of a page; null = nothing special. Who shows a token is counted by the API. */
function answerGuest(request: NextRequest): NextResponse | null {
  const { pathname, search } = request.nextUrl;
  if (UNCOUNTED.test(pathname)) return null;
  if (pathname.startsWith('/api/') && request.headers.has('authorization')) return null;
  if (readSessionCookie(request.cookies.get(sessionCookieName())?.value)) return null;
  const slot = takeGuestSlot(callerKey(request.headers));
  if (!slot.ok) return tooMany(pathname, slot.retryAfterSeconds);
  // a form that is sent after its session ended must reach its action, which keeps what was typed
  if (!READS.has(request.method) || NO_PAGE.test(pathname)) return null;
  return NextResponse.redirect(new URL(signInPath(pathname + search), request.url), 303);
}

async function refuseUnreadable(request: NextRequest): Promise<NextResponse | null> {
  if (READS.has(request.method) || request.nextUrl.pathname.startsWith('/api/')) return null;
  const status = await unreadableForm(request);
  return status && new NextResponse(UNREADABLE_FORM[status], { status });
}

function tooMany(pathname: string, seconds: number): NextResponse {
  const detail = TOO_MANY_REQUESTS(seconds);
  const init = { status: 429, headers: { 'retry-after': String(seconds) } };
  if (!pathname.startsWith('/api/')) return new NextResponse(detail, init);
  const problem = { type: 'about:blank', title: 'Too Many Requests', status: 429, detail };
  return NextResponse.json(problem, {
    ...init,
    headers: { ...init.headers, 'content-type': 'application/problem+json' },
  });
}
