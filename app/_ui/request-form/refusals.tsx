import { RuleLink } from '../rule-link.tsx';
import { NEXT_STEP } from '../words/common.ts';
import type { RefusalShown } from './answer.ts';

/** Each refusal with its rule and next step. */
export function Refusals({ refusals }: { refusals: readonly RefusalShown[] }) {
  if (refusals.length === 0) return null;
  return (
    <ul className="reasons">
      {refusals.map(({ rule, reason, next }) => (
        <li key={`${rule} ${reason}`}>
          <p>
            {reason}
            {rule && <RuleLink rule={rule} />}
          </p>
          <p className="next">
            {NEXT_STEP} {next}
          </p>
        </li>
      ))}
    </ul>
  );
}
