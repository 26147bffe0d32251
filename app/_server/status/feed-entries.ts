import type { NoticeState, NoticeView, SafeHtml } from '#domain/status-view.ts';

/** What an entry tells of: what somebody wrote, or a maintenance that has begun or ended as it was planned. */
export type FeedMoment = NoticeState | 'BEGUN' | 'ENDED';
/** An entry of a feed; instants in UTC ms. */
export type FeedEntry = {
  notice: NoticeView;
  /** tells it from the other entries of its notice, for ever */
  key: string;
  at: number;
  updated: number;
  moment: FeedMoment;
  /** what was written; null = nobody wrote anything */
  html: SafeHtml | null;
};

/** The entries of notices as they are at an instant (UTC ms), newest first. */
export function entriesOf(notices: readonly NoticeView[], asOf: number): FeedEntry[] {
  // of one instant: as they stand here, as what was announced late begins once it is announced
  const entries = [...notices]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((notice) => [...edgesOf(notice, asOf), ...writtenIn(notice)]);
  return entries.sort((a, b) => b.at - a.at);
}

function writtenIn(notice: NoticeView): FeedEntry[] {
  return notice.updates.map(({ at, state, html, editedAt }) => ({
    ...{ notice, key: String(at), at, updated: editedAt ?? at, moment: state, html },
  }));
}

/** A maintenance begins when it was planned to, but never before it was announced; one that was ended early says so itself, and one that was cancelled does not end. */
function edgesOf(notice: NoticeView, asOf: number): FeedEntry[] {
  const { kind, startsAt, endsAt, updates, state } = notice;
  if (kind !== 'MAINTENANCE') return [];
  const announced = Math.min(...updates.map(({ at }) => at));
  const begun = updates.length > 0 ? Math.max(startsAt, announced) : startsAt;
  const cancelled = updates.find((update) => update.state === 'CANCELLED')?.at ?? null;
  const over = Math.min(cancelled ?? Number.POSITIVE_INFINITY, endsAt ?? Number.POSITIVE_INFINITY);
  const edge = (at: number, moment: 'BEGUN' | 'ENDED') => ({
    ...{ notice, key: moment.toLowerCase(), at, updated: at, moment, html: null },
  });
  return [
    ...(begun <= asOf && begun < over ? [edge(begun, 'BEGUN')] : []),
    ...(state === 'PLANNED' && endsAt !== null && endsAt <= asOf && begun < endsAt ? [edge(endsAt, 'ENDED')] : []),
  ];
}
