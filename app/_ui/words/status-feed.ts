import type { Level } from '#domain/status.ts';
import type { NoticeState } from '#domain/status-view.ts';
import { LEVEL_WORDS } from './states.ts';
import { NOTICE_STATE, STATUS_OF } from './status.ts';

/** What the Atom feed of one contract says of itself; asOf in RFC 3339. */
export const FEED_TITLE = STATUS_OF;
export const FEED_AS_OF = (asOf: string, stale: boolean): string =>
  stale ? `As of ${asOf}. The database cannot be asked since; it may have changed.` : `As of ${asOf}.`;
/** One entry: what the notice is called, and what it came to. */
export const FEED_ENTRY = (title: string, moment: NoticeState | keyof typeof EDGES): string =>
  `${title}: ${{ ...NOTICE_STATE, ...EDGES }[moment]}`;
const EDGES = { BEGUN: 'Under way', ENDED: 'Over' };
/** What an entry says of a maintenance that began or ended by its plan; until in RFC 3339, null = open. */
export const FEED_EDGE = (moment: keyof typeof EDGES, until: string | null): string => {
  if (moment === 'ENDED') return 'The maintenance is over.';
  return until === null ? 'The maintenance has begun.' : `The maintenance has begun; its end is ${until}.`;
};

/** The whole sense of a badge, for whoever does not see it; asOf in RFC 3339. */
export const BADGE_TITLE = (name: string, level: Level, asOf: string, stale: boolean): string =>
  `${name}: ${LEVEL_WORDS[level]}. ${FEED_AS_OF(asOf, stale)}`;
/** What stands beside the level while the database is away. */
export const BADGE_STALE = '(not current)';
