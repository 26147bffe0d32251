import { etagOf, isKnown, respond } from '#server/api/answer.ts';
import { type Handlers, otherMethod } from './handler.ts';

/** The handlers of a document for everyone, made when it is first asked for: with an ETag, so that it is sent once. */
export function publicDocument(make: () => object): Handlers {
  let made: { text: string; etag: string } | undefined;
  const get = async (request: Request) => {
    made ??= withTag(JSON.stringify(make()));
    const { text, etag } = made;
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache', etag };
    const known = isKnown(etag, request.headers.get('if-none-match'));
    return known ? new Response(null, { status: 304, headers }) : new Response(text, { headers });
  };
  const other = async () => respond(otherMethod(['GET', 'HEAD']));
  return { GET: get, HEAD: get, POST: other, PUT: other, PATCH: other, DELETE: other, OPTIONS: other };
}

function withTag(text: string): { text: string; etag: string } {
  return { text, etag: etagOf(text) };
}
