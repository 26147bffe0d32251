import type { RequestState } from '#domain/lifecycle.ts';
import { counted } from './sizes.ts';
import { STATE_MEANS } from './states.ts';

/** Words of the page of one request. */

export const EMPTY_DRAFT = (kind: string): string => `${kind}: draft`;
export const WHAT_CHANGES = 'What changes';
export const NOTHING_YET = 'No sizes are chosen yet.';
export const WINDOW = 'Window';
export const STORY = 'Story';
export const WHY = 'Why and how';
export const TODAY = 'If it were decided now';
export const FITS = 'It fits the contract as it stands today.';
export const FITS_NOT = 'It cannot be approved as it stands today.';

export const SIZE_COLUMNS = ['Service', 'When asked', 'Requested', 'Granted', 'Observed'] as const;
export const SIZE_TABLE = 'Sizes of each service';
export const NOT_GRANTED = 'not yet';
export const NOT_OBSERVED = 'not yet';

export const EMERGENCY = 'Emergency';
export const MISSED = 'Its window passed and nothing was applied.';
export const OVERDUE_MEANS = 'The window is over, but the capacity has not been seen back at the baseline in time.';
/** What a state means now; scheduled says honestly that nothing opens it yet. */
export function stateMeans(state: RequestState, opens: string | null): string {
  if (state !== 'SCHEDULED' || opens === null) return STATE_MEANS[state];
  return `Approved. The window opens on ${opens}. Opening and closing windows by itself comes with a coming release of this portal; until then the request stays scheduled.`;
}
export const approvalsWords = (given: number, needed: number): string =>
  `${given} of ${counted(needed, 'approval')} given.`;

export const REQUESTED_BY = 'Requested by';
export const APPROVED_BY = 'Approved by';
export const DAYS_USED = 'Upscale-days';
export const daysUsedWords = (days: number): string => counted(days, 'day');
export const RULEBOOK = 'Judged by rulebook';
export const EXTENDS = 'Extends';
export const PROOF = 'Proof';
export const RECEIPT = 'Receipt';
export const LOAD_TEST = 'Load test';
export const loadTestWords = (tool: string, data: number, traffic: number): string =>
  `${tool}, ${data} % of PROD’s data, ${traffic} % of its traffic`;
export const EXPECTED = 'Expected at the peak';
export const rpsWords = (rps: string): string => `${rps} requests per second`;
export const ordersWords = (orders: string): string => `${orders} orders per hour`;
export const followsWords = (slugs: readonly string[]): string =>
  `${new Intl.ListFormat('en').format(slugs)} ${slugs.length === 1 ? 'follows' : 'follow'}.`;

export const OFFER = 'What is offered instead';
export const OFFERED_BY = (who: string, at: string): string => `Offered by ${who} on ${at}.`;
export const OFFERED_SIZE = (service: string, offered: string, asked: string): string =>
  `${service}: ${offered} instead of ${asked}`;
export const OFFERED_ALONE = (service: string, offered: string): string => `${service}: ${offered}`;
export const SAME_SIZES = 'The sizes are as asked.';
export const SAME_WINDOW = 'The window is as asked.';
export const OFFERED_WINDOW = (window: string): string => `Window: ${window}`;
