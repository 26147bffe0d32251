import { db } from '../db.ts';
import { log } from '../log.ts';
import { gate } from './gate.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { attemptOf, forgetFailures, mayTryFrom, noteFailure } from './sign-in-limits.ts';

export type Credentials = { email: string; password: string /** limitKey of the caller's address */; address: string };
export type CheckedPerson = {
  id: string;
  email: string;
  passwordHash: string;
  /** the same password hashed by today's parameters, when the stored hash is outdated */
  newHash: string | null;
};
export type PasswordVerdict =
  | { kind: 'right'; person: CheckedPerson }
  /** unknown, without password, wrong or removed: all the same */
  | { kind: 'wrong' }
  /** too many failures; until in UTC ms */
  | { kind: 'limited'; until: number }
  /** too many people at once */
  | { kind: 'busy' };

// the limit is read and the failure counted inside: parallel guesses overshoot by one at most
const checks = gate(2, 64);

/** Whether a password is this person's, within the limits on failures; the same work whether the account exists or not. */
export async function checkPassword(
  { email, password, address }: Credentials,
  now = Date.now(),
): Promise<PasswordVerdict> {
  const account = email.trim().toLowerCase();
  const attempt = attemptOf(account, address);
  const verdict = await checks(async (): Promise<PasswordVerdict> => {
    const until = await mayTryFrom(attempt, now);
    if (until > now) return { kind: 'limited', until };
    const person = await db().person.findUnique({
      where: { email: account },
      select: { id: true, email: true, passwordHash: true, active: true },
    });
    const checked = await verifyPassword(person?.passwordHash ?? null, password);
    if (!checked.ok || !person?.active || person.passwordHash === null) {
      await noteFailure(attempt, now);
      return { kind: 'wrong' };
    }
    await forgetFailures(attempt);
    const newHash = checked.outdated ? await hashPassword(password) : null;
    return {
      kind: 'right',
      person: { id: person.id, email: person.email, passwordHash: person.passwordHash, newHash },
    };
  });
  const answer = verdict === 'busy' ? { kind: 'busy' as const } : verdict;
  if (answer.kind !== 'right')
    log().info({ account: attempt.account.slice(0, 12), address, why: answer.kind }, 'password refused');
  return answer;
}
