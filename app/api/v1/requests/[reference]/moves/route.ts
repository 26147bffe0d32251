import { parseCommand, parseMove } from '#domain/command-shape.ts';
import type { RequestView } from '#domain/request-view.ts';
import { isReference } from '#server/api/query.ts';
import { moveRequest } from '#server/requests/move.ts';
import { api } from '../../../_http/handler.ts';
import { answerOutcome, invalidFields, nothingThere } from '../../../_http/outcome.ts';
import { createdRequest, movedRequest } from '../../../_http/request.ts';

/** A move of a request: 200 and the request, 201 and the new one for `extend`. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({
  POST: async ({ actor, body, keep, params: { reference = '' } }) => {
    const move = parseMove(body);
    if (!move.ok) return invalidFields(move.errors);
    if (!isReference(reference)) return nothingThere();
    const at = Date.now();
    const read = parseCommand(body, at);
    const command = read.ok ? read.value : { move: move.value, errors: read.errors };
    const done = move.value === 'extend' ? createdRequest : movedRequest;
    const within = (tx: Parameters<typeof keep>[0], view: RequestView) => keep(tx, done(view));
    const outcome = await moveRequest(actor, reference, command, { at, within });
    return answerOutcome(outcome, done, () => ({ request: reference }));
  },
});
