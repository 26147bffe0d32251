import type { FieldMessage } from '../form/error-summary.tsx';
import { PASSWORD_BUSY, PASSWORD_LIMITED, PASSWORD_WRONG, SESSION_ENDED } from '../words/account.ts';

/** What a form of the account page shows after it was sent: what is wrong, or what was done; what was typed, but never a password. token and feed (an address) are new and shown this once. */
export type AccountState = {
  errors: FieldMessage[];
  done?: string;
  token?: string;
  feed?: string;
  typed: Record<string, string>;
};

export const UNSENT: AccountState = { errors: [], typed: {} };

export function saved(done: string): AccountState {
  return { ...UNSENT, done };
}

export function refusedAt(errors: FieldMessage[], typed: Record<string, string> = {}): AccountState {
  return { errors, typed };
}

export function sessionEnded(typed: Record<string, string>): AccountState {
  return refusedAt([{ field: '', message: SESSION_ENDED }], typed);
}

/** Why a password was not changed; until and now in UTC ms. */
export function passwordRefusal(
  refusal: { kind: 'wrong' } | { kind: 'limited'; until: number } | { kind: 'busy' },
  now: number,
): AccountState {
  if (refusal.kind === 'wrong') return refusedAt([{ field: 'current', message: PASSWORD_WRONG }]);
  const message = refusal.kind === 'busy' ? PASSWORD_BUSY : PASSWORD_LIMITED(refusal.until - now);
  return refusedAt([{ field: '', message }]);
}
