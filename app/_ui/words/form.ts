import type { Purpose } from '#domain/request.ts';
import { counted } from './sizes.ts';

/** Words of the upscale request form; its labels are those of words/fields. */

export const TITLE = 'Request an upscale';
export const TITLE_OF = (environment: string): string => `Request an upscale of ${environment}`;
export const EDIT_TITLE = (reference: string): string => `Change ${reference}`;
export const DRAFT_TITLE = (reference: string): string => `Finish ${reference}`;
export const CHOOSE = 'Choose the environment that needs more room.';

export const PURPOSE_WORDS: Record<Purpose, string> = {
  LOAD_TEST: 'Load test',
  DATA_LOAD: 'Data load or import',
  GO_LIVE_REHEARSAL: 'Go-live rehearsal',
  DEMO: 'Demo',
  SALE_EVENT: 'Sale event',
  OTHER: 'Something else',
};

export const WHY = 'What it is for';
export const PURPOSE_NONE = 'Choose a purpose';
export const REASON_HINT =
  'What will happen in the window, so that the project manager can decide. No passwords or keys.';

export const SIZES = 'Sizes';
export const SIZES_HINT = 'Fill in what is to grow and leave the rest as it is: an empty field changes nothing.';
export const UNCHANGED = (size: string): string => `${size}, as it is`;

export const WHEN = 'When';
export const TIMES_HINT = 'Local times of the time zone below.';
export const TWICE = { start: 'The clocks go back: which start?', end: 'The clocks go back: which close?' } as const;
export const FIRST = (offset: string): string => `First (UTC${offset})`;
export const SECOND = (offset: string): string => `Second (UTC${offset})`;
export const PERMANENT = 'Permanent change';
export const PERMANENT_HINT = 'It stays for good and becomes the new baseline. Leave the end empty.';
export const ZONE_HINT = 'A name such as Europe/Berlin.';
export const PRESCALE_HINT =
  'How long before the window the capacity is already raised. It counts as part of the window.';

export const TRAFFIC = 'What you expect';
export const TRAFFIC_HINT = 'At the peak of the window, as far as you know.';
export const LOAD_TEST = 'Load test';
export const LOAD_TEST_HINT = 'Only for a load test: both shares are below 100 % of PROD.';
export const GENERATORS_HINT = 'Addresses the load comes from, one on each line.';

export const EFFECT = 'The other environments';
export const EFFECT_HINT = 'Which environments follow, or why none has to.';
export const FOLLOW = 'These follow';

export const PEOPLE = 'People and order';
export const CONTACT_HINT = 'Who can be reached while the window is open, with a telephone number.';
export const WATCHERS_HINT = 'E-mail addresses of those who shall hear of every step.';
export const AUTHORITY_HINT = 'What exceeds the contract is charged.';

export const URGENT = 'If it cannot wait';
export const EMERGENCY_HINT =
  'It may start sooner than the lead time. It is marked everywhere, and the project manager has to confirm it.';

export const CHECK = 'Check';
export const SAVE_DRAFT = 'Save draft';
export const SUBMIT = 'Submit request';
export const SAVE_CHANGES = 'Save changes';
export const SUBMIT_MEANS = 'Submitting sends it to the project manager and keeps the window for you.';
export const EDIT_MEANS = 'Saving changes the request under review; approvals of other content become void.';

export const VERDICT = 'Verdict';
export const NOT_YET = 'Say what you need and when. What is possible stands here, at the latest when you press Check.';
export const NO_OBJECTION = 'Nothing stands against it so far.';
export const ALL_GOOD = 'This can be submitted: no rule stands against it.';
export const UNREADABLE = 'Something is filled in that cannot be read.';
export const REFUSED = (count: number): string =>
  count === 1 ? 'Not possible like this.' : `Not possible like this, for ${count} reasons.`;
export const STILL_TO_FILL = 'Still to fill in:';
export const MORE_TO_FILL = (count: number): string =>
  count === 1 ? 'One more is still to fill in.' : `${count} more are still to fill in.`;
export const NOTHING_WANTED = 'Nothing is asked for yet: fill in at least one size.';

export const WHAT_GROWS = 'What grows';
export const EARLIEST = 'Earliest start';
export const DAYS = 'Upscale-days';
export const APPROVAL = 'Approval';
/** What the window uses of the upscale-days; left is before it, null = none agreed. */
export function daysWords(uses: number, left: number | null, permanent: boolean): string {
  if (permanent) return 'a permanent change uses none';
  if (left === null) return uses > 0 ? `uses ${counted(uses, 'day')}, no limit agreed` : 'no limit agreed';
  return uses > 0 ? `uses ${uses} of ${left} left in that contract year` : `${left} left in this contract year`;
}

export const GONE =
  'This environment or request is not there for you any more. Ask your project manager whether your access has changed.';
export const FOREIGN =
  'This form could not be read: part of it is missing or was changed on the way. Open it again and fill it in there.';
