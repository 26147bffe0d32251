import type { LeadingMove } from '#domain/waiting.ts';

export const TITLE = 'Overview';
/** 'One request waits for you; 2 windows are on.' */
export function summaryWords(waiting: number, on: number): string {
  const waits = ['Nothing waits for you', 'One request waits for you'][waiting] ?? `${waiting} requests wait for you`;
  const are = ['no window is on', 'one window is on'][on] ?? `${on} windows are on`;
  return `${waits}; ${are}.`;
}
export const WAITING = 'Waiting for you';
export const DEEDS: Record<LeadingMove, string> = {
  submit: 'Finish the draft and submit it',
  answer: 'Answer the question',
  accept: 'Accept or decline the offer',
  approve: 'Decide',
  retry: 'Try again or give up',
};
export const NOTHING_WAITS =
  'Nothing. When a request needs an answer, a decision or a repair from you, it stands here first.';
export const WINDOWS = 'On now and next';
export const NO_WINDOWS = 'Nothing asked, nothing planned';
export const NO_WINDOWS_TEXT =
  'Every environment is at its baseline. Windows appear here from the moment they are asked for until the capacity is back.';
export const ENVIRONMENTS = 'Environments';
export const ALL_ENVIRONMENTS = 'All environments';
export const ASK = 'Request an upscale';
