'use client';

import { useState } from 'react';
import { ErrorSummary, type FieldMessage } from '../form/error-summary.tsx';
import { NoticeBox } from '../form/notice-box.tsx';
import { type FormAction, useAnswer } from '../form/use-answer.ts';
import { type Fields, fieldsOfAnswer } from '../request-form/fields.ts';
import { ZoneField } from '../request-form/window-fields.tsx';
import { Section } from '../section.tsx';
import { SubmitButton } from '../submit-button.tsx';
import * as words from '../words/notices.ts';
import type { NoticeAnswer, NoticeSheet } from './notice-answer.ts';
import { AboutFields, EndField, ImpactField, StateField, TextOf, TimeFields } from './notice-fields.tsx';
import { PlaceFields } from './place-fields.tsx';
import { Preview } from './preview.tsx';
import { Refusals } from './refusals.tsx';

type Props = { sheet: NoticeSheet; initial: NoticeAnswer; action: FormAction<NoticeAnswer> };

/** One form of a notice: a new one, a draft, or one thing that is done to it. Works without JavaScript; what was typed is never lost. */
export function NoticeForm({ sheet: shown, initial, action }: Props) {
  // the page is made anew with an answer and may then have another form here: the one that was sent stays
  const [first] = useState(shown);
  const { answer, send } = useAnswer(action, initial, first.address);
  const fields = fieldsOfAnswer(answer);
  const sheet = asSent(first, fields);
  const form = (
    <form action={send} className="form" noValidate id="form">
      <NoticeBox notice={answer.notice} />
      <ErrorSummary errors={messagesOf(sheet, answer)} />
      <Refusals {...answer} />
      {Object.entries({ ...sheet.hidden, kind: sheet.kind, deed: sheet.deed }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FieldsOf sheet={sheet} answer={answer} fields={fields} />
      {answer.preview !== null && (
        <Preview html={answer.preview} overlaps={answer.overlaps} isWell={answer.messages.length === 0} />
      )}
      <Buttons {...sheet} />
    </form>
  );
  const { deed, kind } = sheet;
  return deed === 'create' ? form : <Section title={words.formWords(deed, kind)}>{form}</Section>;
}

/** A form that was answered is of the kind it was sent as, and of the version of its answer. */
function asSent(sheet: NoticeSheet, fields: Fields): NoticeSheet {
  const kind = fields.text('kind') === 'MAINTENANCE' ? 'MAINTENANCE' : sheet.kind;
  return {
    ...sheet,
    kind,
    hidden: { ...sheet.hidden, version: fields.text('version') || (sheet.hidden.version ?? '') },
  };
}

/** A start that is fixed has no field to lead to. */
function messagesOf({ begun }: NoticeSheet, { messages }: NoticeAnswer): FieldMessage[] {
  return messages.map((each) => (begun && each.field === 'start' ? { ...each, field: '' } : each));
}

function FieldsOf({ sheet, answer, fields }: { sheet: NoticeSheet; answer: NoticeAnswer; fields: Fields }) {
  const { deed, kind, zones, begun } = sheet;
  const isWhole = deed === 'create' || deed === 'publish';
  const isIncident = kind === 'INCIDENT';
  return (
    <>
      {(isWhole || deed === 'edit') && (
        <AboutFields fields={fields} kind={kind}>
          {isWhole && isIncident && <StateField fields={fields} isNew />}
        </AboutFields>
      )}
      {deed === 'update' && isIncident && (
        <>
          <StateField fields={fields} isNew={false} />
          <ImpactField fields={fields} kind={kind} />
        </>
      )}
      {answer.choices && <PlaceFields fields={fields} choices={answer.choices} />}
      {(isWhole || (deed === 'edit' && !isIncident)) && (
        <TimeFields fields={fields} kind={kind} twice={answer.twice} zones={zones} begun={begun} />
      )}
      {deed === 'extend' && (
        <>
          <EndField fields={fields} twice={answer.twice} />
          <ZoneField fields={fields} zones={zones} />
        </>
      )}
      {deed !== 'edit' && <TextOf fields={fields} deed={deed} />}
    </>
  );
}

/** What is done with the form, and what each button means. */
function Buttons({ deed }: NoticeSheet) {
  const isLast = deed === 'end' || deed === 'cancel';
  const button = (kind: 'primary' | 'quiet' | 'final', value: string, label: string) => (
    <SubmitButton kind={kind} name="intent" value={value}>
      {label}
    </SubmitButton>
  );
  return (
    <>
      {words.MEANS[deed] && <p className="hint">{words.MEANS[deed]}</p>}
      <div className="buttons">
        {button(isLast ? 'final' : 'primary', 'send', words.BUTTONS[deed])}
        {(deed === 'create' || deed === 'publish') && button('quiet', 'draft', words.DRAFT)}
        {deed !== 'edit' && button('quiet', 'check', words.CHECK)}
      </div>
      {deed === 'publish' && (
        <div className="buttons">
          {button('final', 'delete', words.BUTTONS.delete)}
          <span className="hint">{words.MEANS.delete}</span>
        </div>
      )}
    </>
  );
}
