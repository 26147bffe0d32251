import type { Metadata } from 'next';
import { REQUEST_STATES } from '#domain/lifecycle.ts';
import { scopeOf } from '#server/access/standing.ts';
import { requireActor } from '#server/actor.ts';
import { isSlug } from '#server/api/query.ts';
import { listSlugs } from '#server/environments/names.ts';
import { listRequests } from '#server/requests/list.ts';
import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { RequestFilter } from '#ui/requests/request-filter.tsx';
import { RequestTable } from '#ui/requests/request-table.tsx';
import * as words from '#ui/words/requests.ts';

export const metadata: Metadata = { title: words.TITLE };

const PAGE_SIZE = 50;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The requests the viewer may see, newest first, a page at a time. */
export default async function RequestsPage({ searchParams }: Props) {
  const actor = await requireActor();
  const asked = await searchParams;
  const one = (name: string) => (typeof asked[name] === 'string' && asked[name] !== '' ? asked[name] : undefined);
  const state = REQUEST_STATES.find((each) => each === one('state'));
  const environment = isSlug(one('environment') ?? '') ? one('environment') : undefined;
  const cursor = one('cursor');
  const chosen = { ...(state && { state }), ...(environment !== undefined && { environment }) };
  const filter = {
    limit: PAGE_SIZE,
    ...(state && { states: [state] }),
    ...(environment !== undefined && { environment }),
  };
  const [found, slugs] = await Promise.all([
    listRequests(actor, { ...filter, ...(cursor !== undefined && { cursor }) }),
    listSlugs(actor),
  ]);
  // a cursor that is not ours begins at the beginning
  const page = found ?? (await listRequests(actor, filter)) ?? { items: [] };
  const mayAsk = scopeOf(actor, 'ask').length > 0;
  const ask = mayAsk && <ButtonLink href="/requests/new">{words.ASK}</ButtonLink>;
  const isEmpty = page.items.length === 0;
  const isFiltered = Object.keys(chosen).length > 0;
  return (
    <>
      <PageHead title={words.TITLE} action={ask}>
        {words.LEAD}
      </PageHead>
      {(!isEmpty || isFiltered) && <RequestFilter state={state} environment={environment} slugs={slugs} />}
      {isEmpty && isFiltered && (
        <EmptyState title={words.NONE_FOUND} action={<a href="/requests">{words.SHOW_ALL}</a>}>
          {words.NONE_FOUND_TEXT}
        </EmptyState>
      )}
      {isEmpty && !isFiltered && (
        <EmptyState title={words.NONE_YET}>{mayAsk ? words.NONE_YET_ASK : words.NONE_YET_LOOK}</EmptyState>
      )}
      {!isEmpty && <RequestTable requests={page.items} caption={words.TITLE} viewerZone={actor.timeZone} />}
      <p className="pager">
        {cursor !== undefined && <a href={addressOf(chosen)}>{words.NEWEST}</a>}
        {page.nextCursor && <a href={addressOf({ ...chosen, cursor: page.nextCursor })}>{words.OLDER}</a>}
      </p>
    </>
  );
}

function addressOf(query: Record<string, string>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '/requests' : `/requests?${text}`;
}
