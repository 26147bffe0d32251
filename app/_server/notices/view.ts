import { type StoredNotice, toldImpact, toldState } from '#domain/notice.ts';
import type { NoticeView } from '#domain/status-view.ts';
import { markdownOf } from '../status/markdown.ts';

/** A notice, draft or not, as it is told at an instant (UTC ms) to who may see some contracts: with what it affects of these alone. */
export function noticeView(notice: StoredNotice, contracts: 'all' | readonly string[], at: number): NoticeView {
  const { id, kind, title, startsAt, endsAt, postMortem } = notice;
  const mine = notice.scope.filter(({ contractId }) => contracts === 'all' || contracts.includes(contractId));
  return {
    ...{ id, kind, title, startsAt, endsAt },
    impact: toldImpact(notice),
    state: toldState(notice, at),
    affected: mine.map(({ slug, name, service, environmentId }) => ({
      ...{ slug, name, service },
      removed: environmentId === null,
    })),
    updates: notice.updates.toReversed().map((update) => ({
      ...{ at: update.at, state: update.state, editedAt: update.editedAt },
      html: markdownOf(update.text),
    })),
    postMortem: postMortem === null ? null : markdownOf(postMortem),
  };
}
