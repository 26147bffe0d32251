export const SEARCH = 'Find an environment or a contract';
export const FIND = 'Find';
export const SHOW_ALL = 'Show all';
export const PAGES = 'Pages of contracts';
export const PREVIOUS = 'Previous';
export const NEXT = 'Next';
export const pageOf = (page: number, pages: number): string => `Page ${page} of ${pages}`;
export const NONE_FOUND = 'No environment fits';
export const noneCalled = (query: string): string => `Nothing is called “${query}” here.`;
