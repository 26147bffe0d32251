import type { StoredNotice } from '#domain/notice.ts';
import type { Impact } from '#domain/status.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';

/** What of a notice is read: its timeline, oldest first, and what it affects. */
export const WITH_STORY = {
  updates: {
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { id: true, at: true, state: true, text: true, editedAt: true },
  },
  scope: {
    orderBy: { number: 'asc' },
    select: { contractId: true, environmentId: true, slug: true, name: true, service: true },
  },
} as const satisfies Prisma.NoticeInclude;
export type NoticeRow = Prisma.NoticeGetPayload<{ include: typeof WITH_STORY }>;

/** A notice as it is kept; instants in UTC ms. */
export function storedNotice(row: NoticeRow): StoredNotice {
  const { id, kind, title, state, postMortem, version, scope } = row;
  return {
    ...{ id, kind, title, state, postMortem, version, scope },
    // check constraints keep the other levels out
    impact: row.impact as Impact,
    worst: row.worst as Impact,
    startsAt: row.startsAt.getTime(),
    endsAt: row.endsAt?.getTime() ?? null,
    publishedAt: row.publishedAt?.getTime() ?? null,
    updates: row.updates.map((update) => ({
      ...update,
      at: update.at.getTime(),
      editedAt: update.editedAt?.getTime() ?? null,
    })),
  };
}

/** One notice by its id; null = it is not there. */
export async function loadNotice(tx: Tx, id: string): Promise<StoredNotice | null> {
  const row = await tx.notice.findUnique({ where: { id }, include: WITH_STORY });
  return row && storedNotice(row);
}
