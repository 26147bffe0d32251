import { type Actor, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';
import { within } from '../requests/find.ts';

/** A contract (its reference), and whether anybody may read its status. */
export type Publicity = { contract: string; organisation: string; public: boolean };

/** The most contracts of one choice. */
const MOST = 500;

/** The contracts of which the actor may make the status public (publishStatus), public ones first. */
export async function listPublicities(actor: Actor): Promise<Publicity[]> {
  const mine = scopeOf(actor, 'publishStatus');
  if (mine.length === 0) return [];
  return db().$queryRaw`
    SELECT c.reference AS contract, o.name AS organisation, c."publicStatus" AS public
    FROM "Contract" c JOIN "Organisation" o ON o.id = c."organisationId"
    WHERE ${within(mine)} ORDER BY c."publicStatus" DESC, c.reference LIMIT ${MOST}`;
}
