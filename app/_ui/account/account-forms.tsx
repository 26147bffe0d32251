'use client';

import { useActionState } from 'react';
import { Checkbox } from '../form/choice.tsx';
import { ErrorSummary } from '../form/error-summary.tsx';
import { Select, TextField } from '../form/field.tsx';
import { SubmitButton } from '../submit-button.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import * as words from '../words/account.ts';
import { type AccountState, UNSENT } from './state.ts';

type Action = (state: AccountState, data: FormData) => Promise<AccountState>;

/** The zone in which the viewer's own times are shown. */
export function TimeZoneForm({ action, zone, zones }: { action: Action; zone: string; zones: readonly string[] }) {
  const [state, submit] = useActionState(action, UNSENT);
  const options = zones.map((name) => ({ value: name, label: name.replaceAll('_', ' ') }));
  return (
    <form className="form" action={submit}>
      <Answer state={state} />
      <Select
        name="timeZone"
        label={words.ZONE}
        hint={words.ZONE_HINT}
        error={errorAt(state, 'timeZone')}
        options={options}
        defaultValue={state.typed.timeZone ?? zone}
        width="middle"
      />
      <div className="buttons">
        <SubmitButton kind="quiet">{words.ZONE_SAVE}</SubmitButton>
      </div>
    </form>
  );
}

/** The viewer's own password; what was typed is never shown again. */
export function PasswordForm({ action }: { action: Action }) {
  const [state, submit] = useActionState(action, UNSENT);
  const field = (name: string, label: string, autoComplete: string, hint?: string) => (
    <TextField
      type="password"
      name={name}
      label={label}
      hint={hint}
      error={errorAt(state, name)}
      autoComplete={autoComplete}
      width="middle"
      required
    />
  );
  return (
    <form className="form" action={submit} noValidate>
      <Answer state={state} />
      {field('current', words.PASSWORD_CURRENT, 'current-password')}
      {field('next', words.PASSWORD_NEXT, 'new-password', words.PASSWORD_HINT)}
      {field('again', words.PASSWORD_AGAIN, 'new-password')}
      <p className="hint">{words.PASSWORD_EFFECT}</p>
      <div className="buttons">
        <SubmitButton kind="quiet">{words.PASSWORD_SAVE}</SubmitButton>
      </div>
    </form>
  );
}

/** A new API token; the answer shows it once. */
export function TokenForm({ action }: { action: Action }) {
  const [state, submit] = useActionState(action, UNSENT);
  return (
    <form className="form" action={submit} noValidate>
      <Answer state={state} />
      <TextField
        name="name"
        label={words.TOKEN_NAME}
        hint={words.TOKEN_NAME_HINT}
        error={errorAt(state, 'name')}
        defaultValue={state.typed.name ?? ''}
        width="middle"
        autoComplete="off"
        required
      />
      <Checkbox
        name="write"
        label={words.TOKEN_WRITE}
        hint={words.TOKEN_WRITE_HINT}
        defaultChecked={state.typed.write === 'on'}
      />
      <div className="buttons">
        <SubmitButton kind="quiet">{words.TOKEN_CREATE}</SubmitButton>
      </div>
    </form>
  );
}

/** A new feed; the answer shows its address once. */
export function FeedForm({ action }: { action: Action }) {
  const [state, submit] = useActionState(action, UNSENT);
  return (
    <form className="form" action={submit}>
      <Answer state={state} />
      <div className="buttons">
        <SubmitButton kind="quiet">{words.FEED_CREATE}</SubmitButton>
      </div>
    </form>
  );
}

function Answer({ state }: { state: AccountState }) {
  return (
    <>
      <ErrorSummary errors={state.errors} />
      {state.done && (
        <VerdictBox tone="good" sentence={state.done} live>
          {state.token && (
            <TextField name="token" label={words.TOKEN_NEW} defaultValue={state.token} key={state.token} readOnly />
          )}
          {state.feed && (
            <TextField name="feed" label={words.FEED_NEW} defaultValue={state.feed} key={state.feed} readOnly />
          )}
        </VerdictBox>
      )}
    </>
  );
}

function errorAt(state: AccountState, field: string): string | undefined {
  return state.errors.find((error) => error.field === field)?.message;
}
