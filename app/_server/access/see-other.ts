import { getRedirectError } from 'next/dist/client/components/redirect.js';

/** Ends a page or action with 303 to a path of this site; Next's own redirect() is 307 in pages, which repeats a POST. */
export function seeOther(path: string): never {
  throw getRedirectError(path, 'replace', 303);
}
