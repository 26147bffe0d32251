import { type Actor, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';

/** Slugs of the environments the actor may see, by contract, kind and position. One statement. */
export async function listSlugs(actor: Actor): Promise<string[]> {
  const scope = scopeOf(actor, 'seeEnvironments');
  const rows = await db().environment.findMany({
    where: scope === 'all' ? {} : { contractId: { in: scope } },
    orderBy: [{ contract: { reference: 'asc' } }, { kind: 'asc' }, { position: 'asc' }, { slug: 'asc' }],
    select: { slug: true },
    relationLoadStrategy: 'join',
  });
  return rows.map(({ slug }) => slug);
}
