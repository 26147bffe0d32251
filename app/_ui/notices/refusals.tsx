'use client';

import { useEffect, useRef } from 'react';
import { VerdictBox } from '../verdict-box.tsx';
import * as words from '../words/notices.ts';
import type { NoticeAnswer } from './notice-answer.ts';

/** Why it was not taken, with what there is now. Takes the focus when it appears: the button is far below. */
export function Refusals({ refusals, changed, opens }: Pick<NoticeAnswer, 'refusals' | 'changed' | 'opens'>) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer takes the focus again
  useEffect(() => box.current?.focus(), [refusals]);
  if (refusals.length === 0) return null;
  const told = refusals.map(({ rule, reason, next }) => (
    <VerdictBox key={reason} tone="bad" sentence={reason} rules={[rule]} next={next} live>
      {changed.length > 0 && (
        <>
          <p>{words.NOW_IS}</p>
          <ul>
            {changed.map(({ label, value }) => (
              <li key={label}>
                {label}: <span className="whitespace-pre-line">{value}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {opens && (
        <p>
          <a href={opens} target="_blank" rel="noreferrer">
            {words.OPEN_IT}
          </a>
        </p>
      )}
    </VerdictBox>
  ));
  return (
    <div ref={box} tabIndex={-1}>
      {told}
    </div>
  );
}
