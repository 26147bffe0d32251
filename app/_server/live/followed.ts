import { type Actor, standingsOn } from '../access/standing.ts';
import { db } from '../db.ts';

/** PostgreSQL refuses some text with an error. */
const SLUG = /^[a-z0-9-]{1,100}$/;

/** The environment of a slug, for whoever follows it; null = there is none for them. */
export async function followedEnvironment(
  actor: Actor,
  slug: string,
): Promise<{ environmentId: string; contractId: string } | null> {
  if (!SLUG.test(slug)) return null;
  const found = await db().environment.findUnique({ where: { slug }, select: { id: true, contractId: true } });
  if (!found || standingsOn(actor, found.contractId).length === 0) return null;
  return { environmentId: found.id, contractId: found.contractId };
}
