import { randomUUID } from 'node:crypto';
import type { Standing } from '#domain/policy.ts';
import type { Impact } from '#domain/status.ts';
import type { NoticeKind, NoticeState } from '#domain/status-view.ts';
import type { Trouble } from './troubles.ts';

/** One entry of a notice's timeline; `at` in UTC ms, text in Markdown. */
export type Told = { at: number; state: NoticeState; text: string };

/** An incident or maintenance of the demo as it happened, with what it did to what probes saw; instants in UTC ms. */
export type NoticeStory = {
  id: string;
  kind: NoticeKind;
  title: string;
  impact: Impact;
  /** who wrote it, by e-mail */
  by: string;
  standing: Standing;
  startsAt: number;
  /** maintenance: planned end; incident: when it was resolved, null = open */
  endsAt: number | null;
  /** false = it was never published */
  published: boolean;
  /** what it affects; service null = all of the environment */
  scope: readonly { slug: string; service: string | null }[];
  updates: readonly Told[];
  postMortem?: string;
  trouble?: Trouble;
};

export const MANAGER = 'manager@headroom.example';
export const OPERATOR = 'operator@headroom.example';
const MINUTE = 60_000;

/** What an incident of the demo is told by: minutes count from its begin. */
export type IncidentData = {
  title: string;
  slug: string;
  /** null = all of the environment */
  services: readonly string[] | null;
  from: number;
  impact: Impact;
  trouble: (Pick<Trouble, 'outcome' | 'reason'> & { minutes: number }) | null;
  /** minutes after the begin, oldest first; the last one says when it was resolved */
  updates: readonly [minute: number, state: NoticeState, text: string][];
  postMortem?: string;
  by?: typeof MANAGER | typeof OPERATOR;
};

/** An incident with the trouble that probes saw. */
export function incident(data: IncidentData): NoticeStory {
  const { title, slug, services, from, impact, trouble, postMortem, by = MANAGER } = data;
  const updates = data.updates.map(([minute, state, text]) => ({ at: from + minute * MINUTE, state, text }));
  const last = updates.at(-1);
  return {
    ...{ id: randomUUID(), kind: 'INCIDENT', title, impact, startsAt: from, published: true, updates, ...writer(by) },
    endsAt: last?.state === 'RESOLVED' ? last.at : null,
    scope: services ? services.map((service) => ({ slug, service })) : [{ slug, service: null }],
    ...(postMortem !== undefined && { postMortem }),
    ...(trouble && { trouble: { slug, services, from, ...only(trouble), to: from + trouble.minutes * MINUTE } }),
  };
}

/** What a maintenance of the demo is told by. */
export type MaintenanceData = {
  title: string;
  slugs: readonly string[];
  from: number;
  minutes: number;
  impact: Impact;
  announcedAt: number;
  text: string;
  /** the last word: how it ended; none = it is still to come, or running */
  end?: Told;
  /** what probes saw meanwhile: minutes after the begin and how long, on the first environment */
  dip?: { after: number; minutes: number; services: readonly string[] };
  by?: typeof MANAGER | typeof OPERATOR;
};

/** A maintenance with what probes saw meanwhile. */
export function maintenance(data: MaintenanceData): NoticeStory {
  const { title, slugs, from, minutes, impact, announcedAt, text, end, dip, by = OPERATOR } = data;
  const [slug = ''] = slugs;
  return {
    ...{ id: randomUUID(), kind: 'MAINTENANCE', title, impact, startsAt: from, published: true, ...writer(by) },
    endsAt: from + minutes * MINUTE,
    scope: slugs.map((each) => ({ slug: each, service: null })),
    updates: [{ at: announcedAt, state: 'PLANNED' as const, text }, ...(end ? [end] : [])],
    ...(dip && { trouble: dipOf(slug, from, dip) }),
  };
}

/** Where a notice stands. */
export function stateOf({ kind, updates }: NoticeStory): NoticeState {
  return updates.at(-1)?.state ?? (kind === 'INCIDENT' ? 'INVESTIGATING' : 'PLANNED');
}

function dipOf(slug: string, begin: number, { after, minutes, services }: NonNullable<MaintenanceData['dip']>) {
  const from = begin + after * MINUTE;
  return { slug, services, outcome: 'DOWN' as const, reason: 'refused' as const, from, to: from + minutes * MINUTE };
}

function only({ outcome, reason }: Pick<Trouble, 'outcome' | 'reason'>) {
  return { outcome, reason };
}

function writer(by: string): { by: string; standing: Standing } {
  return { by, standing: by === OPERATOR ? 'operator' : 'manager' };
}
