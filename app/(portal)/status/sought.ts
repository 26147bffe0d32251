/** What a page's address asks. */
export type Asked = Record<string, string | string[] | undefined>;

const MOST_TYPED = 100;
const PAGE = /^[1-9]\d{0,5}$/;

/** The search and the page of an address; anything unreadable is the first page of everything. */
export function soughtOf({ q, page }: Asked): { query: string; page: number } {
  return {
    query: typeof q === 'string' ? q.trim().slice(0, MOST_TYPED) : '',
    page: typeof page === 'string' && PAGE.test(page) ? Number(page) : 1,
  };
}
