import type { Metadata } from 'next';
import type { EnvironmentView } from '#domain/environment-view.ts';
import { requireActor } from '#server/actor.ts';
import { environmentPage } from '#server/environments/list.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { byContract, type ContractPath } from '#ui/environments/by-contract.ts';
import { contractFacts, DefaultRulebook } from '#ui/environments/contract-head.tsx';
import { ContractPager, ContractSearch, NoContracts } from '#ui/environments/contract-pages.tsx';
import { AskVerdict, environmentFacts, Freezes, Purpose } from '#ui/environments/environment-parts.tsx';
import { Facts } from '#ui/facts.tsx';
import { GuideParts } from '#ui/guide/guide-parts.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { LEAD, NO_CONTRACT, NO_CONTRACT_TEXT, TITLE } from '#ui/words/guide.ts';
import { type Asked, soughtOf } from '../status/sought.ts';

export const metadata: Metadata = { title: TITLE };

type Props = { searchParams: Promise<Asked> };

/** What each environment is for and how to use it, as the viewer's contracts have it; then what holds for all. */
export default async function GuidePage({ searchParams }: Props) {
  const actor = await requireActor();
  const now = Date.now();
  const { environments, ...found } = await environmentPage(actor, soughtOf(await searchParams), now);
  const paths = byContract(environments);
  return (
    <div className="guide">
      <PageHead title={TITLE}>{LEAD}</PageHead>
      <ContractSearch path="/guide" {...found} />
      {paths.length === 0 && found.query !== '' && <NoContracts query={found.query} />}
      {paths.length === 0 && found.query === '' && <EmptyState title={NO_CONTRACT}>{NO_CONTRACT_TEXT}</EmptyState>}
      {paths.map((path) => (
        <ContractGuide key={path.first.contract} path={path} now={now} />
      ))}
      <ContractPager path="/guide" {...found} />
      <GuideParts />
    </div>
  );
}

function ContractGuide({ path, now }: { path: ContractPath; now: number }) {
  const { contract, contractFacts: said } = path.first;
  return (
    <section className="contract" id={contract}>
      <h2>
        {said.organisation} <span>{contract}</span>
      </h2>
      <DefaultRulebook {...path.first} />
      <Facts facts={contractFacts(path.first)} look="across" />
      {path.stations.flat().map((environment) => (
        <EnvironmentGuide key={environment.slug} environment={environment} now={now} />
      ))}
    </section>
  );
}

function EnvironmentGuide({ environment, now }: { environment: EnvironmentView; now: number }) {
  return (
    <article id={environment.slug}>
      <h3>
        <a href={`/environments/${environment.slug}`}>{environment.name}</a>
      </h3>
      <div>
        <Purpose environment={environment} />
        <Facts facts={environmentFacts(environment)} look="wide" />
        <AskVerdict environment={environment} />
        <Freezes environment={environment} now={now} />
      </div>
    </article>
  );
}
