import type { ProbeReasonCode } from '#domain/probe.ts';
import type { Level } from '#domain/status.ts';
import type { NoticeState } from '#domain/status-view.ts';
import type { UptimeKey } from '#domain/uptime.ts';
import { counted } from './sizes.ts';
import { LEVEL_WORDS } from './states.ts';

export const TITLE = 'Status';
export const LEAD = 'How the environments are, as measured; what is not well comes first.';
export const STATUS_OF = (organisation: string): string => `Status of ${organisation}`;
/** The title of a public page: the level comes first, so a tab tells it. */
export const DOCUMENT_TITLE = (level: Level, organisation: string): string =>
  `${LEVEL_WORDS[level]} · ${STATUS_OF(organisation)}`;
export const DESCRIPTION = (organisation: string): string =>
  `How the environments of ${organisation} are now, and how they were in the last 90 days.`;

const names = new Intl.ListFormat('en');
const IN_LEVEL: Record<Exclude<Level, 'OPERATIONAL'>, (where: string) => string> = {
  MAJOR_OUTAGE: (where) => `Major outage: ${where}.`,
  PARTIAL_OUTAGE: (where) => `Partial outage: ${where}.`,
  DEGRADED: (where) => `Degraded: ${where}.`,
  MAINTENANCE: (where) => `In maintenance: ${where}.`,
  UNKNOWN: (where) => `Nothing is known of ${where}.`,
};
const MOST_NAMED = 3;

/** What is wrong where, in a sentence for each level that is not well; named = the environments of the level that are known by name, count = all of them. */
export function levelSentence(level: Exclude<Level, 'OPERATIONAL'>, named: readonly string[], count: number): string {
  const isWhole = named.length === count && count <= MOST_NAMED;
  return IN_LEVEL[level](isWhole ? names.format(named) : counted(count, 'environment'));
}
export const ALL_WELL = (total: number): string =>
  total === 1 ? 'The environment is operational.' : `All ${counted(total, 'environment')} are operational.`;
export const REST_WELL = (well: number, total: number): string =>
  well === 0
    ? `None of ${counted(total, 'environment')} is operational.`
    : `${well.toLocaleString('en-US')} of ${counted(total, 'environment')} ${well === 1 ? 'is' : 'are'} operational.`;
export const NONE = 'No environment is shown here yet.';
export const AS_OF = 'As of';
export const SINCE = 'since';
export const NEVER_MEASURED = 'not measured yet';
export const UTC = 'UTC';

export const STALE = 'The database cannot be asked now.';
export const STALE_SINCE = 'What you see was true at';
export const STALE_NEXT = 'It may have changed since; this page goes on by itself as soon as there is an answer.';

export const ENVIRONMENTS = 'Environments';
export const NOT_LIVE = 'set up, not live yet';
export const SERVICES = 'Services';
/** 'Degraded: yves, glue' */
export const LEVEL_OF = (level: Level, named: string): string => `${LEVEL_WORDS[level]}: ${named}`;
export const NOTICE_REASON: Record<'INCIDENT' | 'MAINTENANCE', string> = {
  INCIDENT: 'Incident',
  MAINTENANCE: 'Maintenance',
};

/** Why an endpoint is not well, without figures: those are beside the endpoint. */
export const REASON_WORDS: Record<ProbeReasonCode, string> = {
  slow: 'answers slowly',
  certificateSoon: 'its certificate ends soon',
  certificateExpired: 'its certificate has expired',
  certificateInvalid: 'its certificate is not valid',
  status: 'answers with an error',
  text: 'answers without the expected text',
  timeout: 'does not answer in time',
  refused: 'refuses connections',
  reset: 'breaks connections off',
  unresolved: 'its name leads nowhere',
  forbidden: 'may not be probed from here',
  redirectForbidden: 'redirects to where no probe may go',
  tooManyRedirects: 'redirects in circles',
  failed: 'cannot be reached',
};
export const NO_READING = 'no recent reading';
export const ENDPOINT_OF = (endpoint: string, service: string | null): string =>
  service === null ? endpoint : `${endpoint} (${service})`;
export const MORE = (count: number): string => `${count} more`;

export const UPTIME = 'Uptime';
export const UPTIME_OUTSIDE = 'Outside maintenance';
export const UPTIME_HEADS: Record<UptimeKey, string> = { d1: 'Today', d7: '7 days', d30: '30 days', d90: '90 days' };
export const NO_DATA = 'no data';
export const PERCENT = (text: string): string => `${text} %`;

/** Above the pictures. */
export const PICTURE = '90 days until today';
export const DAY_BY_DAY = '90 days, day by day';
/** Said after it to those who do not see whose it is: '90 days, day by day of Stage EU'. */
export const OF = (name: string): string => ` of ${name}`;
export const EARLIER = (count: number): string => counted(count, 'earlier update');
/** Behind it stands what was before: '14 earlier, back to Sat 19 Sep 2026'. */
export const OLDER = (count: number, date: string): string => `${count} earlier, back to ${date}`;
export const DAYS_OF = (name: string): string => `${name}, day by day`;
export const DAY_HEADS = { day: 'UTC day', level: 'Worst level', up: 'Uptime', observed: 'Observed' };
export const OBSERVED_ALL = 'all of it';
export const OBSERVED_NONE = 'nothing';
export const NOT_OBSERVED = 'Not observed';
const DAY_NOUN: Record<Level, string> = {
  MAJOR_OUTAGE: 'with a major outage',
  PARTIAL_OUTAGE: 'with a partial outage',
  DEGRADED: 'degraded',
  MAINTENANCE: 'with maintenance',
  UNKNOWN: 'not observed',
  OPERATIONAL: 'operational',
};
/** The text alternative of the picture: '90 days: 86 operational, 1 degraded, 3 not observed.' */
export const daysSentence = (counts: readonly (readonly [level: Level, days: number])[], total: number): string =>
  `${counted(total, 'day')}: ${counts.map(([level, days]) => `${days} ${DAY_NOUN[level]}`).join(', ')}.`;

export const OPEN = 'Now';
export const PLANNED = 'Planned maintenance';
export const PAST = 'What was';
export const PAST_NONE = 'Nothing was published yet.';
export const NOTICE_STATE: Record<NoticeState, string> = {
  INVESTIGATING: 'Investigating',
  IDENTIFIED: 'Identified',
  MONITORING: 'Monitoring',
  RESOLVED: 'Resolved',
  PLANNED: 'Planned',
  COMPLETED: 'Completed',
  CANCELLED: 'Cancelled',
};
export const UNDER_WAY = 'Under way';
export const NO_EFFECT = 'No effect';
export const MAINTENANCE = 'Maintenance';
export const AFFECTS = 'Affects';
export const REMOVED = 'removed';
export const EDITED = 'edited';
export const POST_MORTEM = 'Post-mortem';
export const TO = '–';
export const LASTED = (duration: string): string => `lasted ${duration}`;

export const UPDATES = 'Updates';
export const DRAFT = 'Draft';
export const CURRENT = 'Open and planned';

export const SEARCH = 'Find an environment';
export const SEARCH_DO = 'Find';
export const NONE_FOUND = 'No environment fits';
export const NONE_FOUND_TEXT = (query: string): string => `Nothing is called “${query}” here.`;
export const SHOW_ALL = 'Show all environments';
export const EMPTY = 'No environments yet';
export const EMPTY_TEXT =
  'They appear here with their level as soon as you belong to an organisation that holds a contract, or a contract grants your organisation a look.';
export const EMPTY_PUBLIC =
  'This contract has no environments yet. They appear here with their level once they are set up.';
export const PAGES_LABEL = 'Pages of environments';
export const PAGE_OF = (page: number, pages: number): string =>
  `Page ${page.toLocaleString('en-US')} of ${pages.toLocaleString('en-US')}`;
export const PREVIOUS = 'Previous';
export const NEXT = 'Next';

export const LEGEND = 'How to read this';
export const LEGEND_PICTURE =
  'Each bar is one UTC day, today at the right, in the colour of the worst level of that day. A low grey bar: nothing was observed. A shorter bar: observed for a part of the day.';
export const LEGEND_UPTIME =
  'Uptime is the time operational or degraded, of the time that was observed. Time without observation counts for neither side. A second line leaves maintenance out, where that makes a difference.';
export const FEED = 'Atom feed';
export const JSON_FORM = 'JSON';
export const BADGE = 'Badge';
export const FOR_PROGRAMS = 'For programs:';
export const SIGN_IN = 'Sign in';
/** The way from the portal to a contract's public page. */
export const STRANGERS_SEE = 'What strangers see';

export const ITS_PAGE = 'Its page';
export const ALL_NOTICES = 'All incidents and maintenance';
export const UPSCALED_UNTIL = 'Upscaled until';
export const UPSCALED = 'Upscaled';
