import type { RequestState } from '#domain/lifecycle.ts';
import type { Level } from '#domain/status.ts';

export const STATE_WORDS: Record<RequestState, string> = {
  DRAFT: 'Draft',
  IN_REVIEW: 'In review',
  NEEDS_INFO: 'Needs information',
  OFFERED: 'Offered',
  SCHEDULED: 'Scheduled',
  APPLYING: 'Applying',
  ACTIVE: 'Active',
  RETURNING: 'Returning',
  FAILED: 'Failed',
  CLOSED: 'Closed',
  REJECTED: 'Rejected',
  WITHDRAWN: 'Withdrawn',
  EXPIRED: 'Expired',
  CANCELLED: 'Cancelled',
};
export const OVERDUE = 'Return overdue';

/** What a state means and what happens next, for the person who looks at it. */
export const STATE_MEANS: Record<RequestState, string> = {
  DRAFT: 'Only your organisation sees it. Nothing is reserved until it is submitted.',
  IN_REVIEW: 'A project manager decides next. The window is kept meanwhile.',
  NEEDS_INFO: 'The project manager asked a question. The customer’s answer puts the request back into review.',
  OFFERED:
    'The project manager offers something else. The customer accepts it, or declines and the original goes back into review.',
  SCHEDULED: 'Approved. The capacity is raised when the pre-scale begins and taken back after the window.',
  APPLYING: 'The capacity is being raised. It counts as active only once it has been observed.',
  ACTIVE: 'The capacity is there, as observed.',
  RETURNING: 'The window is over and the capacity goes back to the baseline.',
  FAILED: 'The change did not go through. The project manager or an operator tries again or gives up.',
  CLOSED: 'Over. The environment is as the contract says.',
  REJECTED: 'Refused by the project manager, with the reason in the story below.',
  WITHDRAWN: 'Taken back by the customer.',
  EXPIRED: 'The start came before a decision, or the window passed with nothing applied.',
  CANCELLED: 'Called off before the window opened.',
};

export const LEVEL_WORDS: Record<Level, string> = {
  OPERATIONAL: 'Operational',
  MAINTENANCE: 'Maintenance',
  DEGRADED: 'Degraded',
  PARTIAL_OUTAGE: 'Partial outage',
  MAJOR_OUTAGE: 'Major outage',
  UNKNOWN: 'Unknown',
};
