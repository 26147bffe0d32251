import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';
import { within } from '../requests/find.ts';

/** An environment that somebody may name in a notice. */
export type NameablePlace = { slug: string; name: string; contract: string; services: string[] };
export type NameablePlaces = { items: NameablePlace[]; more: boolean };

/** Most that are found at once; what is chosen already comes beside it. */
const MOST = 25;

/** Environments on which the actor may publish: those chosen already (places such as 'nlw-stage/yves'), then the first 25 whose name, slug or contract holds a text. One statement. */
export async function nameablePlaces(actor: Actor, chosen: readonly string[], find: string): Promise<NameablePlaces> {
  const slugs = chosen.slice(0, 100).map((place) => place.split('/')[0] ?? '');
  const like = `%${find.slice(0, 100).replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await db().$queryRaw<(NameablePlace & { chosen: boolean })[]>`
    SELECT e.slug, e.name, c.reference AS contract, e.slug = ANY(${slugs}) AS chosen, (
      SELECT coalesce(json_agg(s.name ORDER BY s.name), '[]') FROM "Service" s WHERE s."environmentId" = e.id) AS services
    FROM "Environment" e JOIN "Contract" c ON c.id = e."contractId"
    WHERE ${within(scopeOf(actor, 'publishStatus'))} AND (e.slug = ANY(${slugs}) OR ${matches(like)})
    ORDER BY chosen DESC, c.reference, e.kind, e.position, e.slug LIMIT ${MOST + 1 + slugs.length}`;
  const own = rows.filter((row) => row.chosen);
  const found = rows.filter((row) => !row.chosen);
  const items = [...own, ...found.slice(0, MOST)].map(({ chosen: _, ...place }) => place);
  return { items, more: found.length > MOST };
}

function matches(like: string): Prisma.Sql {
  return Prisma.sql`(e.slug ILIKE ${like} OR e.name ILIKE ${like} OR c.reference ILIKE ${like})`;
}
