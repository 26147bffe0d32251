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
  /** what it says to those who do not see what it stands beside; begins with what it shows */
  label?: string | undefined;
  children: React.ReactNode;
};

/** Submits its form; while the answer is under way it says so and a second press does nothing. Works without JavaScript. */
export function SubmitButton({ kind = 'primary', small, describedBy, label, children, ...rest }: Props) {
  const { pending, data } = useFormStatus();
  const mine = pending && (rest.name === undefined || data?.get(rest.name) === rest.value);
  return (
    <button
      {...rest}
      type="submit"
      className={buttonClass(kind, small)}
      aria-describedby={describedBy}
      aria-label={mine ? undefined : label}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
    >
      {mine ? CONFIRM_SENDING : children}
    </button>
  );
}
