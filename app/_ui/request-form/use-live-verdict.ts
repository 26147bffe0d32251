'use client';

import { useEffect, useRef, useState } from 'react';
import { type FormFields, fieldsOf } from '#domain/form-fields.ts';
import type { FormAnswer } from './answer.ts';

/** A pause in typing after which the form is judged (ms). */
const PAUSE = 450;

export type CheckAction = (data: FormData) => Promise<FormAnswer>;

/** The form as typed and the verdict on it, judged by the server whenever the typing pauses; `watch` is the form's onInput. */
export function useLiveVerdict(check: CheckAction, answer: FormAnswer) {
  const [typed, setTyped] = useState<{ of: FormAnswer; fields: FormFields; judged?: FormAnswer } | null>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const turn = useRef(0);
  useEffect(() => () => clearTimeout(pause.current), []);
  const watch = (event: React.FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    const mine = ++turn.current;
    setTyped((before) => ({ ...before, of: answer, fields: fieldsOf(new FormData(form)) }));
    clearTimeout(pause.current);
    pause.current = setTimeout(async () => {
      const judged = await check(new FormData(form)).catch(() => null); // the button tells what is wrong
      if (judged && mine === turn.current) setTyped((before) => before && { ...before, judged });
    }, PAUSE);
  };
  // a new answer to the whole form replaces what was judged on the way
  const current = typed?.of === answer ? typed : null;
  const shown = current?.judged ?? answer;
  return {
    watch,
    typed: current?.fields ?? answer.fields,
    verdict: shown.verdict ?? answer.verdict,
    twice: shown.twice,
    notice: shown.notice,
  };
}
