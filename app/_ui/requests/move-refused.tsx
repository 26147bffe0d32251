import { useEffect, useRef } from 'react';
import { Refusals } from '../request-form/refusals.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import { REFUSED } from '../words/form.ts';
import { CHANGED, NOTHING_CHANGED } from '../words/moves.ts';
import type { MoveAnswer } from './move-answer.ts';

/** Why a move was not done, and what has changed since the sender opened the page. Takes the focus when it appears. */
export function MoveRefused({ answer: { refusals, changed } }: { answer: MoveAnswer }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new refusals are a new answer and take the focus again
  useEffect(() => box.current?.focus(), [refusals]);
  const [first, ...others] = refusals;
  if (!first) return null;
  const isOne = others.length === 0;
  return (
    <div ref={box} tabIndex={-1}>
      <VerdictBox
        tone={changed ? 'warn' : 'bad'}
        sentence={isOne ? first.reason : REFUSED(refusals.length)}
        rules={isOne ? [first.rule] : []}
        next={isOne && first.next}
        live
      >
        {!isOne && <Refusals refusals={refusals} />}
        {changed && <p>{changed.length > 0 ? CHANGED : NOTHING_CHANGED}</p>}
        {changed && (
          <ul>
            {changed.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </VerdictBox>
    </div>
  );
}
