import type { ShopState } from '#domain/shop.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';
import { within } from '../requests/find.ts';

/** The most shops of one choice. */
const MOST = 500;

/** The demo shops that the actor may switch (runHosting), by environment, as they are switched now; none where there is no demo. */
export async function listShops(actor: Actor): Promise<({ environment: string } & ShopState)[]> {
  const mine = scopeOf(actor, 'runHosting');
  if (mine.length === 0) return [];
  return db().$queryRaw`
    SELECT e.slug AS environment, d.mode::text, d.service
    FROM "DemoShop" d JOIN "Environment" e ON e.id = d."environmentId" JOIN "Contract" c ON c.id = e."contractId"
    WHERE ${within(mine)} ORDER BY c.reference, e.kind, e.position, e.slug LIMIT ${MOST}`;
}
