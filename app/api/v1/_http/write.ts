import { refusal } from '#domain/refusal.ts';
import type { Actor } from '#server/access/standing.ts';
import type { Answer } from '#server/api/answer.ts';
import { readBody } from '#server/api/body.ts';
import { claimKey, LostClaim } from '#server/api/idempotency.ts';
import { db, type Tx, transaction } from '#server/db.ts';
import { refuse } from '#server/requests/refuse.ts';
import * as words from '#ui/words/problems.ts';
import type { Call } from './handler.ts';
import { refusalProblem, unprocessable } from './outcome.ts';
import { problem, problemForNow } from './problem.ts';

/** A call that may change something: what was sent, and how its answer is kept inside the writing transaction. */
export type WriteCall = Call & { body: unknown; keep: (tx: Tx, answer: Answer) => Promise<void> };
type Work = (call: WriteCall) => Promise<Answer>;

/** The answers to a body that cannot be read. */
export const UNREADABLE = {
  400: () => problem(400, words.UNREADABLE, { next: words.UNREADABLE_NEXT }),
  413: () => problem(413, words.TOO_LARGE, { next: words.TOO_LARGE_NEXT }),
  415: () => problem(415, words.NOT_JSON_TYPE, { next: words.NOT_JSON_TYPE_NEXT }),
};

/** Answers a POST of a known person: the body (415, 413, 400), the token's scope (R13), the idempotency key, then the work. */
export async function answerWrite(request: Request, call: Call, work: Work): Promise<Answer> {
  const body = await readBody(request);
  if (!body.ok) return UNREADABLE[body.status]();
  const { pathname } = new URL(request.url);
  const { actor } = call;
  if (actor.via.kind === 'token' && !actor.via.write) return readOnly(actor, pathname);
  const key = request.headers.get('idempotency-key');
  if (key === null) return work({ ...call, body: body.value, keep: async () => {} });
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) return unprocessable([{ path: 'Idempotency-Key', message: words.BAD_KEY }]);
  const own = { personId: actor.personId, path: pathname, key };
  return once(own, body.text, (keep) => work({ ...call, body: body.value, keep }));
}

/** Answers once for each key: a success is kept by the transaction that wrote it, a refusal when it is known. */
async function once(
  key: Parameters<typeof claimKey>[0],
  text: string,
  work: (keep: WriteCall['keep']) => Promise<Answer>,
): Promise<Answer> {
  const claim = await claimKey(key, text);
  if (claim.kind === 'replay') return claim.answer;
  if (claim.kind === 'inFlight') return twin();
  if (claim.kind === 'otherBody') return problem(422, words.KEY_TAKEN, { next: words.KEY_TAKEN_NEXT });
  try {
    const answer = await work(claim.keep);
    if (answer.status >= 400) await claim.keep(db(), answer);
    return answer;
  } catch (error) {
    if (error instanceof LostClaim) return twin();
    await claim.release().catch(() => {});
    throw error;
  }
}

function twin(): Answer {
  return problemForNow(409, words.TWIN, words.TWIN_NEXT, 1);
}

async function readOnly(actor: Actor, path: string): Promise<Answer> {
  const refused = refusal('readOnlyToken', {});
  const attempt = { actor, standing: null, what: 'POST', subject: path.slice(0, 200), at: Date.now() };
  await transaction((tx) => refuse(tx, attempt, [refused]));
  return refusalProblem([refused], { contact: { managers: [] }, timeZone: actor.timeZone });
}
