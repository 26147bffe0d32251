import type { StatusPage } from '#domain/status-view.ts';

/** What the public document is made with: the portal's own origin, the text of its style and of its script. */
export type DocumentParts = { origin: string; style: string; script: string };

/** The whole public HTML document of one contract's status; the page's contract must be named. */
export function statusDocument(page: StatusPage, given: DocumentParts): string {
  if (!page.contract) throw new Error('a public page is of one contract');
  return `<!doctype html><html lang="en"><title>${given.origin.length}</title>`;
}
