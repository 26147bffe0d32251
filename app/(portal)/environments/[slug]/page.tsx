import type { Metadata } from 'next';
import { LIVE_STATES } from '#domain/lifecycle.ts';
import { may } from '#domain/policy.ts';
import { requireActor } from '#server/actor.ts';
import { getEnvironment } from '#server/environments/list.ts';
import { referenceData } from '#server/environments/reference.ts';
import { getWatched } from '#server/operations/watched.ts';
import { listRequests } from '#server/requests/list.ts';
import { statusOf } from '#server/status/board.ts';
import { endpointsSeen } from '#server/status/endpoints-seen.ts';
import { noticesAt } from '#server/status/seen.ts';
import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { contractFacts, DefaultRulebook } from '#ui/environments/contract-head.tsx';
import { AskVerdict, environmentFacts, Freezes, Purpose } from '#ui/environments/environment-parts.tsx';
import { StatusLink } from '#ui/environments/environment-status.tsx';
import { Sightings } from '#ui/environments/sightings.tsx';
import { Facts } from '#ui/facts.tsx';
import { HeadroomList } from '#ui/headroom-list.tsx';
import { Live } from '#ui/live.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { RequestTable } from '#ui/requests/request-table.tsx';
import { Section } from '#ui/section.tsx';
import * as words from '#ui/words/environments.ts';
import { notThere } from '../../not-there.tsx';
import { StatusSection } from './status-section.tsx';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

/** How many open requests the page shows; the list has them all. */
const REQUESTS_SHOWN = 20;

/** One environment: what it is for, how it scales, what it has, what may be asked and why not. */
export default async function EnvironmentPage({ params }: Props) {
  const actor = await requireActor();
  const { slug } = await params;
  const now = Date.now();
  const [found, watched, { catalogue }, requests, endpoints, known] = await Promise.all([
    getEnvironment(actor, slug, now),
    getWatched(actor, slug),
    referenceData(),
    listRequests(actor, { environment: slug, states: LIVE_STATES, limit: REQUESTS_SHOWN }, now),
    endpointsSeen(actor, slug, now),
    statusOf([slug]),
  ]);
  if (found.kind !== 'done') return notThere();
  const environment = found.value;
  const { contract, contractFacts: said } = environment;
  const notices = await noticesAt(said.id, slug);
  const isStaff = may('seeOperations', environment.standings);
  return (
    <>
      <Live since={now} environment={slug} />
      <PageHead
        title={environment.name}
        up={{ href: `/environments#${contract}`, label: words.TITLE }}
        here={slug}
        action={
          environment.upscale.allowed && <ButtonLink href={`/requests/new?environment=${slug}`}>{words.ASK}</ButtonLink>
        }
      >
        {said.organisation} · {contract}
        <StatusLink status={environment.status} now={now} zone={actor.timeZone} />
      </PageHead>
      <div className="beside">
        <div>
          <Purpose environment={environment} />
          <Facts facts={environmentFacts(environment)} look="wide" />
          <StatusSection
            environment={environment}
            status={known.get(slug) ?? null}
            endpoints={endpoints}
            notices={notices}
            active={requests?.items.filter(({ state }) => state === 'ACTIVE') ?? []}
            now={now}
            zone={actor.timeZone}
          />
          <Section title={words.MAY_ASK}>
            <AskVerdict environment={environment} />
            <Freezes environment={environment} now={now} />
          </Section>
          <Section title={words.SERVICES}>
            {watched && <Sightings watched={watched} now={now} zone={actor.timeZone} staff={isStaff} />}
            <HeadroomList rows={environment.services} catalogue={catalogue} />
          </Section>
        </div>
        <aside className="panel">
          <h2>{words.CONTRACT}</h2>
          <DefaultRulebook {...environment} />
          <Facts facts={contractFacts(environment)} />
        </aside>
      </div>
      <Section title={words.REQUESTS_HERE}>
        {requests && requests.items.length > 0 ? (
          <RequestTable requests={requests.items} caption={words.REQUESTS_HERE} here viewerZone={actor.timeZone} />
        ) : (
          <EmptyState title={words.NO_REQUESTS}>{words.NO_REQUESTS_TEXT}</EmptyState>
        )}
        <p className="mt-4">
          <a href={`/requests?environment=${slug}`}>{words.ALL_REQUESTS}</a>
        </p>
      </Section>
    </>
  );
}
