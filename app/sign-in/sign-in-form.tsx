'use client';

import { useActionState, useEffect, useRef } from 'react';
import { ErrorSummary, type FieldMessage } from '#ui/form/error-summary.tsx';
import { TextField } from '#ui/form/field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { EMAIL, PASSWORD, SIGN_IN } from '#ui/words/sign-in.ts';

/** What the form shows after a refused attempt: the typed e-mail is kept, the password never. */
export type SignInState = { email: string; errors: FieldMessage[] };

type Props = { action: (state: SignInState, data: FormData) => Promise<SignInState>; returnTo: string };

export function SignInForm({ action, returnTo }: Props) {
  const [state, submit] = useActionState(action, { email: '', errors: [] });
  const zone = useRef<HTMLInputElement>(null);
  // the browser's zone becomes the person's at the first sign-in; without JavaScript it stays the organisation's
  useEffect(() => {
    if (zone.current) zone.current.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  });
  const errorAt = (field: string) => state.errors.find((error) => error.field === field)?.message;
  return (
    <form className="form" action={submit} noValidate>
      <ErrorSummary errors={state.errors} />
      <TextField
        name="email"
        label={EMAIL}
        error={errorAt('email')}
        type="email"
        autoComplete="username"
        width="middle"
        defaultValue={state.email}
        required
      />
      <TextField
        name="password"
        label={PASSWORD}
        error={errorAt('password')}
        type="password"
        autoComplete="current-password"
        width="middle"
        required
      />
      <input type="hidden" name="returnTo" value={returnTo} />
      <input type="hidden" name="timeZone" ref={zone} />
      <div className="buttons">
        <SubmitButton>{SIGN_IN}</SubmitButton>
      </div>
    </form>
  );
}
