import { callerKey } from '#server/access/client-address.ts';
import { takeGuestSlot, takeTokenSlot } from '#server/access/rate-limits.ts';
import type { Actor } from '#server/access/standing.ts';
import { actorFromToken } from '#server/access/tokens.ts';
import { type Answer, respond } from '#server/api/answer.ts';
import { log } from '#server/log.ts';
import { isOutage } from '#server/outage.ts';
import * as words from '#ui/words/problems.ts';
import { nothingThere } from './outcome.ts';
import { problem, problemForNow } from './problem.ts';
import { answerWrite, type WriteCall } from './write.ts';

/** One call by a known person. */
export type Call = { actor: Actor; params: Readonly<Record<string, string>>; query: URLSearchParams; headers: Headers };
type Methods = { GET?: (call: Call) => Promise<Answer>; POST?: (call: WriteCall) => Promise<Answer> };
type Context = { params: Promise<unknown> };
type Handler = (request: Request, context: Context) => Promise<Response>;
export type Handlers = Record<'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS', Handler>;

/** The handlers of one address. Each first asks who is calling (401, 429); a POST then reads its body (415, 413, 400), the scope of the token (R13) and the idempotency key. Methods left out are 405; no methods at all, 404. */
export function api({ GET, POST }: Methods): Handlers {
  const methods = [...(GET ? ['GET', 'HEAD'] : []), ...(POST ? ['POST'] : [])];
  const other = handle(async () => (methods.length > 0 ? otherMethod(methods) : nothingThere()));
  const get = GET ? handle((_, call) => GET(call)) : other;
  const post = POST ? handle((request, call) => answerWrite(request, call, POST)) : other;
  return { GET: get, HEAD: get, POST: post, PUT: other, PATCH: other, DELETE: other, OPTIONS: other };
}

function handle(work: (request: Request, call: Call) => Promise<Answer>): Handler {
  return answering(async (request, context) => {
    const actor = await actorFromToken(request.headers.get('authorization'));
    return actor ? forActor(actor, request, context, work) : guest(request, words.NO_TOKEN, words.NO_TOKEN_NEXT);
  });
}

/** A handler that answers what work does, and says what went wrong on our side. */
export function answering(work: (request: Request, context: Context) => Promise<Answer>): Handler {
  return async (request, context) => {
    try {
      return respond(await work(request, context));
    } catch (error) {
      return respond(failed(error, request));
    }
  };
}

async function forActor(
  actor: Actor,
  request: Request,
  context: Context,
  work: (request: Request, call: Call) => Promise<Answer>,
): Promise<Answer> {
  const slot = takeTokenSlot(actor.via.id);
  if (!slot.ok) return tooMany(slot.retryAfterSeconds);
  try {
    const params = (await context.params) as Record<string, string>;
    return await work(request, { actor, params, query: new URL(request.url).searchParams, headers: request.headers });
  } finally {
    slot.release();
  }
}

/** 401; who sent something that is no token is counted here, who sent nothing by the proxy. */
export function guest(request: Request, detail: string, next: string): Answer {
  const slot = request.headers.has('authorization') ? takeGuestSlot(callerKey(request.headers)) : { ok: true as const };
  if (!slot.ok) return tooMany(slot.retryAfterSeconds);
  return problem(401, detail, { next }, { 'www-authenticate': 'Bearer' });
}

function tooMany(seconds: number): Answer {
  return problem(429, words.TOO_MANY(seconds), {}, { 'retry-after': String(seconds) });
}

/** 405 with the methods there are. */
export function otherMethod(methods: readonly string[]): Answer {
  const allowed = methods.join(', ');
  return problem(405, words.OTHER_METHOD(allowed), {}, { allow: allowed });
}

/** 503 while the database is away, else 500; logged with its cause. */
export function failed(error: unknown, request: Request): Answer {
  const { pathname } = new URL(request.url);
  if (isOutage(error)) {
    log().warn({ err: error, method: request.method, path: pathname }, 'the database is away');
    return problemForNow(503, words.AWAY, words.AWAY_NEXT, 2);
  }
  log().error({ err: error, method: request.method, path: pathname }, 'the API failed');
  return problem(500, words.BROKEN, { next: words.BROKEN_NEXT });
}
