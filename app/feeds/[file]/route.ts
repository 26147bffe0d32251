import { actorFromFeed } from '#server/access/feed-tokens.ts';
import { takeTokenSlot } from '#server/access/rate-limits.ts';
import { etagOf, isKnown } from '#server/api/answer.ts';
import { log } from '#server/log.ts';
import { isOutage } from '#server/outage.ts';
import { personFeed } from '#server/status/person-feed.ts';
import { TOO_MANY_REQUESTS } from '#ui/words/door.ts';
import { FEED_AWAY, FEED_TITLE_OWN } from '#ui/words/feeds.ts';
import { FEED_AS_OF, FEED_EDGE, FEED_ENTRY } from '#ui/words/status-feed.ts';

type Context = { params: Promise<{ file: string }> };

const WORDS = { title: FEED_TITLE_OWN, subtitle: FEED_AS_OF, entryTitle: FEED_ENTRY, edgeText: FEED_EDGE };

/** A person's own feed, TOKEN.atom, without a cookie: what they may see by their rights of now; an unknown or stopped one is not there. The address is a secret and is never logged. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { file } = await params;
  try {
    const actor = await actorFromFeed(file.replace(/\.atom$/, ''));
    if (!actor || !file.endsWith('.atom')) return new Response(null, { status: 404, headers: HEADERS });
    return await feedFor(actor, file, request.headers.get('if-none-match'));
  } catch (error) {
    if (!isOutage(error)) throw error;
    log().warn({ err: error }, 'the database is away: a feed is not told');
    return new Response(FEED_AWAY, { status: 503, headers: { ...HEADERS, 'retry-after': '30' } });
  }
}

const HEADERS = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' };

async function feedFor(
  actor: NonNullable<Awaited<ReturnType<typeof actorFromFeed>>>,
  file: string,
  ifNoneMatch: string | null,
): Promise<Response> {
  const slot = takeTokenSlot(actor.via.id);
  if (!slot.ok) {
    const wait = { 'retry-after': String(slot.retryAfterSeconds) };
    return new Response(TOO_MANY_REQUESTS(slot.retryAfterSeconds), { status: 429, headers: { ...HEADERS, ...wait } });
  }
  try {
    const { text, identity } = await personFeed(actor, file, WORDS);
    const headers = {
      ...HEADERS,
      'content-type': 'application/atom+xml; charset=utf-8',
      etag: `W/${etagOf(identity)}`,
    };
    return isKnown(headers.etag, ifNoneMatch)
      ? new Response(null, { status: 304, headers })
      : new Response(text, { headers });
  } finally {
    slot.release();
  }
}
