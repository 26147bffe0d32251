import { type Impact, worseImpact } from './status.ts';
import type { NoticeKind, NoticeState } from './status-view.ts';

/** Where a notice stands at a moment: its state, and for maintenance its times. */
export const NOTICE_STAGES = ['DRAFT', 'OPEN', 'RESOLVED', 'PLANNED', 'RUNNING', 'COMPLETED', 'CANCELLED'] as const;
export type NoticeStage = (typeof NOTICE_STAGES)[number];

/** What its publishers do with a notice that is there. */
export const NOTICE_DEEDS = [
  'publish',
  'delete',
  'edit',
  'update',
  'reword',
  'postMortem',
  'extend',
  'end',
  'cancel',
] as const;
export type NoticeDeed = (typeof NOTICE_DEEDS)[number];

/** What may happen to a notice where it stands. An update of a resolved incident opens it again. */
const OPEN_DEEDS: Record<NoticeStage, readonly NoticeDeed[]> = {
  DRAFT: ['publish', 'edit', 'delete'],
  OPEN: ['update', 'edit', 'reword'],
  RESOLVED: ['update', 'edit', 'reword', 'postMortem'],
  PLANNED: ['update', 'edit', 'reword', 'cancel'],
  RUNNING: ['update', 'edit', 'reword', 'extend', 'end'],
  COMPLETED: ['reword'],
  CANCELLED: ['reword'],
};

/** What a notice is kept as; instants in UTC ms, texts in Markdown, updates oldest first. */
export type StoredNotice = {
  id: string;
  kind: NoticeKind;
  title: string;
  state: NoticeState;
  impact: Impact;
  /** the worst impact it has told; of maintenance, its impact */
  worst: Impact;
  startsAt: number;
  endsAt: number | null;
  publishedAt: number | null;
  postMortem: string | null;
  version: number;
  updates: readonly StoredUpdate[];
  scope: readonly StoredScope[];
};
export type StoredUpdate = { id: string; at: number; state: NoticeState; text: string; editedAt: number | null };
/** environmentId null = the environment is gone; service null = all of it */
export type StoredScope = {
  contractId: string;
  environmentId: string | null;
  slug: string;
  name: string;
  service: string | null;
};

type Standing = Pick<StoredNotice, 'kind' | 'state' | 'startsAt' | 'endsAt' | 'publishedAt'>;

/** Where a notice stands at an instant (UTC ms): maintenance runs and is over by its times alone. */
export function stageOf({ kind, state, startsAt, endsAt, publishedAt }: Standing, at: number): NoticeStage {
  if (publishedAt === null) return 'DRAFT';
  if (kind === 'INCIDENT') return state === 'RESOLVED' ? 'RESOLVED' : 'OPEN';
  if (state === 'CANCELLED') return 'CANCELLED';
  if (state === 'COMPLETED' || (endsAt !== null && endsAt <= at)) return 'COMPLETED';
  return startsAt <= at ? 'RUNNING' : 'PLANNED';
}

/** From when a published notice counts for levels (UTC ms): an incident from its publication, as nobody was told before; a maintenance from its planned beginning, but never from before it was announced. */
export function countsFrom({
  kind,
  startsAt,
  publishedAt,
}: {
  kind: NoticeKind;
  startsAt: number;
  publishedAt: number;
}): number {
  return kind === 'INCIDENT' ? publishedAt : Math.max(startsAt, publishedAt);
}

/** What may happen to a notice at a stage, to those who may publish. */
export function deedsAt(stage: NoticeStage): readonly NoticeDeed[] {
  return OPEN_DEEDS[stage];
}

/** The impact that is told: of a resolved incident the worst it had, not what was left of it in the end. */
export function toldImpact({
  kind,
  state,
  impact,
  worst,
}: Pick<StoredNotice, 'kind' | 'state' | 'impact' | 'worst'>): Impact {
  return kind === 'INCIDENT' && state === 'RESOLVED' ? worst : impact;
}

/** A notice with another impact that an update tells: the worst stays. */
export function withImpact(notice: StoredNotice, impact: Impact): StoredNotice {
  return { ...notice, impact, worst: worseImpact(notice.worst, impact) };
}

/** A notice whose impact is corrected: of one that does not go on, the corrected one is what it had. */
export function withCorrected(notice: StoredNotice, impact: Impact): StoredNotice {
  const goesOn = notice.kind === 'INCIDENT' && notice.state !== 'RESOLVED';
  return goesOn ? withImpact(notice, impact) : { ...notice, impact, worst: impact };
}

/** The state that is told: maintenance whose end has come is completed, whatever is stored. */
export function toldState(notice: Standing, at: number): NoticeState {
  return stageOf(notice, at) === 'COMPLETED' ? 'COMPLETED' : notice.state;
}
