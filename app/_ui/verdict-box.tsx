import type { RuleId } from '#domain/refusal.ts';
import { type Fill, type Shape, ShapeOf, type Tone } from './mark.tsx';
import { RuleLink } from './rule-link.tsx';
import { NEXT_STEP } from './words/common.ts';

type Props = {
  tone: Tone;
  /** another shape than the tone's own: a hollow octagon for what may not be asked, while nobody asks */
  shape?: Shape;
  fill?: Fill;
  /** one sentence, without the rule's id */
  sentence: React.ReactNode;
  rules?: readonly (RuleId | null | undefined)[];
  next?: React.ReactNode;
  id?: string;
  /** announces itself when it appears after an action */
  live?: boolean;
  children?: React.ReactNode;
};

/** The verdict: shape, sentence, rule id, next step; in the flow of the page, never a toast. */
export function VerdictBox({ tone, shape, fill, sentence, rules = [], next, id, live, children }: Props) {
  return (
    <div className={`verdict ${tone}`} id={id} role={live ? 'status' : undefined}>
      <ShapeOf tone={tone} shape={shape} fill={fill} />
      <div>
        <p>
          {sentence}
          {rules.map((rule) => rule && <RuleLink key={rule} rule={rule} />)}
        </p>
        {next && (
          <p className="next">
            {NEXT_STEP} {next}
          </p>
        )}
        {children}
      </div>
    </div>
  );
}
