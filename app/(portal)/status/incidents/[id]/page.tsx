import type { Metadata } from 'next';
import { answersForm } from '#server/access/form-post.ts';
import { type Actor, currentActor, requireActor } from '#server/actor.ts';
import { isId } from '#server/api/query.ts';
import { getNotice, type NoticePage as NoticePageData } from '#server/notices/get.ts';
import { KeptPage } from '#ui/form/kept-page.tsx';
import { Live } from '#ui/live.tsx';
import { Overlaps } from '#ui/notices/preview.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { StatusMarkup } from '#ui/status/status-markup.tsx';
import { wholeNotice } from '#ui/status/whole-notice.ts';
import { VerdictBox } from '#ui/verdict-box.tsx';
import * as words from '#ui/words/notices.ts';
import { notThere } from '../../../not-there.tsx';
import { noticeAction } from '../../notice-actions.ts';
import { NoticeDesk } from '../../notice-desk.tsx';
import { addressOf, isForm, nothing, overlapSentences } from '../../notice-form.ts';
import { SentNotice } from '../../sent-notice.tsx';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata: Metadata = { title: words.TITLE };

/** One incident or maintenance: how it stands and what was said about it; for those who may, the forms that change it. */
export default async function NoticePage({ params, searchParams }: Props) {
  const { id } = await params;
  if (!isId(id)) return notThere();
  const isKnown = (await currentActor()) !== null;
  const { done, do: deed, update } = await searchParams;
  // a form without JavaScript, whose address says what it does
  const sent = isForm(deed) && (await answersForm()) ? { deed, ...(typeof update === 'string' && { update }) } : null;
  if (sent && !isKnown) {
    const address = addressOf(id, sent.deed, sent.update);
    return <KeptPage action={noticeAction} initial={nothing(new Map())} address={address} />;
  }
  const actor = await requireActor();
  const now = Date.now();
  const found = await getNotice(actor, id, now);
  const page = found.kind === 'done' ? found.value : null;
  if (sent && !page?.staff?.deeds.includes(sent.deed)) return <SentNotice {...{ actor, id, page, now }} {...sent} />;
  if (!page) return notThere();
  const { staff, stage } = page;
  const asked = { deed, update };
  return (
    <>
      <PageHead
        title={page.view.title}
        up={{ href: '/status/incidents', label: words.TITLE }}
        here={words.KIND[page.view.kind]}
      />
      <Done done={done} />
      {staff && (stage === 'DRAFT' || asked.deed === 'edit') && (
        <>
          <DraftMeans stage={stage} />
          <NoticeDesk actor={actor} staff={staff} stage={stage} asked={asked} now={now} />
        </>
      )}
      {staff && stage !== 'DRAFT' && asked.deed !== 'edit' && (
        <div className="beside">
          <div>
            <Told {...page} actor={actor} now={now} />
          </div>
          <aside>
            <NoticeDesk actor={actor} staff={staff} stage={stage} asked={asked} now={now} />
          </aside>
        </div>
      )}
      {!staff && (
        <>
          <Live since={now} status />
          <Told {...page} actor={actor} now={now} />
        </>
      )}
    </>
  );
}

/** What was done a moment ago. */
function Done({ done }: { done: unknown }) {
  const deed = Object.entries(words.DONE).find(([name]) => name === done);
  return deed ? (
    <div className="mb-5">
      <VerdictBox tone="good" sentence={deed[1]} live />
    </div>
  ) : null;
}

/** Who sees a draft. */
function DraftMeans({ stage }: Pick<NoticePageData, 'stage'>) {
  return stage === 'DRAFT' ? <VerdictBox tone="none" sentence={words.DRAFT_MEANS} /> : null;
}

/** What everyone sees of it. */
function Told({ view, staff, actor, now }: NoticePageData & { actor: Actor; now: number }) {
  const { timeZone: zone } = actor;
  return (
    <>
      <Overlaps sentences={overlapSentences(staff?.overlaps ?? [], zone)} />
      <StatusMarkup of={wholeNotice(view, now, { zone, isStranger: false, path: `/status/incidents/${view.id}` })} />
    </>
  );
}
