import { z } from 'zod';
import { answer } from '#server/api/answer.ts';
import { decodeCursor, encodeCursor, isReference, pageQuery, readQuery } from '#server/api/query.ts';
import { listHistory } from '#server/requests/history.ts';
import { api } from '../../../_http/handler.ts';
import { answerOutcome, badCursor, invalidFields, nothingThere } from '../../../_http/outcome.ts';

const lastSeen = z.int32().min(0);

/** What happened to a request, oldest first; the cursor is the last item's number. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({
  GET: async ({ actor, query, params: { reference = '' } }) => {
    if (!isReference(reference)) return nothingThere();
    const read = readQuery(pageQuery, query);
    if (!read.ok) return invalidFields(read.errors);
    const { limit, cursor } = read.value;
    const after = cursor === undefined ? 0 : decodeCursor(cursor, lastSeen);
    if (after === null) return badCursor();
    return answerOutcome(await listHistory(actor, reference, { limit, after }), ({ items, next }) =>
      answer(200, { items, ...(next !== null && { nextCursor: encodeCursor(next) }) }),
    );
  },
});
