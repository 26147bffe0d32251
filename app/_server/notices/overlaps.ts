import type { StoredNotice } from '#domain/notice.ts';
import { db } from '../db.ts';

/** Another maintenance at the same time on the same environment; instants in UTC ms. */
export type Overlap = { id: string; title: string; slug: string; startsAt: number; endsAt: number };

/** Most that are told. */
const MOST = 20;

/** Published maintenance that is not over at an instant (UTC ms) and meets another one in time and place: allowed, and told. */
export async function overlaps(
  { id, kind, startsAt, endsAt, scope }: Pick<StoredNotice, 'kind' | 'startsAt' | 'endsAt' | 'scope'> & { id?: string },
  at: number,
): Promise<Overlap[]> {
  if (kind !== 'MAINTENANCE' || endsAt === null || endsAt <= at) return [];
  const places = scope.flatMap(({ environmentId }) => environmentId ?? []);
  const rows = await db().notice.findMany({
    where: {
      ...{ kind, state: 'PLANNED', publishedAt: { not: null }, ...(id && { id: { not: id } }) },
      startsAt: { lt: new Date(endsAt) },
      endsAt: { gt: new Date(Math.max(at, startsAt)) },
      scope: { some: { environmentId: { in: places } } },
    },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: MOST,
    select: {
      ...{ id: true, title: true, startsAt: true, endsAt: true },
      scope: { where: { environmentId: { in: places } }, orderBy: { number: 'asc' }, take: 1, select: { slug: true } },
    },
  });
  return rows.map((row) => ({
    ...{ id: row.id, title: row.title, slug: row.scope[0]?.slug ?? '' },
    startsAt: row.startsAt.getTime(),
    endsAt: row.endsAt?.getTime() ?? row.startsAt.getTime(),
  }));
}
