import type { Metadata } from 'next';
import { answersForm } from '#server/access/form-post.ts';
import { currentActor, requireActor } from '#server/actor.ts';
import { KeptPage } from '#ui/form/kept-page.tsx';
import { NEW_MAINTENANCE } from '#ui/words/notices.ts';
import { type Asked, NewNotice } from '../../new-notice.tsx';
import { noticeAction } from '../../notice-actions.ts';
import { nothing } from '../../notice-form.ts';

export const metadata: Metadata = { title: NEW_MAINTENANCE };

const ADDRESS = '/status/maintenance/new';

/** The form of a new maintenance; for everyone else, whose it is. */
export default async function NewMaintenancePage({ searchParams }: { searchParams: Promise<Asked> }) {
  if (!(await currentActor()) && (await answersForm()))
    return <KeptPage action={noticeAction} initial={nothing(new Map())} address={ADDRESS} />;
  const actor = await requireActor();
  return <NewNotice actor={actor} kind="MAINTENANCE" address={ADDRESS} asked={await searchParams} />;
}
