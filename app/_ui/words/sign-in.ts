/** Words of the sign-in page. */
import { TAGLINE } from './common.ts';
import { formatDuration } from './times.ts';

export const SIGN_IN_TITLE = 'Sign in';
export const EMAIL = 'Email';
export const PASSWORD = 'Password';
export const SIGN_IN = 'Sign in';
export const SIGN_IN_LEAD = TAGLINE;
export const NO_ACCOUNT = 'No account, or a forgotten password? Your project manager can help.';

export const EMAIL_MISSING = 'Enter your e-mail address, such as name@company.example.';
export const PASSWORD_MISSING = 'Enter your password.';
/** unknown, wrong and removed are told apart by nobody */
export const WRONG = 'This e-mail and password do not belong together. Check both and try again.';
export const FOREIGN_FORM =
  'This form was not sent from a page of this portal. Nothing was done: reload the page and try again.';
export const AWAY =
  'The database cannot be asked now, so nobody can sign in. Your password was not looked at: try again in a minute.';
export const BUSY = 'Many people are signing in just now. Try again in a few seconds.';

/** ms until the next attempt is looked at */
export const LIMITED = (ms: number): string =>
  `Too many attempts have failed. Try again in ${formatDuration(Math.ceil(ms / 1_000) * 1_000)}; until then not even the right password is looked at.`;
