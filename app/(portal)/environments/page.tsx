import type { Metadata } from 'next';
import { requireActor } from '#server/actor.ts';
import { listEnvironments } from '#server/environments/list.ts';
import { statusOf } from '#server/status/board.ts';
import { activeWindows } from '#server/status/windows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { byContract, type ContractPath } from '#ui/environments/by-contract.ts';
import { contractFacts, DefaultRulebook } from '#ui/environments/contract-head.tsx';
import { EnvironmentPath } from '#ui/environments/environment-path.tsx';
import { type Told, upscaledBy } from '#ui/environments/stop-status.tsx';
import { Facts } from '#ui/facts.tsx';
import { Live } from '#ui/live.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { EMPTY, EMPTY_TEXT, LEAD, TITLE } from '#ui/words/environments.ts';

export const metadata: Metadata = { title: TITLE };

/** Every environment the viewer may see, one path for each contract. */
export default async function EnvironmentsPage() {
  const actor = await requireActor();
  const now = Date.now();
  const environments = await listEnvironments(actor, now);
  const slugs = environments.map(({ slug }) => slug);
  const [known, windows] = await Promise.all([statusOf(slugs), activeWindows(actor, slugs, now)]);
  const told = { known, upscaled: upscaledBy(windows), zone: actor.timeZone, now };
  const paths = byContract(environments);
  return (
    <>
      <Live since={now} status />
      <PageHead title={TITLE}>{LEAD}</PageHead>
      {paths.length === 0 && <EmptyState title={EMPTY}>{EMPTY_TEXT}</EmptyState>}
      {paths.map((path) => (
        <ContractSection key={path.first.contract} path={path} told={told} />
      ))}
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
