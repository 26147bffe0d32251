'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { formText } from '#server/access/form-text.ts';
import { safeReturnTo } from '#server/access/return-to.ts';
import { isOwnForm, signInByPassword } from '#server/actor.ts';
import type { FieldMessage } from '#ui/form/error-summary.tsx';
import { AWAY, BUSY, EMAIL_MISSING, FOREIGN_FORM, LIMITED, PASSWORD_MISSING, WRONG } from '#ui/words/sign-in.ts';
import type { SignInState } from './sign-in-form.tsx';

const shape = z.strictObject({
  email: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^\s@\p{C}]+@[^\s@\p{C}]+$/u),
  password: z.string().min(1).max(1_000),
  timeZone: z.string().optional(),
  returnTo: z.string().optional(),
});

/** Signs in and goes to the page that was asked for; every failure answers the same for known and unknown people. */
export async function signInAction(_: SignInState, data: FormData): Promise<SignInState> {
  const typed = formText(data);
  const email = (typed.email ?? '').slice(0, 200);
  const refused = (message: string, field = ''): SignInState => ({ email, errors: [{ field, message }] });
  if (!(await isOwnForm())) return refused(FOREIGN_FORM);
  const parsed = shape.safeParse(typed);
  if (!parsed.success) return { email, errors: missing(parsed.error) };
  const { password, timeZone = '', returnTo } = parsed.data;
  const outcome = await signInByPassword({ email: parsed.data.email, password, timeZone });
  if (outcome.kind === 'done') redirect(safeReturnTo(returnTo));
  if (outcome.kind === 'limited') return refused(LIMITED(outcome.until - Date.now()));
  return refused(WHY[outcome.kind]);
}

const WHY = { away: AWAY, busy: BUSY, wrong: WRONG };

function missing({ issues }: z.ZodError): FieldMessage[] {
  const at = (field: string) => issues.some(({ path }) => path[0] === field);
  const errors = [
    ...(at('email') ? [{ field: 'email', message: EMAIL_MISSING }] : []),
    ...(at('password') ? [{ field: 'password', message: PASSWORD_MISSING }] : []),
  ];
  return errors.length > 0 ? errors : [{ field: '', message: FOREIGN_FORM }];
}
