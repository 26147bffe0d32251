import type { RuleId } from '#domain/refusal.ts';
import { RULE_LABEL } from './words/common.ts';

/** The id of a rule, leading to its plain words in the guide. */
export function RuleLink({ rule }: { rule: RuleId }) {
  return (
    <>
      {' '}
      <a className="rule" href={`/guide#${rule}`} aria-label={`${RULE_LABEL} ${rule}`}>
        {rule}
      </a>
    </>
  );
}
