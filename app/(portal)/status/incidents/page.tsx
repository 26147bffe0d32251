import type { Metadata } from 'next';
import { monthIn } from '#domain/time.ts';
import { scopeOf } from '#server/access/standing.ts';
import { requireActor } from '#server/actor.ts';
import { type ListedNotice, listNotices } from '#server/notices/list.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Live } from '#ui/live.tsx';
import { MonthField } from '#ui/notices/month-field.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { noticeList } from '#ui/status/notice-list.ts';
import { StatusMarkup } from '#ui/status/status-markup.tsx';
import { VerdictBox } from '#ui/verdict-box.tsx';
import * as words from '#ui/words/notices.ts';
import * as status from '#ui/words/status.ts';
import { notThere } from '../../not-there.tsx';
import { Publish } from '../publish.tsx';

export const metadata: Metadata = { title: words.TITLE };

const PAGE = 20;
const MOST_CURRENT = 50;
const PATH = '/status/incidents';
type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What is open and planned on the environments of the viewer, then what was, newest first, with the drafts of those who publish; of a month all that begins in it. */
export default async function IncidentsPage({ searchParams }: Props) {
  const actor = await requireActor();
  const now = Date.now();
  const { done, ...asked } = await searchParams;
  const one = (name: string) => (typeof asked[name] === 'string' && asked[name] !== '' ? asked[name] : undefined);
  const [cursor, month] = [one('cursor'), one('month')];
  const begins = month === undefined ? undefined : monthIn(month, actor.timeZone);
  const filter = begins ? { begins } : { over: true };
  const isFirst = !begins && cursor === undefined;
  const [list, current] = await Promise.all([
    listNotices(actor, { limit: PAGE, cursor, ...filter }, now),
    isFirst ? listNotices(actor, { limit: MOST_CURRENT, over: false }, now) : null,
  ]);
  if (!list) return notThere();
  const publishes = scopeOf(actor, 'publishStatus').length > 0;
  const open = current?.items ?? [];
  const isEmpty = list.items.length + open.length === 0;
  const { timeZone: zone } = actor;
  return (
    <>
      <Live since={now} status />
      <PageHead title={words.TITLE} up={{ href: '/status', label: status.TITLE }} action={publishes && <Publish />}>
        {words.LEAD(zone)}
      </PageHead>
      {done === 'delete' && <VerdictBox tone="good" sentence={words.DONE.delete} live />}
      {(!isEmpty || month !== undefined) && <MonthField path={PATH} month={month} wrong={begins === null} />}
      {isEmpty && <Empty month={month} />}
      <StatusMarkup of={noticeList(listed(open), listed(list.items), now, { zone, isStranger: false, path: PATH })} />
      {current?.nextCursor && <p className="hint">{words.MORE_CURRENT(MOST_CURRENT)}</p>}
      <p className="turn">
        {(cursor !== undefined || begins) && <a href={PATH}>{begins ? words.SHOW_ALL : words.NEWEST}</a>}
        {list.nextCursor && (
          <a href={`${PATH}?${new URLSearchParams({ ...(begins && { month }), cursor: list.nextCursor })}`}>
            {words.OLDER}
          </a>
        )}
      </p>
    </>
  );
}

function listed(items: readonly ListedNotice[]) {
  return items.map((item) => ({ ...item, draft: item.stage === 'DRAFT' }));
}

function Empty({ month }: { month: string | undefined }) {
  if (month === undefined) return <EmptyState title={words.EMPTY}>{words.EMPTY_TEXT}</EmptyState>;
  return <EmptyState title={words.NONE_IN_MONTH}>{words.NONE_IN_MONTH_TEXT}</EmptyState>;
}
