import type { Metadata } from 'next';
import { requireActor } from '#server/actor.ts';
import { environmentPage } from '#server/environments/list.ts';
import { statusOf } from '#server/status/board.ts';
import { activeWindows } from '#server/status/windows.ts';
import { byContract, type ContractPath } from '#ui/environments/by-contract.ts';
import { contractFacts, DefaultRulebook } from '#ui/environments/contract-head.tsx';
import { ContractPager, ContractSearch, NoContracts } from '#ui/environments/contract-pages.tsx';
import { EnvironmentPath } from '#ui/environments/environment-path.tsx';
import { type Told, upscaledBy } from '#ui/environments/stop-status.tsx';
import { Facts } from '#ui/facts.tsx';
import { Live } from '#ui/live.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { LEAD, TITLE } from '#ui/words/environments.ts';
import { type Asked, soughtOf } from '../status/sought.ts';

export const metadata: Metadata = { title: TITLE };

type Props = { searchParams: Promise<Asked> };

/** The environments the viewer may see, one path for each contract, some contracts a page. */
export default async function EnvironmentsPage({ searchParams }: Props) {
  const actor = await requireActor();
  const now = Date.now();
  const { environments, ...found } = await environmentPage(actor, soughtOf(await searchParams), now);
  const slugs = environments.map(({ slug }) => slug);
  const [known, windows] = await Promise.all([statusOf(slugs), activeWindows(actor, slugs, now)]);
  const told = { known, upscaled: upscaledBy(windows), zone: actor.timeZone, now };
  const paths = byContract(environments);
  return (
    <>
      <Live since={now} status />
      <PageHead title={TITLE}>{LEAD}</PageHead>
      <ContractSearch path="/environments" {...found} />
      {paths.length === 0 && <NoContracts query={found.query} />}
      {paths.map((path) => (
        <ContractSection key={path.first.contract} path={path} told={told} />
      ))}
      <ContractPager path="/environments" {...found} />
    </>
  );
}

function ContractSection({ path, told }: { path: ContractPath; told: Told }) {
  const { contract, contractFacts: said } = path.first;
  return (
    <section className="contract" id={contract}>
      <h2>
        {said.organisation} <span>{contract}</span>
      </h2>
      <DefaultRulebook {...path.first} />
      <EnvironmentPath path={path} told={told} />
      <Facts facts={contractFacts(path.first)} look="across" />
    </section>
  );
}
