import type { PersonMove } from '#domain/lifecycle.ts';

/** Words of what may be done with a request. */

export const YOUR_MOVE = 'What you can do';
export const DECIDE_BY = (instant: string): string => `Decide by ${instant}`;
export const EDIT = 'Change the request';
export const FINISH = 'Finish the draft';
export const ASK_AGAIN = 'Ask again';

export const BUTTONS: Record<PersonMove, string> = {
  submit: 'Submit request',
  edit: EDIT,
  approve: 'Approve',
  offer: 'Offer',
  ask: 'Ask for information',
  reject: 'Reject',
  answer: 'Send answer',
  accept: 'Accept offer',
  decline: 'Decline offer',
  withdraw: 'Withdraw',
  cancel: 'Cancel window',
  end: 'End early',
  extend: 'Extend',
  retry: 'Try again',
  giveUp: 'Give up',
};

/** What happens when the button is pressed. */
export const MEANS: Record<Exclude<PersonMove, 'approve' | 'submit' | 'edit'>, string> = {
  offer: 'The customer accepts or declines it; accepting counts as your approval.',
  ask: 'The request waits for the answer, and the window stays kept.',
  reject: 'It ends here: the window is free again and the upscale-days are given back. The customer reads the reason.',
  answer: 'It goes back into review.',
  accept: 'It counts as the project manager’s approval of what is offered.',
  decline: 'What was asked at first goes back into review.',
  withdraw: 'It ends here: the window is free again and the upscale-days are given back.',
  cancel: 'The window will not open, and the upscale-days are given back.',
  end: 'The capacity goes back to the baseline now; days that have not begun are given back.',
  extend: 'It makes a new request for the time from the old end to the new one, without lead time.',
  retry: 'The change is tried once more.',
  giveUp: 'The capacity goes back to the baseline.',
};
export const APPROVE_MEANS = (missing: number): string =>
  missing > 1
    ? `One press decides. ${missing} approvals are still missing, yours is one of them.`
    : 'One press decides: the window is then scheduled.';

/** What is typed for a move. */
export const TYPED = {
  reason: 'Reason',
  question: 'Question',
  answer: 'Answer',
  end: 'New end',
  why: 'Why longer',
  offerReason: 'Note to the customer',
} as const;
export const CONFIRM_EMERGENCY = 'Confirm emergency';
export const CONFIRM_OFFER = 'I confirm that it is an emergency';
export const CONFIRM_HINT = 'It starts sooner than the lead time. Only you can confirm that it has to.';
export const OFFER_TITLE = 'Offer something else';
export const OFFER_HINT = 'Change the sizes, the window, or both.';
export const END_HINT = (zone: string): string => `Local time of ${zone}.`;

export const CHANGED = 'What has changed since you opened it:';
export const NOTHING_CHANGED = 'Sizes and window are as you saw them.';
export const CHANGED_STATE = (now: string): string => `State: ${now}`;
export const CHANGED_WINDOW = (before: string, now: string): string => `Window: ${before}; now ${now}`;
export const CHANGED_SIZE = (service: string, before: string, now: string): string =>
  `${service}: ${before}; now ${now}`;
export const NOT_ASKED = 'not asked for';
export const CHANGED_PRESCALE = (before: number, now: number): string => `Pre-scale: ${before} minutes; now ${now}`;
export const CHANGED_EMERGENCY = (isOne: boolean): string =>
  isOne ? 'It is an emergency now' : 'It is no emergency any more';
export const CHANGED_TEXTS = 'Its description has changed too: read it again.';

/** What has just been done, on top of the request's page. */
export const DONE: Partial<Record<PersonMove, string>> = {
  submit: 'Submitted. The window is kept for you while a project manager decides.',
  edit: 'Saved.',
  withdraw: 'Withdrawn. Nothing is reserved any more.',
  answer: 'Answered. The request is back in review.',
  accept: 'The offer is accepted.',
  decline: 'The offer is declined. What was asked at first is back in review.',
  ask: 'Asked. The request waits for the answer.',
  offer: 'Offered. The customer decides next.',
  approve: 'Approved.',
  reject: 'Rejected. The customer reads the reason.',
  cancel: 'Cancelled. The window will not open.',
  end: 'Ended early. The capacity goes back to the baseline.',
  retry: 'Another try begins.',
  giveUp: 'Given up. The capacity goes back to the baseline.',
};
