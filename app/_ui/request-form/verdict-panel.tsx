import { Facts } from '../facts.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import { WindowLine } from '../window-line.tsx';
import { STILL_TO_FILL } from '../words/form.ts';
import { windowTimes } from '../words/times.ts';
import type { FormVerdict } from './answer.ts';
import { Refusals } from './refusals.tsx';

/** The verdict as far as the form is filled in: every refusal, what is missing, what it would use, and the window. */
export function VerdictPanel({ verdict, viewerZone }: { verdict: FormVerdict; viewerZone: string }) {
  const { tone, sentence, refusals, missing, facts, window, prescaleMinutes, now } = verdict;
  return (
    <>
      <VerdictBox tone={tone} sentence={sentence} id="verdict" live>
        <Refusals refusals={refusals} />
        {missing.length > 0 && (
          <p className="next">
            {STILL_TO_FILL}{' '}
            {missing.map(({ field, message }, n) => (
              <span key={message}>
                {n > 0 && ', '}
                <a href={`#${field}`}>{message}</a>
              </span>
            ))}
          </p>
        )}
      </VerdictBox>
      {window && <WindowLine window={window} prescaleMinutes={prescaleMinutes} now={now} viewerZone={viewerZone} />}
      <Facts facts={facts} />
    </>
  );
}

/** The verdict and the window in one line, for narrow screens, where the panel stands below the form. */
export function Glance({ verdict, viewerZone }: { verdict: FormVerdict; viewerZone: string }) {
  return (
    <a className={`glance ${verdict.tone}`} href="#verdict">
      <b>{verdict.sentence}</b>
      {verdict.window && <span>{windowTimes(verdict.window, viewerZone).own}</span>}
    </a>
  );
}
