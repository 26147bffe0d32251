import { actorOfSession } from '#server/access/sessions.ts';
import { type Actor, currentActor } from '#server/actor.ts';
import { followedEnvironment } from '#server/live/followed.ts';
import { followChanges } from '#server/live/stream.ts';
import { visibleAmong } from '#server/requests/visible.ts';

const REFERENCE = /^UR-\d{4}-\d{4,9}$/;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // nobody on the way may keep it back to send more at once
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** For signed-in people: server-sent events, `change` with a reference for each change they may see; `?request=` one request only, `?status=1` levels and notices too, `?environment=` one environment with its contract's requests, `&since=` when the page was made (UTC ms). */
export async function GET(request: Request): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return new Response(null, { status: 401 });
  const query = new URL(request.url).searchParams;
  const reference = query.get('request') ?? undefined;
  if (reference !== undefined && !(await isTheirs(actor, reference))) return new Response(null, { status: 404 });
  const slug = query.get('environment');
  const environment = slug === null ? undefined : await followedEnvironment(actor, slug);
  if (environment === null) return new Response(null, { status: 404 });
  const status = environment ?? (query.get('status') === '1' ? 'all' : undefined);
  const since = Number(query.get('since') ?? Date.now()) || 0;
  const claims = { personId: actor.personId, sessionId: actor.via.id };
  const again = () => actorOfSession(claims);
  const stream = followChanges({ reference, status, since, actor, again }, request.signal);
  return stream
    ? new Response(stream, { headers: HEADERS })
    : new Response(null, { status: 429, headers: { 'retry-after': '30' } });
}

async function isTheirs(actor: Actor, reference: string): Promise<boolean> {
  return REFERENCE.test(reference) && (await visibleAmong(actor, [reference])).length > 0;
}

/** Next would open a stream for it that nobody reads. */
export async function HEAD(): Promise<Response> {
  const actor = await currentActor();
  return new Response(null, actor ? { headers: HEADERS } : { status: 401 });
}
