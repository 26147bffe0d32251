import { answer } from '#server/api/answer.ts';
import { isReference } from '#server/api/query.ts';
import { getRequest } from '#server/requests/list.ts';
import { api } from '../../_http/handler.ts';
import { answerOutcome, nothingThere } from '../../_http/outcome.ts';

/** One request. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({
  GET: async ({ actor, params: { reference = '' } }) => {
    if (!isReference(reference)) return nothingThere();
    return answerOutcome(await getRequest(actor, reference), (view) => answer(200, view));
  },
});
