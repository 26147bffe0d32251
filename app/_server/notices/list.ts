import { type NoticeStage, stageOf } from '#domain/notice.ts';
import type { NoticeView } from '#domain/status-view.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';
import { decodeCursor, encodeCursor } from '../requests/cursor.ts';
import { storedNotice, WITH_STORY } from './rows.ts';
import { noticeView } from './view.ts';

/** A notice in a list, with where it stands. */
export type ListedNotice = NoticeView & { stage: NoticeStage };
export type NoticeFilter = {
  limit: number;
  cursor?: string | undefined;
  /** what is over alone, or what is open, planned or a draft alone */
  over?: boolean;
  /** what begins in [from, to), UTC ms */
  begins?: { from: number; to: number } | undefined;
};
export type NoticeList = { items: ListedNotice[]; nextCursor?: string };

/** Incidents and maintenance the actor may see, those that began (or will begin) last first, a page at a time; drafts only where the actor may publish on all they affect. null = the cursor is not one of ours. Two statements. */
export async function listNotices(
  actor: Actor,
  filter: NoticeFilter,
  at: number = Date.now(),
): Promise<NoticeList | null> {
  const after = filter.cursor === undefined ? null : decodeCursor(filter.cursor);
  if (filter.cursor !== undefined && !after) return null;
  const contracts = scopeOf(actor, 'seeEnvironments');
  const older = after
    ? Prisma.sql`(n."startsAt", n.id) < (${new Date(after.at)}::timestamptz, ${after.id}::uuid)`
    : Prisma.sql`true`;
  const ids = await db().$queryRaw<{ id: string }[]>`
    SELECT n.id FROM "Notice" n WHERE ${older} AND ${sought(filter, at)} AND ${visible(actor)}
    ORDER BY n."startsAt" DESC, n.id DESC LIMIT ${filter.limit + 1}`;
  const rows = await db().notice.findMany({
    where: { id: { in: ids.slice(0, filter.limit).map(({ id }) => id) } },
    include: WITH_STORY,
    orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
    relationLoadStrategy: 'join',
  });
  const notices = rows.map(storedNotice);
  const last = notices.at(-1);
  return {
    items: notices.map((notice) => ({ ...noticeView(notice, contracts, at), stage: stageOf(notice, at) })),
    ...(ids.length > filter.limit && last && { nextCursor: encodeCursor({ at: last.startsAt, id: last.id }) }),
  };
}

/** Over as stageOf() tells it. */
function sought({ over, begins }: NoticeFilter, at: number): Prisma.Sql {
  const isOver = Prisma.sql`(n."publishedAt" IS NOT NULL AND (n.state IN ('RESOLVED', 'COMPLETED', 'CANCELLED')
    OR n.kind = 'MAINTENANCE' AND n."endsAt" <= ${new Date(at)}))`;
  return Prisma.sql`(
    ${over === undefined ? Prisma.sql`true` : Prisma.sql`${isOver} = ${over}`} AND
    ${begins ? Prisma.sql`n."startsAt" >= ${new Date(begins.from)} AND n."startsAt" < ${new Date(begins.to)}` : Prisma.sql`true`})`;
}

/** The notices n that somebody may see: published ones that affect a contract of theirs, drafts that affect none but where they may publish. */
function visible(actor: Actor): Prisma.Sql {
  return Prisma.sql`(
    (n."publishedAt" IS NOT NULL AND ${affects(scopeOf(actor, 'seeEnvironments'))}) OR
    (n."publishedAt" IS NULL AND ${affects(scopeOf(actor, 'publishStatus'))} AND NOT ${affectsOthers(scopeOf(actor, 'publishStatus'))}))`;
}

function affects(scope: 'all' | string[]): Prisma.Sql {
  const mine = scope === 'all' ? Prisma.sql`true` : Prisma.sql`c."contractId" = ANY(${scope}::uuid[])`;
  return Prisma.sql`EXISTS (SELECT 1 FROM "NoticeScope" c WHERE c."noticeId" = n.id AND ${mine})`;
}

function affectsOthers(scope: 'all' | string[]): Prisma.Sql {
  if (scope === 'all') return Prisma.sql`false`;
  return Prisma.sql`EXISTS (SELECT 1 FROM "NoticeScope" c WHERE c."noticeId" = n.id AND c."contractId" <> ALL(${scope}::uuid[]))`;
}
