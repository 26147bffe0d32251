import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { scopeOf } from '#server/access/standing.ts';
import { requireActor } from '#server/actor.ts';
import { listNotices, type NoticeList } from '#server/notices/list.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Live } from '#ui/live.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { StatusMarkup } from '#ui/status/status-markup.tsx';
import { noticeRows } from '#ui/status/whole-notice.ts';
import { VerdictBox } from '#ui/verdict-box.tsx';
import * as words from '#ui/words/notices.ts';
import * as status from '#ui/words/status.ts';
import { Publish } from '../publish.tsx';

export const metadata: Metadata = { title: words.TITLE };

const PAGE = 50;
type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What happened and what is planned on the environments of the viewer, newest first, with the drafts of those who publish. */
export default async function IncidentsPage({ searchParams }: Props) {
  const actor = await requireActor();
  const now = Date.now();
  const { cursor, done } = await searchParams;
  const list = await listNotices(actor, { limit: PAGE, cursor: typeof cursor === 'string' ? cursor : undefined }, now);
  if (!list) notFound();
  const publishes = scopeOf(actor, 'publishStatus').length > 0;
  const { timeZone: zone } = actor;
  return (
    <>
      <Live since={now} status />
      <PageHead title={words.TITLE} up={{ href: '/status', label: status.TITLE }} action={publishes && <Publish />}>
        {words.LEAD(zone)}
      </PageHead>
      {done === 'delete' && <VerdictBox tone="good" sentence={words.DONE.delete} live />}
      <Listed list={list} now={now} zone={zone} />
      <p className="turn">
        {cursor !== undefined && <a href="/status/incidents">{words.NEWEST}</a>}
        {list.nextCursor && <a href={`/status/incidents?cursor=${list.nextCursor}`}>{words.OLDER}</a>}
      </p>
    </>
  );
}

function Listed({ list, now, zone }: { list: NoticeList; now: number; zone: string }) {
  if (list.items.length === 0) return <EmptyState title={words.EMPTY}>{words.EMPTY_TEXT}</EmptyState>;
  const rows = list.items.map((item) => ({ ...item, draft: item.stage === 'DRAFT' }));
  return <StatusMarkup of={noticeRows(rows, now, { zone, isStranger: false, path: '/status/incidents' })} />;
}
