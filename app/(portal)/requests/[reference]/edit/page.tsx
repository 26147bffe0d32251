import type { Metadata } from 'next';
import { bodyToForm } from '#domain/form-values.ts';
import { decide } from '#domain/lifecycle.ts';
import { isFull } from '#domain/request-view.ts';
import { moveFacts } from '#domain/stored-request.ts';
import { answersForm } from '#server/access/form-post.ts';
import { standingsOn } from '#server/access/standing.ts';
import { currentActor, requireActor } from '#server/actor.ts';
import { isReference } from '#server/api/query.ts';
import { openForm } from '#server/requests/check.ts';
import { wordsContext } from '#server/requests/contact.ts';
import { sizesOf } from '#server/requests/facts.ts';
import { getWholeRequest } from '#server/requests/list.ts';
import { KeptPage } from '#ui/form/kept-page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { RequestForm } from '#ui/request-form/request-form.tsx';
import { RefusalBoxes } from '#ui/requests/refusal-boxes.tsx';
import { DRAFT_TITLE, EDIT_TITLE } from '#ui/words/form.ts';
import { notThere } from '../../../not-there.tsx';
import { checkFormAction, requestFormAction } from '../../form-actions.ts';
import { unjudged } from '../../judge-form.ts';
import { formProps } from '../../open-form.ts';

type Props = { params: Promise<{ reference: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: EDIT_TITLE((await params).reference) };
}

/** The form of a draft, or of a request under review; where it may not be changed, the verdict. */
export default async function EditRequestPage({ params }: Props) {
  const { reference } = await params;
  if (!isReference(reference)) return notThere();
  const address = `/requests/${reference}/edit`;
  if (!(await currentActor()) && (await answersForm()))
    return <KeptPage action={requestFormAction} initial={unjudged(new Map())} address={address} />;
  const actor = await requireActor();
  const now = Date.now();
  const found = await getWholeRequest(actor, reference, now);
  if (found.kind !== 'done') return notThere();
  const { view, stored } = found.value;
  const opened = await openForm(actor, stored.environment, now);
  if (opened.kind !== 'done') return notThere();
  const { place, refusals } = opened.value;
  const mover = { personId: actor.personId, standings: standingsOn(actor, stored.contractId) };
  const verdict = decide(stored.state, 'edit', mover, moveFacts(stored));
  const against = verdict.allowed ? refusals : [verdict.refusal];
  const isDraft = stored.state === 'DRAFT';
  const hidden = {
    reference,
    ...(isFull(view) && { version: String(view.version), ...(view.contentHash && { contentHash: view.contentHash }) }),
  };
  const sheet = { address, mode: isDraft ? ('draft' as const) : ('edit' as const), hidden };
  const fields = new Map([['environment', [place.slug]], ...bodyToForm(stored.content, sizesOf(place.services))]);
  return (
    <>
      <PageHead
        title={isDraft ? DRAFT_TITLE(reference) : EDIT_TITLE(reference)}
        up={{ href: `/requests/${reference}`, label: reference }}
        here={<a href={`/environments/${place.slug}`}>{place.slug}</a>}
      />
      {against.length === 0 ? (
        <RequestForm
          {...(await formProps({ actor, opened: opened.value, fields, sheet, edited: stored, now }))}
          action={requestFormAction}
          check={checkFormAction}
        />
      ) : (
        <RefusalBoxes refusals={against} context={wordsContext(place)} />
      )}
    </>
  );
}
