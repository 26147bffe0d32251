import type { Metadata } from 'next';
import { endpointToForm } from '#domain/endpoint-form.ts';
import { firstSettings } from '#domain/endpoint-shape.ts';
import type { EndpointSheet, EndpointView } from '#domain/endpoint-view.ts';
import { ENDPOINT_KINDS } from '#domain/probe.ts';
import { answersForm } from '#server/access/form-post.ts';
import { currentActor, requireActor } from '#server/actor.ts';
import { listEndpoints } from '#server/endpoints/list.ts';
import { NO_ANSWER } from '#ui/endpoints/answer.ts';
import { EndpointForm } from '#ui/endpoints/endpoint-form.tsx';
import { KeptPage } from '#ui/form/kept-page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { RefusalBoxes } from '#ui/requests/refusal-boxes.tsx';
import * as words from '#ui/words/endpoints.ts';
import { notThere } from '../../../../not-there.tsx';
import { endpointAction } from '../actions.ts';

export const metadata: Metadata = { title: words.TITLE };

type Props = { params: Promise<{ slug: string; endpoint: string }> };

/** The form of one endpoint, or of a new one. */
export default async function EndpointPage({ params }: Props) {
  const { slug, endpoint } = await params;
  const address = `/environments/${slug}/endpoints/${endpoint}#form`;
  if (!(await currentActor()) && (await answersForm()))
    return <KeptPage action={endpointAction} initial={NO_ANSWER} address={address} />;
  const actor = await requireActor();
  const found = await listEndpoints(actor, slug);
  if (found.kind !== 'done' && found.kind !== 'refused') return notThere();
  const up = { href: `/environments/${slug}/endpoints`, label: words.TITLE };
  if (found.kind === 'refused')
    return (
      <>
        <PageHead title={words.TITLE} up={{ href: `/environments/${slug}`, label: slug }} />
        <RefusalBoxes refusals={found.refusals} context={{ contact: { managers: [] }, timeZone: actor.timeZone }} />
      </>
    );
  const view = endpointNamed(found.value, endpoint);
  if (view === undefined) return notThere();
  const { name, services } = found.value;
  const sheet = { address, environment: slug, kinds: ENDPOINT_KINDS, services, endpoint: view && seen(view) };
  return (
    <>
      <PageHead title={view ? words.EDIT_TITLE(view.name) : words.NEW_TITLE} up={up} here={slug}>
        {name}
      </PageHead>
      <EndpointForm action={endpointAction} shown={endpointToForm(view ?? firstSettings())} sheet={sheet} />
    </>
  );
}

/** The endpoint of an address, null for a new one; undefined = it is not there. */
function endpointNamed({ endpoints }: EndpointSheet, name: string): EndpointView | null | undefined {
  return name === 'new' ? null : endpoints.find(({ id }) => String(id) === name);
}

function seen({ id, version, paused, demo }: EndpointView) {
  return { id, version, paused, demo };
}
