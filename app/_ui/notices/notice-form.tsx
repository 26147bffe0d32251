'use client';

import { ErrorSummary } from '../form/error-summary.tsx';
import { NoticeBox } from '../form/notice-box.tsx';
import { type FormAction, useAnswer } from '../form/use-answer.ts';
import { type Fields, fieldsOfAnswer } from '../request-form/fields.ts';
import { ZoneField } from '../request-form/window-fields.tsx';
import { SubmitButton } from '../submit-button.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import * as words from '../words/notices.ts';
import type { NoticeAnswer, NoticeSheet } from './notice-answer.ts';
import { AboutFields, EndField, ImpactField, StateField, TextOf, TimeFields } from './notice-fields.tsx';
import { PlaceFields } from './place-fields.tsx';
import { Preview } from './preview.tsx';

type Props = { sheet: NoticeSheet; initial: NoticeAnswer; action: FormAction<NoticeAnswer> };

/** One form of a notice: a new one, a draft, or one thing that is done to it. Works without JavaScript; what was typed is never lost. */
export function NoticeForm({ sheet, initial, action }: Props) {
  const { answer, send } = useAnswer(action, initial, sheet.address);
  const fields = fieldsOfAnswer(answer);
  return (
    <form action={send} className="form" noValidate id="form">
      <NoticeBox notice={answer.notice} />
      <ErrorSummary errors={answer.messages} />
      {answer.refusals.map(({ rule, reason, next }) => (
        <VerdictBox key={reason} tone="bad" sentence={reason} rules={[rule]} next={next} live />
      ))}
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
