import type { Metadata } from 'next';
import type { FormFields } from '#domain/form-fields.ts';
import { bodyToForm } from '#domain/form-values.ts';
import { answersForm } from '#server/access/form-post.ts';
import { scopeOf } from '#server/access/standing.ts';
import { type Actor, currentActor, requireActor } from '#server/actor.ts';
import { isReference, isSlug } from '#server/api/query.ts';
import { environmentPage } from '#server/environments/list.ts';
import { NOT_FOUND } from '#server/outcome.ts';
import { openForm } from '#server/requests/check.ts';
import { wordsContext } from '#server/requests/contact.ts';
import { sizesOf } from '#server/requests/facts.ts';
import { getWholeRequest } from '#server/requests/list.ts';
import type { Place } from '#server/requests/load-place.ts';
import { ContractPager, ContractSearch, NoContracts } from '#ui/environments/contract-pages.tsx';
import { KeptPage } from '#ui/form/kept-page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { RequestForm } from '#ui/request-form/request-form.tsx';
import { EnvironmentChoice } from '#ui/requests/environment-choice.tsx';
import { RefusalBoxes } from '#ui/requests/refusal-boxes.tsx';
import { CHOOSE, TITLE, TITLE_OF } from '#ui/words/form.ts';
import * as requests from '#ui/words/requests.ts';
import { notThere } from '../../not-there.tsx';
import { soughtOf } from '../../status/sought.ts';
import { checkFormAction, requestFormAction } from '../form-actions.ts';
import { unjudged } from '../judge-form.ts';
import { formProps } from '../open-form.ts';

export const metadata: Metadata = { title: TITLE };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The upscale request form of one environment, or the choice of one; where the viewer may not ask, the verdict. */
export default async function NewRequestPage({ searchParams }: Props) {
  const { environment, from, ...asked } = await searchParams;
  if (environment === undefined || environment === '')
    return <Choice actor={await requireActor()} sought={soughtOf(asked)} />;
  if (typeof environment !== 'string' || !isSlug(environment)) return notThere();
  const address = `/requests/new?${new URLSearchParams({ environment })}`;
  if (!(await currentActor()) && (await answersForm()))
    return <KeptPage action={requestFormAction} initial={unjudged(new Map())} address={address} />;
  const actor = await requireActor();
  const now = Date.now();
  const opened = await openForm(actor, environment, now);
  if (opened.kind !== 'done') return notThere();
  const { place, refusals } = opened.value;
  const fields = typeof from === 'string' ? await copyOf(actor, from, place) : new Map();
  if (!fields) return notThere();
  const isOpen = refusals.length === 0;
  return (
    <>
      <PageHead
        title={isOpen ? TITLE_OF(place.name) : TITLE}
        up={{ href: '/requests', label: requests.TITLE }}
        here={<a href={`/environments/${place.slug}`}>{place.slug}</a>}
      />
      {isOpen ? (
        <RequestForm
          {...(await formProps({
            actor,
            opened: opened.value,
            fields,
            sheet: { address, mode: 'new', hidden: {} },
            now,
          }))}
          action={requestFormAction}
          check={checkFormAction}
        />
      ) : (
        <RefusalBoxes refusals={refusals} context={wordsContext(place)} />
      )}
    </>
  );
}

async function Choice({ actor, sought }: { actor: Actor; sought: ReturnType<typeof soughtOf> }) {
  const { environments, ...found } = await environmentPage(actor, sought);
  const mayAsk = scopeOf(actor, 'ask').length > 0;
  return (
    <>
      <PageHead title={TITLE} up={{ href: '/requests', label: requests.TITLE }}>
        {mayAsk && CHOOSE}
      </PageHead>
      {mayAsk && <ContractSearch path="/requests/new" {...found} />}
      {environments.length === 0 && found.query !== '' ? (
        <NoContracts query={found.query} />
      ) : (
        <EnvironmentChoice environments={environments} />
      )}
      {mayAsk && <ContractPager path="/requests/new" {...found} />}
    </>
  );
}

/** Ask again: what another request asked, without its window, its emergency and the tick of authority, which are new promises; null = that is not there. */
async function copyOf(actor: Actor, reference: string, place: Place): Promise<FormFields | null> {
  const found = isReference(reference) ? await getWholeRequest(actor, reference) : NOT_FOUND;
  if (found.kind !== 'done' || found.value.stored.contractId !== place.contractId) return null;
  const { window: _window, emergency: _emergency, authority: _authority, ...content } = found.value.stored.content;
  return bodyToForm({ ...content, environment: place.slug }, sizesOf(place.services));
}
