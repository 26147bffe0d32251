import { type Actor, standingsOn } from '../access/standing.ts';
import { isSlug } from '../api/query.ts';
import { db } from '../db.ts';

/** The environment of a slug, for whoever follows it; null = there is none for them. */
export async function followedEnvironment(
  actor: Actor,
  slug: string,
): Promise<{ environmentId: string; contractId: string } | null> {
  if (!isSlug(slug)) return null;
  const found = await db().environment.findUnique({ where: { slug }, select: { id: true, contractId: true } });
  if (!found || standingsOn(actor, found.contractId).length === 0) return null;
  return { environmentId: found.id, contractId: found.contractId };
}
