import type { Metadata } from 'next';
import { requireActor } from '#server/actor.ts';
import { listEnvironments } from '#server/environments/list.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { byContract, type ContractPath } from '#ui/environments/by-contract.ts';
import { contractFacts, DefaultRulebook } from '#ui/environments/contract-head.tsx';
import { EnvironmentPath } from '#ui/environments/environment-path.tsx';
import { Facts } from '#ui/facts.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { EMPTY, EMPTY_TEXT, LEAD, TITLE } from '#ui/words/environments.ts';

export const metadata: Metadata = { title: TITLE };

/** Every environment the viewer may see, one path for each contract. */
export default async function EnvironmentsPage() {
  const actor = await requireActor();
  const now = Date.now();
  const paths = byContract(await listEnvironments(actor, now));
  return (
    <>
      <PageHead title={TITLE}>{LEAD}</PageHead>
      {paths.length === 0 && <EmptyState title={EMPTY}>{EMPTY_TEXT}</EmptyState>}
      {paths.map((path) => (
        <ContractSection key={path.first.contract} path={path} now={now} />
      ))}
    </>
  );
}

function ContractSection({ path, now }: { path: ContractPath; now: number }) {
  const { contract, contractFacts: said } = path.first;
  return (
    <section className="contract" id={contract}>
      <h2>
        {said.organisation} <span>{contract}</span>
      </h2>
      <DefaultRulebook {...path.first} />
      <EnvironmentPath path={path} now={now} />
      <Facts facts={contractFacts(path.first)} look="across" />
    </section>
  );
}
