import type { FieldMessage } from '../form/error-summary.tsx';
import type { KeptAnswer } from '../form/use-answer.ts';
import type { RefusalShown } from '../request-form/answer.ts';

/** What the forms of the operations page do. */
export const DEEDS = ['confirm', 'fail', 'provider', 'fault', 'shop', 'publicity'] as const;
export type Deed = (typeof DEEDS)[number];

/** What they answer: what was done, in a sentence, or why not. Plain data. */
export type DeedAnswer = KeptAnswer & {
  done: string | null;
  messages: FieldMessage[];
  refusals: RefusalShown[];
};

export const NO_DEED: DeedAnswer = { fields: new Map(), done: null, messages: [], refusals: [] };
