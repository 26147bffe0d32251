import { answer } from '#server/api/answer.ts';
import { isSlug } from '#server/api/query.ts';
import { getEnvironment } from '#server/environments/list.ts';
import { environmentBody } from '../../_http/environment.ts';
import { api } from '../../_http/handler.ts';
import { answerOutcome, nothingThere } from '../../_http/outcome.ts';

/** One environment. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({
  GET: async ({ actor, params: { slug = '' } }) => {
    if (!isSlug(slug)) return nothingThere();
    return answerOutcome(await getEnvironment(actor, slug), (view) => answer(200, environmentBody(view)));
  },
});
