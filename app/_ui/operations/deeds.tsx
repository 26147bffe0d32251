'use client';

import { createContext, useContext, useEffect, useRef } from 'react';
import type { ButtonKind } from '../button.tsx';
import { ErrorSummary } from '../form/error-summary.tsx';
import { type Option, Select, TextArea } from '../form/field.tsx';
import { NoticeBox } from '../form/notice-box.tsx';
import { type FormAction, useAnswer } from '../form/use-answer.ts';
import { fieldsOfAnswer } from '../request-form/fields.ts';
import { SubmitButton } from '../submit-button.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import { type Deed, type DeedAnswer, NO_DEED } from './deed-answer.ts';

type Shared = { answer: DeedAnswer; send: (data: FormData) => void };
const Deeds = createContext<Shared>({ answer: NO_DEED, send: () => undefined });

type Props = { action: FormAction<DeedAnswer>; address: string; children: React.ReactNode };

/** A page with many small forms and one answer, which stands on top of them; works without JavaScript. */
export function DeedPage({ action, address, children }: Props) {
  const { answer, send } = useAnswer(action, NO_DEED, address);
  return (
    <Deeds value={{ answer, send }}>
      <Answer answer={answer} />
      {children}
    </Deeds>
  );
}

/** What was done, or why not. Takes the focus when it appears. */
function Answer({ answer }: { answer: DeedAnswer }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer takes the focus again
  useEffect(() => box.current?.focus(), [answer]);
  const { done, refusals, messages, notice } = answer;
  return (
    <div className="answer" id="answer">
      <NoticeBox notice={notice} />
      <ErrorSummary errors={messages} />
      {(done || refusals.length > 0) && (
        <div ref={box} tabIndex={-1}>
          {done && <VerdictBox tone="good" sentence={done} live />}
          {refusals.map(({ rule, reason, next }) => (
            <VerdictBox key={reason} tone="bad" sentence={reason} rules={[rule]} next={next} live />
          ))}
        </div>
      )}
    </div>
  );
}

type FormProps = {
  deed: Deed;
  hidden?: Record<string, string>;
  /** what the button says */
  label: string;
  /** what it says to those who do not see what it stands beside */
  about?: string;
  kind?: ButtonKind;
  className?: string;
  children?: React.ReactNode;
};

/** One of the page's forms. */
export function DeedForm({ deed, hidden = {}, label, about, kind = 'quiet', className, children }: FormProps) {
  const { send } = useContext(Deeds);
  return (
    <form action={send} className={className} noValidate>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <SubmitButton kind={kind} small name="deed" value={deed} label={about}>
        {label}
      </SubmitButton>
    </form>
  );
}

/** A text that a form of the page asks for; its name is its id, so each has its own. */
export function DeedText({ name, label }: { name: string; label: string }) {
  const { answer } = useContext(Deeds);
  return <TextArea {...fieldsOfAnswer(answer).bind(name, label)} rows={2} />;
}

/** One of a list that a form of the page asks for; what was chosen stays when it was not done. */
export function DeedSelect({ name, label, options }: { name: string; label: string; options: readonly Option[] }) {
  const { answer } = useContext(Deeds);
  return <Select {...fieldsOfAnswer(answer).bind(name, label)} options={options} />;
}
