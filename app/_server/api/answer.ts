import { sha256 } from '#domain/record.ts';

/** What the API answers before it becomes a Response: kept with an idempotency key, so the body is text already. */
export type Answer = { status: number; json: string; headers?: Record<string, string> };

/** An answer with a JSON body. */
export function answer(status: number, body: object, headers?: Record<string, string>): Answer {
  return { status, json: JSON.stringify(body), ...(headers && { headers }) };
}

/** The answer as it goes out: never stored by anyone, a problem (RFC 9457) from 400 on. */
export function respond({ status, json, headers }: Answer): Response {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return new Response(status === 304 ? null : json, {
    status,
    headers: { 'content-type': type, 'cache-control': 'no-store', ...headers },
  });
}

/** An answer under the ETag of its bytes; 304 without them where the caller has them already (RFC 9110 §13.1.2). Nobody on the way may keep it all the same. */
export function tagged(whole: Answer, ifNoneMatch: string | null): Answer {
  const etag = etagOf(whole.json);
  const headers = { ...whole.headers, etag };
  return isKnown(etag, ifNoneMatch) ? { status: 304, json: '', headers } : { ...whole, headers };
}

/** The strong ETag of a text. */
export function etagOf(text: string): string {
  return `"${sha256(text).slice(0, 32)}"`;
}

/** Whether an If-None-Match names an ETag, weakly compared as it must be. */
export function isKnown(etag: string, ifNoneMatch: string | null | undefined): boolean {
  if (!ifNoneMatch) return false;
  if (ifNoneMatch === etag) return true;
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag.replace(/^W\//, '')) || known.includes('*');
}
