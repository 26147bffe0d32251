import { z } from 'zod';
import { answer } from '#server/api/answer.ts';
import { decodeCursor, encodeCursor, pageQuery, readQuery } from '#server/api/query.ts';
import { listEnvironments } from '#server/environments/list.ts';
import { environmentBody } from '../_http/environment.ts';
import { api } from '../_http/handler.ts';
import { badCursor, invalidFields } from '../_http/outcome.ts';

/** The environments the caller may see, a page at a time; the cursor is the last one's slug. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({
  GET: async ({ actor, query }) => {
    const page = readQuery(pageQuery, query);
    if (!page.ok) return invalidFields(page.errors);
    const { limit, cursor } = page.value;
    const all = await listEnvironments(actor);
    const last = cursor === undefined ? null : decodeCursor(cursor, z.string());
    const from = last === null ? 0 : all.findIndex(({ slug }) => slug === last) + 1;
    if (cursor !== undefined && from === 0) return badCursor();
    const items = all.slice(from, from + limit);
    const end = items.at(-1);
    const more = end !== undefined && from + limit < all.length;
    return answer(200, { items: items.map(environmentBody), ...(more && { nextCursor: encodeCursor(end.slug) }) });
  },
});
