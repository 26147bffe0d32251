import { transaction } from '../db.ts';
import { record } from '../record/append.ts';
import { checkPassword, type PasswordVerdict } from './check-password.ts';
import { hashPassword } from './passwords.ts';
import { deleteOtherSessions } from './sessions.ts';
import type { Actor } from './standing.ts';

type PasswordChange = { current: string; next: string /** limitKey of the caller's address */; address: string };

/** Changes the actor's own password and ends their other sessions; the current one is checked under the limits of the sign-in. */
export async function changePassword(
  actor: Actor,
  { current, next, address }: PasswordChange,
  now = Date.now(),
): Promise<{ kind: 'done'; ended: number } | Exclude<PasswordVerdict, { kind: 'right' }>> {
  const verdict = await checkPassword({ email: actor.email, password: current, address }, now);
  if (verdict.kind !== 'right') return verdict;
  const passwordHash = await hashPassword(next);
  return transaction(async (tx) => {
    // only over the password that was checked: of two changes at once one wins
    const { count } = await tx.person.updateMany({
      where: { id: actor.personId, active: true, passwordHash: verdict.person.passwordHash },
      data: { passwordHash },
    });
    if (count === 0) return { kind: 'wrong' };
    const ended = await deleteOtherSessions(tx, actor);
    await record(tx, {
      at: now,
      who: actor.email,
      standing: null,
      what: 'change password',
      subject: `person ${actor.email}`,
      after: { sessionsEnded: ended },
    });
    return { kind: 'done', ended };
  });
}

/** Changes the actor's own time zone (an IANA name). */
export async function changeTimeZone(actor: Actor, timeZone: string, now = Date.now()): Promise<void> {
  await transaction(async (tx) => {
    const [before] = await tx.$queryRaw<{ timeZone: string | null }[]>`
      SELECT "timeZone" FROM "Person" WHERE id = ${actor.personId}::uuid FOR NO KEY UPDATE`;
    if (before?.timeZone === timeZone) return;
    await tx.person.update({ where: { id: actor.personId }, data: { timeZone } });
    await record(tx, {
      at: now,
      who: actor.email,
      standing: null,
      what: 'change time zone',
      subject: `person ${actor.email}`,
      before: { timeZone: before?.timeZone ?? null },
      after: { timeZone },
    });
  });
}
