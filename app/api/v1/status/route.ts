import { answer, tagged } from '#server/api/answer.ts';
import { decodeCursor, encodeCursor, readQuery, statusPlace, statusQuery } from '#server/api/query.ts';
import { statusAnswer } from '#server/api/status-answer.ts';
import { statusSeen } from '#server/status/seen.ts';
import { api } from '../_http/handler.ts';
import { badCursor, invalidFields, nothingThere } from '../_http/outcome.ts';

/** How the environments are that the caller may see, with their notices; the cursor is the last one's place. With an ETag: who has it already is answered 304. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({
  GET: async ({ actor, query, headers }) => {
    const read = readQuery(statusQuery, query);
    if (!read.ok) return invalidFields(read.errors);
    const { cursor, ...sought } = read.value;
    const after = cursor === undefined ? undefined : decodeCursor(cursor, statusPlace);
    if (after === null) return badCursor();
    const seen = await statusSeen(actor, { ...sought, after });
    if (!seen) return nothingThere();
    const { last, ...told } = seen;
    const body = { ...statusAnswer(told, { reasons: true }), ...(last && { nextCursor: encodeCursor(last) }) };
    return tagged(answer(200, body), headers.get('if-none-match'));
  },
});
