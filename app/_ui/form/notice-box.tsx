import { VerdictBox } from '../verdict-box.tsx';
import { SIGN_IN_ELSEWHERE, SIGNED_OUT, SIGNED_OUT_NEXT, UNREACHABLE, UNREACHABLE_NEXT } from '../words/kept.ts';
import type { KeptAnswer } from './use-answer.ts';

/** Why a form was not judged, and how to go on without losing what was typed. */
export function NoticeBox({ notice }: Pick<KeptAnswer, 'notice'>) {
  if (notice === 'signedOut')
    return (
      <VerdictBox
        tone="warn"
        sentence={SIGNED_OUT}
        live
        next={
          <>
            <a href="/sign-in" target="_blank" rel="noreferrer">
              {SIGN_IN_ELSEWHERE}
            </a>{' '}
            {SIGNED_OUT_NEXT}
          </>
        }
      />
    );
  return notice === 'unreachable' ? (
    <VerdictBox tone="warn" sentence={UNREACHABLE} live next={UNREACHABLE_NEXT} />
  ) : null;
}
