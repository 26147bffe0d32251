import { ownStandings } from '#server/access/own-standings.ts';
import { answer } from '#server/api/answer.ts';
import { api } from '../_http/handler.ts';

/** Who the token speaks for. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({
  GET: async ({ actor }) => answer(200, { email: actor.email, name: actor.name, standings: await ownStandings(actor) }),
});
