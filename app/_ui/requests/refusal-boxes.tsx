import type { Refusal } from '#domain/refusal.ts';
import { VerdictBox } from '../verdict-box.tsx';
import { refusalWords, type WordsContext } from '../words/refusals.ts';

/** Refusals one below the other, each with its rule, reason and next step. */
export function RefusalBoxes({ refusals, context }: { refusals: readonly Refusal[]; context: WordsContext }) {
  return refusals.map((refusal) => {
    const { reason, next } = refusalWords(refusal, context);
    return (
      <VerdictBox key={refusal.code + refusal.path} tone="bad" sentence={reason} rules={[refusal.rule]} next={next} />
    );
  });
}
