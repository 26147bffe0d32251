import { signedMessage } from '#server/access/signed-message.ts';
import type { Answer } from '#server/api/answer.ts';
import { isJson } from '#server/api/body.ts';
import { environment } from '#server/env.ts';
import * as words from '#ui/words/problems.ts';
import { answering, guest, type Handlers, otherMethod } from './handler.ts';
import { nothingThere } from './outcome.ts';
import { problem } from './problem.ts';
import { UNREADABLE } from './write.ts';

/** One message of the provider's automation; id is its own name for it. */
type Message = { id: string; body: unknown; params: Readonly<Record<string, string>> };

/** The handlers of an address for the provider's automation, which has no token: each message proves itself by its signature (404 where no secret is set, 413, 401), then its body is read (415, 400). */
export function signed(work: (message: Message) => Promise<Answer>): Handlers {
  const post = answering(async (request, context) => {
    const secret = environment().HEADROOM_WEBHOOK_SECRET;
    if (!secret) return nothingThere();
    const message = await signedMessage(request, secret);
    if (message.kind === 'tooLarge') return problem(413, words.REPORT_TOO_LARGE, { next: words.REPORT_TOO_LARGE_NEXT });
    if (message.kind === 'unsigned') return guest(request, words.NO_SIGNATURE, words.NO_SIGNATURE_NEXT);
    if (!isJson(request)) return UNREADABLE[415]();
    const body = jsonOf(message.text);
    if (body === undefined) return UNREADABLE[400]();
    return work({ id: message.id, body, params: (await context.params) as Message['params'] });
  });
  const other = answering(async () => (environment().HEADROOM_WEBHOOK_SECRET ? otherMethod(['POST']) : nothingThere()));
  return { GET: other, HEAD: other, POST: post, PUT: other, PATCH: other, DELETE: other, OPTIONS: other };
}

/** undefined = no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
