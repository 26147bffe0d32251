import { EmptyState } from '../empty-state.tsx';
import * as words from '../words/contract-pages.ts';
import { EMPTY, EMPTY_TEXT } from '../words/environments.ts';

/** A page of contracts among all that were found; pages count from 1. */
type Props = { path: string; query: string; page: number; pages: number };

/** Where there is more than one page of contracts: what is sought. */
export function ContractSearch({ path, query, pages }: Props) {
  if (query === '' && pages <= 1) return null;
  return (
    <search>
      <form className="find" action={path}>
        <label htmlFor="q">{words.SEARCH}</label>
        <input id="q" name="q" type="search" maxLength={100} defaultValue={query} />
        <button type="submit">{words.FIND}</button>
        {query !== '' && <a href={path}>{words.SHOW_ALL}</a>}
      </form>
    </search>
  );
}

/** Where none is shown: nothing fits, or there is nothing. */
export function NoContracts({ query }: { query: string }) {
  if (query === '') return <EmptyState title={EMPTY}>{EMPTY_TEXT}</EmptyState>;
  return <EmptyState title={words.NONE_FOUND}>{words.noneCalled(query)}</EmptyState>;
}

/** And the way to the others. */
export function ContractPager({ path, query, page, pages }: Props) {
  if (pages <= 1) return null;
  const to = (target: number) => `${path}?${new URLSearchParams({ ...(query && { q: query }), page: String(target) })}`;
  return (
    <nav className="turn" aria-label={words.PAGES}>
      {page > 1 && (
        <a rel="prev" href={to(page - 1)}>
          {words.PREVIOUS}
        </a>
      )}
      <span>{words.pageOf(page, pages)}</span>
      {page < pages && (
        <a rel="next" href={to(page + 1)}>
          {words.NEXT}
        </a>
      )}
    </nav>
  );
}
