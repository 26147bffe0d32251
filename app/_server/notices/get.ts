import { deedsAt, type NoticeDeed, type NoticeStage, type StoredNotice, stageOf } from '#domain/notice.ts';
import type { NoticeView } from '#domain/status-view.ts';
import { type Actor, mayOn, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { type Overlap, overlaps } from './overlaps.ts';
import { loadNotice } from './rows.ts';
import { noticeView } from './view.ts';

/** One notice as somebody may see it; staff = what only those have who may publish on all it affects: the texts as they were typed, and what may be done. */
export type NoticePage = {
  view: NoticeView;
  stage: NoticeStage;
  staff: { stored: StoredNotice; deeds: readonly NoticeDeed[]; overlaps: Overlap[] } | null;
};

/** One incident or maintenance with all that its page shows; a draft is there for its publishers alone. */
export async function getNotice(actor: Actor, id: string, at: number = Date.now()): Promise<Outcome<NoticePage>> {
  const stored = await loadNotice(db(), id);
  if (!stored) return NOT_FOUND;
  const publishes =
    stored.scope.length > 0 && stored.scope.every((place) => mayOn(actor, place.contractId, 'publishStatus'));
  const view = noticeView(stored, scopeOf(actor, 'seeEnvironments'), at);
  const isThere = stored.publishedAt === null ? publishes : view.affected.length > 0;
  if (!isThere) return NOT_FOUND;
  const stage = stageOf(stored, at);
  if (!publishes) return done({ view, stage, staff: null });
  return done({ view, stage, staff: { stored, deeds: deedsAt(stage), overlaps: await overlaps(stored, at) } });
}
