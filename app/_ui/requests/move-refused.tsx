import { Refusals } from '../request-form/verdict-panel.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import { REFUSED } from '../words/form.ts';
import { CHANGED, NOTHING_CHANGED } from '../words/moves.ts';
import type { MoveAnswer } from './move-answer.ts';

/** Why a move was not done, and what has changed since the sender opened the page. */
export function MoveRefused({ answer: { refusals, changed } }: { answer: MoveAnswer }) {
  if (refusals.length === 0) return null;
  return (
    <VerdictBox tone={changed ? 'warn' : 'bad'} sentence={REFUSED(refusals.length)} live>
      <Refusals refusals={refusals} />
      {changed && (
        <>
          <p>{changed.length > 0 ? CHANGED : NOTHING_CHANGED}</p>
          <ul>
            {changed.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </VerdictBox>
  );
}
