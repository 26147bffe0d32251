import { parseEnvironmentSlug, wantsDraft } from '#domain/request-shape.ts';
import type { RequestView } from '#domain/request-view.ts';
import { answer } from '#server/api/answer.ts';
import { readQuery, requestsQuery } from '#server/api/query.ts';
import { listRequests } from '#server/requests/list.ts';
import { submitRequest } from '#server/requests/submit.ts';
import { api } from '../_http/handler.ts';
import { answerOutcome, badCursor, invalidFields } from '../_http/outcome.ts';
import { createdRequest } from '../_http/request.ts';

/** The requests the caller may see, newest first; a new one, or its draft. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({
  GET: async ({ actor, query }) => {
    const read = readQuery(requestsQuery, query);
    if (!read.ok) return invalidFields(read.errors);
    const { state, ...filter } = read.value;
    const page = await listRequests(actor, { ...filter, ...(state && { states: [state] }) });
    return page ? answer(200, page) : badCursor();
  },
  POST: async ({ actor, body, keep }) => {
    const within = (tx: Parameters<typeof keep>[0], view: RequestView) => keep(tx, createdRequest(view));
    const outcome = await submitRequest(actor, body, { draft: wantsDraft(body), within });
    return answerOutcome(outcome, createdRequest, () => {
      const slug = parseEnvironmentSlug(body);
      return slug.ok ? { slug: slug.value } : null;
    });
  },
});
