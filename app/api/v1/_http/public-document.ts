import { sha256 } from '#domain/record.ts';
import { respond } from '#server/api/answer.ts';
import { type Handlers, otherMethod } from './handler.ts';

/** The handlers of a document for everyone: with an ETag, so that it is sent once. */
export function publicDocument(document: object): Handlers {
  const text = JSON.stringify(document);
  const etag = `"${sha256(text).slice(0, 32)}"`;
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache', etag };
  const get = async (request: Request) => {
    const known = (request.headers.get('if-none-match') ?? '')
      .split(',')
      .some((tag) => tag.trim().replace(/^W\//, '') === etag);
    return known ? new Response(null, { status: 304, headers }) : new Response(text, { headers });
  };
  const other = async () => respond(otherMethod(['GET', 'HEAD']));
  return { GET: get, HEAD: get, POST: other, PUT: other, PATCH: other, DELETE: other, OPTIONS: other };
}
