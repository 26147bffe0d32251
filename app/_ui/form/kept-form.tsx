'use client';

import { SubmitButton } from '../submit-button.tsx';
import { SEND_AGAIN } from '../words/kept.ts';
import { NoticeBox } from './notice-box.tsx';
import { type FormAction, type KeptAnswer, useAnswer } from './use-answer.ts';

/** What a form without JavaScript becomes when its session has ended: everything typed, kept to be sent again after signing in elsewhere. */
export function KeptForm<A extends KeptAnswer>(props: { action: FormAction<A>; initial: A; address: string }) {
  const { answer, send } = useAnswer(props.action, props.initial, props.address);
  return (
    <form action={send} className="form">
      <NoticeBox notice="signedOut" />
      {[...answer.fields].flatMap(([name, values]) =>
        values.map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
      )}
      <div className="buttons">
        <SubmitButton>{SEND_AGAIN}</SubmitButton>
      </div>
    </form>
  );
}
