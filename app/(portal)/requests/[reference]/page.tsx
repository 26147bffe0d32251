import type { Metadata } from 'next';
import type { Capacity, Catalogue, ServiceSizes } from '#domain/capacity.ts';
import { FINAL_STATES, type RequestState } from '#domain/lifecycle.ts';
import { isFull } from '#domain/request-view.ts';
import { answersForm } from '#server/access/form-post.ts';
import { mayOn } from '#server/access/standing.ts';
import { type Actor, currentActor, requireActor } from '#server/actor.ts';
import { isReference } from '#server/api/query.ts';
import { referenceData } from '#server/environments/reference.ts';
import { wordsContext } from '#server/requests/contact.ts';
import { sizesOf } from '#server/requests/facts.ts';
import { getRequestPage, type RequestPage as RequestPageData } from '#server/requests/page.ts';
import { KeptPage } from '#ui/form/kept-page.tsx';
import { Live } from '#ui/live.tsx';
import { CarriedOut } from '#ui/requests/carried-out.tsx';
import { NO_ANSWER } from '#ui/requests/move-answer.ts';
import { moveSheet } from '#ui/requests/move-sheet.ts';
import { Moves } from '#ui/requests/moves.tsx';
import { Offer } from '#ui/requests/offer.tsx';
import { RequestFacts } from '#ui/requests/request-facts.tsx';
import { RequestLinks } from '#ui/requests/request-links.tsx';
import { Done, Meaning, RequestHead, Today } from '#ui/requests/request-parts.tsx';
import { RequestStory } from '#ui/requests/request-story.tsx';
import { WhatChanges } from '#ui/requests/what-changes.tsx';
import { Section } from '#ui/section.tsx';
import { WindowLine } from '#ui/window-line.tsx';
import * as words from '#ui/words/request.ts';
import { notThere } from '../../not-there.tsx';
import { moveAction } from '../move-actions.ts';

type Props = {
  params: Promise<{ reference: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).reference };
}

/** One request: what changes, when, where it stands, what happened, and the moves open to the viewer. */
export default async function RequestPage({ params, searchParams }: Props) {
  const { reference } = await params;
  if (!isReference(reference)) return notThere();
  const address = `/requests/${reference}`;
  if (!(await currentActor()) && (await answersForm()))
    return <KeptPage action={moveAction} initial={NO_ANSWER} address={`${address}#moves`} />;
  const actor = await requireActor();
  const now = Date.now();
  const found = await getRequestPage(actor, reference, now);
  if (found.kind !== 'done') return notThere();
  const [{ catalogue }, { done }] = await Promise.all([referenceData(), searchParams]);
  const shown: Shown = { ...found.value, services: sizesOf(found.value.place.services), catalogue, actor, now };
  return (
    <>
      {!isOver(shown.view.state) && <Live reference={reference} since={now} />}
      <RequestHead view={shown.view} kind={shown.stored.kind} />
      <div className="beside">
        <div>
          <Done done={done} story={shown.story} view={shown.view} />
          <Content {...shown} />
        </div>
        <aside>
          <Panel {...shown} address={address} />
          <Section title={words.STORY}>
            <RequestStory story={shown.story} view={shown.view} viewerZone={actor.timeZone} />
          </Section>
        </aside>
      </div>
    </>
  );
}

type Shown = RequestPageData & { services: ServiceSizes[]; catalogue: Catalogue; actor: Actor; now: number };

/** Where it stands, what is offered, what changes and when, today's verdict, why. */
function Content({ view, stored, place, operations, today, services, catalogue, actor, now }: Shown) {
  const { window } = stored;
  const full = isFull(view) ? view : null;
  const viewerZone = actor.timeZone;
  const carried = (
    <CarriedOut
      operations={operations}
      lines={stored.lines}
      seen={place.services.map(({ name, current, observedAt }) => ({
        service: name,
        capacity: current as Capacity,
        at: observedAt?.getTime() ?? null,
      }))}
      now={now}
      zone={viewerZone}
      ids={mayOn(actor, stored.contractId, 'seeOperations')}
    />
  );
  return (
    <>
      <Meaning view={view} timeZone={window?.timeZone ?? viewerZone} now={now} />
      {full?.offer && <Offer offer={full.offer} lines={view.lines} window={window} viewerZone={viewerZone} />}
      {isWorking(view.state) && carried}
      <Section title={words.WHAT_CHANGES}>
        <WhatChanges
          view={view}
          seen={full ? stored.lines : []}
          services={services}
          catalogue={catalogue}
          now={now}
          viewerZone={viewerZone}
        />
      </Section>
      {window && (
        <Section title={words.WINDOW}>
          <WindowLine window={window} prescaleMinutes={view.prescaleMinutes} now={now} viewerZone={viewerZone} />
        </Section>
      )}
      {!isWorking(view.state) && carried}
      {today && <Today today={today} context={wordsContext(place)} permanent={window?.end === null} />}
      {full && <RequestFacts view={full} viewerZone={viewerZone} />}
    </>
  );
}

/** Nothing changes it any more. */
function isOver(state: RequestState): boolean {
  return (FINAL_STATES as readonly RequestState[]).includes(state);
}

/** What is under way or has failed is told first. */
function isWorking(state: RequestState): boolean {
  return state === 'APPLYING' || state === 'RETURNING' || state === 'FAILED';
}

/** The moves open to the viewer; empty, it is not seen, but still tells what became of a move that came too late. */
function Panel({ view, stored, services, catalogue, actor, address }: Shown & { address: string }) {
  if (!isFull(view)) return null;
  const sheet = moveSheet({ view, stored, services, catalogue, address });
  return (
    <div className="panel noprint moves" id="moves">
      <RequestLinks view={view} decideBy={sheet.decideBy} mayAsk={mayOn(actor, stored.contractId, 'ask')} />
      <Moves sheet={sheet} action={moveAction} />
    </div>
  );
}
