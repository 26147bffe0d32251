'use client';

import { useState } from 'react';
import { textOf } from '#domain/form-fields.ts';
import { ErrorSummary } from '../form/error-summary.tsx';
import { NoticeBox } from '../form/notice-box.tsx';
import { type FormAction, useAnswer } from '../form/use-answer.ts';
import { SubmitButton } from '../submit-button.tsx';
import * as words from '../words/form.ts';
import type { FormAnswer, FormSheet } from './answer.ts';
import { fieldsOfAnswer } from './fields.ts';
import { EffectFields, EmergencyFields, PeopleFields, PurposeFields, TrafficFields } from './other-fields.tsx';
import { SizeFields } from './size-fields.tsx';
import { type CheckAction, useLiveVerdict } from './use-live-verdict.ts';
import { Glance, VerdictPanel } from './verdict-panel.tsx';
import { WindowFields } from './window-fields.tsx';

type Props = { sheet: FormSheet; initial: FormAnswer; action: FormAction<FormAnswer>; check: CheckAction };

/** The upscale request form: one column of groups, the verdict and the window always in sight. Works without JavaScript. */
export function RequestForm({ sheet, initial, action, check }: Props) {
  const { answer, send, isAlive } = useAnswer(action, initial, sheet.address);
  const { watch, typed, verdict, twice, notice } = useLiveVerdict(check, answer);
  const [zones, setZones] = useState(sheet.zones);
  const fields = fieldsOfAnswer(answer);
  const purpose = textOf(typed, 'purpose');
  const showLoadTest = !isAlive || purpose === '' || purpose === 'LOAD_TEST';
  return (
    <form action={send} onInput={watch} noValidate className="beside ask">
      <div className="form">
        <NoticeBox notice={notice} />
        <ErrorSummary errors={answer.messages} more={answer.more} />
        <PurposeFields fields={fields} />
        <SizeFields services={sheet.services} catalogue={sheet.catalogue} fields={fields} typed={typed} />
        <WindowFields
          fields={fields}
          twice={twice}
          zones={zones}
          onZoneFocus={() => setZones(Intl.supportedValuesOf('timeZone'))}
        />
        <TrafficFields fields={fields} showLoadTest={showLoadTest} />
        <EffectFields fields={fields} others={sheet.others} />
        <PeopleFields fields={fields} />
        <EmergencyFields fields={fields} />
        {verdict && <Glance verdict={verdict} viewerZone={sheet.viewerZone} />}
      </div>
      <aside className="panel" aria-label={words.VERDICT}>
        <div>{verdict && <VerdictPanel verdict={verdict} viewerZone={sheet.viewerZone} />}</div>
        <Buttons mode={sheet.mode} />
      </aside>
      <Hidden sheet={sheet} submissionId={fields.text('submissionId')} />
    </form>
  );
}

/** Check comes first: it is what Enter in a field does. */
function Buttons({ mode }: Pick<FormSheet, 'mode'>) {
  const isEdit = mode === 'edit';
  return (
    <>
      <div className="buttons">
        <SubmitButton kind="quiet" name="intent" value="check">
          {words.CHECK}
        </SubmitButton>
        {!isEdit && (
          <SubmitButton kind="quiet" name="intent" value="draft">
            {words.SAVE_DRAFT}
          </SubmitButton>
        )}
        <SubmitButton name="intent" value={isEdit ? 'edit' : 'submit'}>
          {isEdit ? words.SAVE_CHANGES : words.SUBMIT}
        </SubmitButton>
      </div>
      <p className="hint">{isEdit ? words.EDIT_MEANS : words.SUBMIT_MEANS}</p>
    </>
  );
}

/** What the form is about and its own id, so that a double click files once. */
function Hidden({ sheet, submissionId }: { sheet: FormSheet; submissionId: string }) {
  const hidden = { ...sheet.hidden, environment: sheet.environment, ...(submissionId && { submissionId }) };
  return Object.entries(hidden).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} autoComplete="off" />
  ));
}
