/** A request header set by the proxy: path and query of the page asked for. */
export const PATH_HEADER = 'x-headroom-path';

/** Where to go after signing in: the asked path when it is one of this site's pages, else the overview. Always a path that begins with one slash. */
export function safeReturnTo(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 2_000 || hasControl(asked) || asked.includes('\\')) return '/';
  if (!asked.startsWith('/') || asked.startsWith('//')) return '/';
  const url = URL.parse(asked, SOMEWHERE);
  if (url?.origin !== SOMEWHERE) return '/';
  // '/.//evil.example' becomes '//evil.example' only now; a proxy in front may decode '%2F' and '%5C'
  if (/^\/(\/|\\|%2f|%5c)/i.test(url.pathname)) return '/';
  if (/^\/(sign-in|api|_next)(\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}

/** The sign-in page that leads back to a path of this site. */
export function signInPath(returnTo: string): string {
  const back = safeReturnTo(returnTo);
  return back === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(back)}`;
}

const SOMEWHERE = 'https://somewhere.invalid';

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || (character >= '\u007f' && character <= '\u009f'));
}
