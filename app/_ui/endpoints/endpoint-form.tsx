'use client';

import { useEffect, useRef } from 'react';
import type { FormFields } from '#domain/form-fields.ts';
import { ErrorSummary } from '../form/error-summary.tsx';
import { NoticeBox } from '../form/notice-box.tsx';
import { type FormAction, useAnswer } from '../form/use-answer.ts';
import { fieldsOfAnswer } from '../request-form/fields.ts';
import { SubmitButton } from '../submit-button.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import * as words from '../words/endpoints.ts';
import { type EndpointAnswer, type FormSheet, NO_ANSWER } from './answer.ts';
import { EndpointFields } from './endpoint-fields.tsx';

type Props = { action: FormAction<EndpointAnswer>; shown: FormFields; sheet: FormSheet };

/** The form of one endpoint: all that is said of it, a try, and what else is done with it. One form, so that no button loses what was typed. */
export function EndpointForm({ action, shown, sheet }: Props) {
  const { answer, send } = useAnswer(action, { ...NO_ANSWER, fields: shown }, sheet.address);
  const { endpoint, environment } = sheet;
  return (
    <form action={send} className="form" noValidate id="form">
      <Answer answer={answer} />
      <input type="hidden" name="environment" value={environment} />
      {endpoint && <input type="hidden" name="endpoint" value={endpoint.id} />}
      {endpoint && <input type="hidden" name="version" value={endpoint.version} />}
      {endpoint?.demo ? <p>{words.DEMO_MEANS}</p> : <Settings answer={answer} sheet={sheet} />}
      {endpoint && <Deeds {...endpoint} />}
    </form>
  );
}

function Settings({ answer, sheet }: { answer: EndpointAnswer; sheet: FormSheet }) {
  return (
    <>
      <EndpointFields fields={fieldsOfAnswer(answer)} sheet={sheet} />
      <div className="buttons">
        <SubmitButton name="deed" value={sheet.endpoint ? 'change' : 'add'}>
          {sheet.endpoint ? words.SAVE : words.ADD}
        </SubmitButton>
        <SubmitButton kind="quiet" name="deed" value="try" describedBy="try-means">
          {words.TRY}
        </SubmitButton>
      </div>
      <p className="hint" id="try-means">
        {words.TRY_MEANS}
      </p>
    </>
  );
}

/** What else is done with an endpoint, each with what will happen. */
function Deeds({ paused, demo }: { paused: boolean; demo: boolean }) {
  return (
    <section className="section">
      {!demo && <h2>{words.MORE}</h2>}
      <div className="form">
        <p id="pause-means">{paused ? words.RESUME_MEANS : words.PAUSE_MEANS}</p>
        <div className="buttons">
          <SubmitButton kind="quiet" name="deed" value={paused ? 'resume' : 'pause'} describedBy="pause-means">
            {paused ? words.RESUME : words.PAUSE}
          </SubmitButton>
        </div>
        {!demo && (
          <>
            <p id="remove-means">{words.REMOVE_MEANS}</p>
            <div className="buttons">
              <SubmitButton kind="final" name="deed" value="remove" describedBy="remove-means">
                {words.REMOVE}
              </SubmitButton>
            </div>
          </>
        )}
      </div>
    </section>
  );
}

/** What a try found, or why something was not done. Takes the focus when it appears. */
function Answer({ answer }: { answer: EndpointAnswer }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer takes the focus again
  useEffect(() => box.current?.focus(), [answer]);
  const { messages, refusals, changed, tried, notice } = answer;
  return (
    <>
      <NoticeBox notice={notice} />
      <ErrorSummary errors={messages} />
      {(tried || refusals.length > 0) && (
        <div ref={box} tabIndex={-1}>
          {tried && <VerdictBox {...tried} fill={tried.tone === 'none' ? 'dashed' : 'solid'} live />}
          {refusals.map(({ rule, reason, next }) => (
            <VerdictBox key={reason} tone="bad" sentence={reason} rules={[rule]} next={next} live>
              {changed.length > 0 && <Changed changed={changed} />}
            </VerdictBox>
          ))}
        </div>
      )}
    </>
  );
}

function Changed({ changed }: { changed: readonly string[] }) {
  return (
    <>
      <p>{words.NOW_IS}</p>
      <ul>
        {changed.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </>
  );
}
