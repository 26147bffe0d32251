import type { Metadata } from 'next';
import { MOST_ENDPOINTS } from '#domain/endpoint.ts';
import { requireActor } from '#server/actor.ts';
import { listEndpoints } from '#server/endpoints/list.ts';
import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { EndpointTable } from '#ui/endpoints/endpoint-table.tsx';
import { Live } from '#ui/live.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { RefusalBoxes } from '#ui/requests/refusal-boxes.tsx';
import { VerdictBox } from '#ui/verdict-box.tsx';
import * as words from '#ui/words/endpoints.ts';
import { TIMES } from '#ui/words/operations.ts';
import { notThere } from '../../../not-there.tsx';

export const metadata: Metadata = { title: words.TITLE };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ done?: string | string[] }> };

/** What is probed of an environment, with the last readings; for everyone else, whose it is. */
export default async function EndpointsPage({ params, searchParams }: Props) {
  const actor = await requireActor();
  const { slug } = await params;
  const { done } = await searchParams;
  const now = Date.now();
  const found = await listEndpoints(actor, slug, now);
  if (found.kind !== 'done' && found.kind !== 'refused') return notThere();
  const up = { href: `/environments/${slug}`, label: slug };
  if (found.kind === 'refused')
    return (
      <>
        <PageHead title={words.TITLE} up={up} />
        <RefusalBoxes refusals={found.refusals} context={{ contact: { managers: [] }, timeZone: actor.timeZone }} />
      </>
    );
  const { name, endpoints } = found.value;
  const address = `/environments/${slug}/endpoints`;
  const said = words.doneWords(Array.isArray(done) ? done[0] : done);
  const add = <ButtonLink href={`${address}/new`}>{words.ADD}</ButtonLink>;
  return (
    <>
      <Live since={now} environment={slug} />
      <PageHead title={words.TITLE_OF(name)} up={up} here={words.TITLE} action={endpoints.length > 0 && add}>
        {words.LEAD}
      </PageHead>
      {said && <VerdictBox tone="good" sentence={said} live />}
      {endpoints.length > 0 ? (
        <>
          <EndpointTable endpoints={endpoints} address={address} now={now} zone={actor.timeZone} />
          <p className="hint">
            {words.COUNT(endpoints.length, MOST_ENDPOINTS)}. {TIMES(actor.timeZone)}
          </p>
        </>
      ) : (
        <EmptyState title={words.EMPTY} action={add}>
          {words.EMPTY_TEXT}
        </EmptyState>
      )}
    </>
  );
}
