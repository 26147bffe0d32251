/** Words of the account page. */
import { counted } from './sizes.ts';
import { formatDuration } from './times.ts';

export const ACCOUNT_TITLE = 'Account';
export const ACCOUNT_LEAD = 'How you sign in, where you are signed in, and what speaks for you or reads for you.';
export const SESSION_ENDED =
  'Your session has ended and nothing was changed. Sign in again in another tab, then send this form once more.';
const NOT_READABLE = 'This form was changed on its way. Reload the page and try again.';

export const YOU = 'You';
export const NAME = 'Name';
export const EMAIL = 'E-mail';
export const STANDING = 'Standing';
export const YOU_HINT =
  'Name, e-mail and standing are kept by the operator; your project manager can have them changed.';

export const ZONE_TITLE = 'Time zone';
export const ZONE = 'Time zone';
export const ZONE_HINT = 'Times of a window are shown in the window’s own zone, with yours beside it.';
export const ZONE_SAVE = 'Save time zone';
export const ZONE_SAVED = 'Saved. Times are shown in this zone from now on.';

export const PASSWORD_TITLE = 'Password';
export const PASSWORD_CURRENT = 'Current password';
export const PASSWORD_NEXT = 'New password';
export const PASSWORD_AGAIN = 'New password again';
export const PASSWORD_HINT =
  '12 characters or more. Several words that mean nothing together are easy to keep and hard to guess.';
export const PASSWORD_SAVE = 'Change password';
export const PASSWORD_EFFECT = 'Every other session of yours ends at once. API tokens stay.';
export const PASSWORD_WRONG = 'This is not your current password.';
export const PASSWORD_SAME = 'The new password is the one you have. Choose another.';
export const PASSWORD_BUSY = 'Many people are signing in just now. Try again in a few seconds.';
export const PASSWORD_LIMITED = (ms: number): string =>
  `Too many attempts have failed. Try again in ${formatDuration(Math.ceil(ms / 1_000) * 1_000)}.`;
export const PASSWORD_SAVED = (ended: number): string =>
  ended === 0 ? 'Changed.' : `Changed, and ${counted(ended, 'other session')} ended.`;

export const SESSIONS_TITLE = 'Sessions';
export const SESSIONS_CAPTION = 'Where you are signed in';
export const SESSION_COLUMNS = ['Browser', 'Signed in', 'Last used', 'End it'] as const;
export const SESSION_THIS = 'this one';
export const SESSION_END = 'End';
export const SESSION_END_OTHERS = 'End all other sessions';
export const SESSION_HINT = 'A session ends twelve hours after its last use, and seven days after it began.';

export const TOKENS_TITLE = 'API tokens';
export const TOKENS_CAPTION = 'Tokens that speak for you';
export const TOKENS_LEAD = 'A token lets a program do at /api/v1 what you may do yourself. It ends when you revoke it.';
export const TOKENS_EMPTY = 'No token yet';
export const TOKENS_EMPTY_TEXT = 'Create one below for each program, so that you can revoke one without the others.';
export const TOKEN_COLUMNS = ['Name', 'May', 'Created', 'Last used', 'Revoke it'] as const;
export const TOKEN_NAME = 'Token name';
export const TOKEN_NAME_HINT = 'What uses it, such as “release pipeline”.';
export const TOKEN_WRITE = 'May also change things';
export const TOKEN_WRITE_HINT = 'Without this it only reads.';
export const TOKEN_CREATE = 'Create token';
export const TOKEN_REVOKE = 'Revoke';
export const TOKEN_NEW = 'New token';
export const TOKEN_ONCE = 'Copy it now: it is shown this once and stored only as a hash.';
export const TOKENS_FULL = 'You have 50 tokens. Revoke one that is not used any more first.';

export const FEEDS_TITLE = 'Feeds';
export const FEEDS_CAPTION = 'Feeds that are made for you';
export const FEEDS_LEAD =
  'A feed brings incidents and maintenance of your environments to a feed reader or a chat channel. Whoever has its address reads what you may see, without signing in, until you stop it.';
export const FEEDS_EMPTY = 'No feed yet';
export const FEEDS_EMPTY_TEXT = 'Make one for each reader, so that you can stop one without the others.';
export const FEED_COLUMNS = ['Feed', 'Last read', 'Stop it'] as const;
export const feedName = (made: string): string => `Atom, made ${made}`;
export const FEED_CREATE = 'Make a feed';
export const FEED_STOP = 'Stop';
export const FEED_NEW = 'Address of the new feed';
export const FEED_ONCE = 'Copy the address now: it is shown this once and stored only as a hash.';
export const FEEDS_FULL = (most: number): string => `You have ${most} feeds. Stop one that is not read any more first.`;
export const mayWords = (write: boolean): string => (write ? 'read and change' : 'read');
export const NEVER = 'never';

/** What to say at a field that is not of the form asked for. */
const FIELD_WORDS: Record<string, string> = {
  timeZone: 'Choose a zone of the list, such as Europe/Berlin.',
  current: 'Enter your current password.',
  next: 'The new password must have 12 to 200 characters.',
  again: 'This is not the same as the new password. Type both again.',
  name: 'Name the token in 1 to 200 visible characters; a name is not the place for a password or key.',
};

/** One sentence for each field that is wrong; what is no field of the form is said of the whole. */
export function accountErrors(paths: Iterable<string>): { field: string; message: string }[] {
  const known = [...new Set(paths)].filter((path) => Object.hasOwn(FIELD_WORDS, path));
  if (known.length === 0) return [{ field: '', message: NOT_READABLE }];
  return known.map((field) => ({ field, message: FIELD_WORDS[field] ?? NOT_READABLE }));
}

const BROWSERS: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** 'Firefox on Linux'; what is no browser we know is said by the first of its own words. */
export function browserWords(userAgent: string): string {
  const find = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = find(BROWSERS);
  if (!browser) return userAgent.slice(0, 40) || 'unknown program';
  const system = find(SYSTEMS);
  return system ? `${browser} on ${system}` : browser;
}
