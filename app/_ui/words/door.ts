/** What is said before any page is made. */
import { formatDuration } from './times.ts';

export const TOO_MANY_REQUESTS = (seconds: number): string =>
  `Too many requests from your address. Try again in ${formatDuration(seconds * 1_000)}.`;

export const UNREADABLE_FORM: Record<400 | 413 | 415, string> = {
  400: 'This form arrived broken. Nothing was stored: go back and send it again.',
  413: 'This form is larger than 1 MB. Nothing was stored: go back, shorten what you wrote and send it again.',
  415: 'This is not a form of this portal. Nothing was stored.',
};
