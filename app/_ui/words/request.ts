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
/** What a state means now and what comes next; the instants in words where there are such. */
export type Means = {
  state: RequestState;
  overdue: boolean;
  begins: string | null;
  opens: string | null;
  /** whether the window has opened */
  isOpen: boolean;
  /** null = permanent, or no window yet */
  closes: string | null;
  permanent: boolean;
  /** how late, in words */
  late: string | null;
  /** which half of its life failed, where it may be known */
  failedDuring: 'APPLY' | 'RETURN' | null;
  continuedBy: string | null;
};
export function stateMeans(means: Means): string {
  const { state, overdue, closes, late } = means;
  if (overdue) {
    const since = closes === null ? '' : ` since ${closes}`;
    return `The window is over${since}, but the capacity has not been seen back at the baseline${late ? ` ${late} later` : ' in time'}. ${state === 'FAILED' ? RETURN_FAILED : 'The project manager and the operators are alarmed.'}`;
  }
  return MEANS[state]?.(means) ?? STATE_MEANS[state];
}

const RETURN_FAILED =
  'The return has failed: the project manager or an operator tries it again; it also closes by itself once the baseline is seen.';

const MEANS: Partial<Record<RequestState, (means: Means) => string | null>> = {
  SCHEDULED: ({ begins, opens, late }) => {
    if (begins === null || opens === null) return null;
    if (late) return `Approved. It should have begun ${late} ago and begins as soon as the portal’s worker runs.`;
    const ready = begins === opens ? '' : `, so that it is there on ${opens}`;
    return `Approved. The capacity is raised from ${begins}${ready}.`;
  },
  APPLYING: ({ opens, isOpen, late }) => {
    if (isOpen && !late) return `${STATE_MEANS.APPLYING} The window has just opened.`;
    if (late) return `${STATE_MEANS.APPLYING} The window has been open for ${late}.`;
    return opens && `${STATE_MEANS.APPLYING} The window opens on ${opens}.`;
  },
  ACTIVE: ({ closes, permanent, continuedBy }) => {
    if (permanent) return `${STATE_MEANS.ACTIVE} It becomes the new baseline.`;
    if (continuedBy)
      return `${STATE_MEANS.ACTIVE} On ${closes} its extension ${continuedBy} goes on without a return between them.`;
    return closes && `${STATE_MEANS.ACTIVE} It goes back to the baseline from ${closes}.`;
  },
  FAILED: ({ failedDuring, closes }) => {
    if (failedDuring === null) return null;
    if (failedDuring === 'RETURN')
      return 'The capacity could not be brought back to the baseline. The project manager or an operator tries again; it also closes by itself once the baseline is seen.';
    const end = closes ? ` On ${closes} it goes back to the baseline by itself.` : '';
    return `The capacity could not be raised. The project manager or an operator tries again or gives up.${end}`;
  },
  CLOSED: ({ permanent }) => (permanent ? 'Over. The granted size is the new baseline.' : null),
};
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
export const CONTINUED_BY = 'Goes on in';
export const CARRIED_OUT = 'How it is carried out';
export const TO_RUN_SHEET = 'To its run sheet';
export const EARLIER = 'Before';
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
