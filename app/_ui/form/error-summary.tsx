'use client';

import { useEffect, useRef } from 'react';
import { ERRORS_TITLE } from '../words/common.ts';

/** field is the id of the control, '' for what concerns the whole. */
export type FieldMessage = { field: string; message: string };

type Props = { errors: readonly FieldMessage[]; more?: string };

/** Everything that is wrong, on top, with links to the fields, and what there is `more` to do. Takes the focus when it appears. */
export function ErrorSummary({ errors, more }: Props) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list is a new answer and takes the focus again
  useEffect(() => box.current?.focus(), [errors]);
  if (errors.length === 0) return null;
  return (
    <div className="summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{ERRORS_TITLE(errors.length)}</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li key={`${field} ${message}`}>{field ? <a href={`#${field}`}>{message}</a> : message}</li>
        ))}
      </ul>
      {more}
    </div>
  );
}
