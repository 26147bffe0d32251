'use client';

import { useFormStatus } from 'react-dom';
import { type ButtonKind, buttonClass } from './button.tsx';
import { CONFIRM_SENDING } from './words/common.ts';

type Props = {
  kind?: ButtonKind;
  small?: boolean;
  name?: string;
  value?: string;
  formAction?: React.ComponentProps<'button'>['formAction'];
  formNoValidate?: boolean;
  describedBy?: string;
  children: React.ReactNode;
};

/** Submits its form; while the answer is under way it says so and a second press does nothing. Works without JavaScript. */
export function SubmitButton({ kind = 'primary', small, describedBy, children, ...rest }: Props) {
  const { pending, data } = useFormStatus();
  const mine = pending && (rest.name === undefined || data?.get(rest.name) === rest.value);
  return (
    <button
      {...rest}
      type="submit"
      className={buttonClass(kind, small)}
      aria-describedby={describedBy}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
    >
      {mine ? CONFIRM_SENDING : children}
    </button>
  );
}
