import type { Contact, EnvironmentView } from '#domain/environment-view.ts';
import type { Fact } from '../facts.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import { STANDING_WORDS } from '../words/common.ts';

import {
  APPROVERS,
  approversWords,
  BUDGET,
  budgetWords,
  DEFAULT_NEXT,
  DEFAULT_RULEBOOK,
  LEAD_TIME,
  MANAGERS,
  NO_BUDGET,
  NO_MANAGER,
  PRODUCT_OWNER,
  RULEBOOK,
  TERM,
  termWords,
  YOU_ARE,
} from '../words/environments.ts';
import { leadTimeWords } from '../words/times.ts';

/** What a contract says, as facts; budget, term and lead time are there only for those who may see them. */
export function contractFacts({ contractFacts: contract, confidential, standings }: EnvironmentView): Fact[] {
  return [
    [YOU_ARE, standings.map((standing) => STANDING_WORDS[standing]).join(', ')],
    [RULEBOOK, `${contract.rulebook.id}, ${contract.rulebook.name}`],
    ...(confidential
      ? ([
          [LEAD_TIME, leadTimeWords(confidential.leadTime)],
          [APPROVERS, approversWords(confidential.approvers)],
          [BUDGET, confidential.budget ? budgetWords(confidential.budget, contract.timeZone) : NO_BUDGET],
          [TERM, termWords(confidential.term, contract.timeZone)],
        ] satisfies Fact[])
      : []),
    [MANAGERS(contract.managers.length), <Contacts key="managers" contacts={contract.managers} />],
    [PRODUCT_OWNER, <Contacts key="owner" contacts={[contract.productOwner]} />],
  ];
}

/** People with their addresses. */
function Contacts({ contacts }: { contacts: readonly Contact[] }) {
  if (contacts.length === 0) return NO_MANAGER;
  return contacts.map(({ name, email }, n) => (
    <span key={email}>
      {n > 0 && ', '}
      <a href={`mailto:${email}`}>{name}</a>
    </span>
  ));
}

/** R1: a contract that names no rulebook is shown by the default one, which says so and whom to ask. */
export function DefaultRulebook({ contractFacts: contract }: EnvironmentView) {
  if (!contract.rulebook.isDefault) return null;
  return (
    <VerdictBox
      tone="none"
      sentence={DEFAULT_RULEBOOK(`${contract.rulebook.name} (${contract.rulebook.id})`)}
      rules={['R1']}
      next={
        <>
          {DEFAULT_NEXT} <Contacts contacts={[...contract.managers, contract.productOwner]} />
        </>
      }
    />
  );
}
