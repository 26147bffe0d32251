import type { Actor } from '#server/actor.ts';
import type { NoticePage } from '#server/notices/get.ts';
import { NoticeForm } from '#ui/notices/notice-form.tsx';
import { PageHead } from '#ui/page-head.tsx';
import * as words from '#ui/words/notices.ts';
import { noticeAction } from './notice-actions.ts';
import { type FormDeed, nothing, sheetOf } from './notice-form.ts';

type Props = { actor: Actor; id: string; page: NoticePage | null; deed: FormDeed; update?: string; now: number };

/** What answers a form without JavaScript that its notice's page does not hold any more: the form as it was sent, with why it was not taken. page null = the notice is not there. */
export function SentNotice({ actor, id, page, deed, update, now }: Props) {
  const { kind, startsAt, title } = page?.view ?? { kind: 'INCIDENT', startsAt: now, title: words.TITLE };
  const about = { id, kind, startsAt, version: 0, stage: page?.stage ?? 'DRAFT' } as const;
  return (
    <>
      <PageHead title={title} up={{ href: '/status/incidents', label: words.TITLE }} />
      <NoticeForm
        action={noticeAction}
        initial={nothing(new Map())}
        sheet={sheetOf(actor, { ...about, deed, update, now })}
      />
    </>
  );
}
