import type { EnvironmentKind } from './rulebook.ts';
import type { Impact, Level, LevelReason, ServiceLevel } from './status.ts';
import type { StatusDay, Uptime } from './uptime.ts';

/** HTML that was made safe: minted by #server/status/markdown alone, which escapes every tag that a person types. */
export type SafeHtml = string & { readonly safeHtml: unique symbol };

/** How one environment is; instants in UTC ms. Nothing in it is for staff alone: no address, no draft, no person. */
export type StatusEnvironment = {
  id: string;
  slug: string;
  name: string;
  kind: EnvironmentKind;
  region: string;
  /** the contract's reference: 'NLW-2024' */
  contract: string;
  organisation: string;
  /** false = set up, not live yet */
  live: boolean;
  level: Level;
  /** whether anything is probed of it: of another nothing is expected */
  measured: boolean;
  /** since when; null = never measured */
  since: number | null;
  /** worst first */
  reasons: readonly LevelReason[];
  services: readonly ServiceLevel[];
  /** the last 90 UTC days, oldest first, today last as far as it has come */
  days: readonly StatusDay[];
  uptime: Uptime;
  uptimeOutsideMaintenance: Uptime;
};

export const INCIDENT_STATES = ['INVESTIGATING', 'IDENTIFIED', 'MONITORING', 'RESOLVED'] as const;
export const MAINTENANCE_STATES = ['PLANNED', 'COMPLETED', 'CANCELLED'] as const;
export type NoticeState = (typeof INCIDENT_STATES)[number] | (typeof MAINTENANCE_STATES)[number];
export type NoticeKind = 'INCIDENT' | 'MAINTENANCE';

/** What a notice affects, as far as the viewer may see it; service null = all of the environment; removed = the environment is gone. */
export type Affected = { slug: string; name: string; service: string | null; removed: boolean };
/** An entry of a notice's timeline; instants in UTC ms. */
export type NoticeUpdateView = { at: number; state: NoticeState; html: SafeHtml; editedAt: number | null };
/** A published incident or maintenance; instants in UTC ms, updates newest first. */
export type NoticeView = {
  id: string;
  kind: NoticeKind;
  title: string;
  state: NoticeState;
  impact: Impact;
  startsAt: number;
  /** incident: when it was resolved; maintenance: when it ends */
  endsAt: number | null;
  affected: readonly Affected[];
  updates: readonly NoticeUpdateView[];
  postMortem: SafeHtml | null;
};
/** A notice as a list names it. */
export type NoticeTitle = Omit<NoticeView, 'affected' | 'updates' | 'postMortem'>;

/** A page of environments with what is told about them: unhealthy first, then by contract, kind and position; instants in UTC ms. */
export type StatusPage = {
  /** the one contract it is about; null = all that the viewer may see */
  contract: { reference: string; organisation: string } | null;
  /** of all environments found, not of this page alone */
  counts: Readonly<Record<Level, number>>;
  total: number;
  /** the worst level that is measured of all found */
  level: Level;
  environments: readonly StatusEnvironment[];
  /** what was searched for; '' = everything */
  query: string;
  /** 1, 2, …; pages >= 1 */
  page: number;
  pages: number;
  /** open incidents and running maintenance, then planned maintenance (soonest first), then what is over (newest first, at most 20) */
  open: readonly NoticeView[];
  planned: readonly NoticeView[];
  past: readonly NoticeView[];
  /** of when the facts are */
  asOf: number;
  /** the database cannot be asked since `asOf`: what is shown may have changed */
  stale: boolean;
};

/** Environments on one page. */
export const STATUS_PAGE_SIZE = 25;
/** Notices that are over and still told, at most. */
export const PAST_SHOWN = 20;
