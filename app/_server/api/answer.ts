/** What the API answers before it becomes a Response: kept with an idempotency key, so the body is text already. */
export type Answer = { status: number; json: string; headers?: Record<string, string> };

/** An answer with a JSON body. */
export function answer(status: number, body: object, headers?: Record<string, string>): Answer {
  return { status, json: JSON.stringify(body), ...(headers && { headers }) };
}

/** The answer as it goes out: never stored by anyone, a problem (RFC 9457) from 400 on. */
export function respond({ status, json, headers }: Answer): Response {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return new Response(json, { status, headers: { 'content-type': type, 'cache-control': 'no-store', ...headers } });
}
