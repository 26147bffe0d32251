import type { StatusPage } from '#domain/status-view.ts';
import { PRODUCT } from '../words/common.ts';
import * as words from '../words/status.ts';
import { html, type Markup } from './html.ts';
import { statusBody } from './status-body.ts';
import type { Viewer } from './viewer.ts';

/** What the public document is made with: the portal's own origin, the texts of its style and of its script, which the Content-Security-Policy allows by their hashes. */
export type DocumentParts = { origin: string; style: string; script: string };

/** The whole public HTML document of one contract's status; a page of several contracts throws. It asks for nothing but its icon, and is complete without its script. */
export function statusDocument(page: StatusPage, { origin, style, script }: DocumentParts): string {
  if (!page.contract) throw new Error('a public page is of one contract');
  const { reference, organisation } = page.contract;
  const path = `/status/${reference}`;
  const viewer: Viewer = { zone: 'UTC', isStranger: true, path };
  const head = html`<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${words.DOCUMENT_TITLE(page.level, organisation)}</title><meta name="description" content="${words.DESCRIPTION(organisation)}"><link rel="icon" href="/icon.svg"><link rel="alternate" type="application/atom+xml" title="${words.FEED}" href="${path}.atom"><link rel="alternate" type="application/json" href="${path}.json"><link rel="canonical" href="${origin}${path}">`;
  const body = html`<main data-live="${path}/live"><h1 class="title">${words.STATUS_OF(organisation)}</h1>${statusBody(page, viewer)}</main>${foot(path)}<p id="said" class="away" role="status"></p>`;
  // style and script are files of ours: escaping would break them and their hashes
  return `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head><body>${body}<script>${script}</script></body></html>`;
}

function foot(path: string): Markup {
  return html`<p class="age" id="age" hidden></p><footer class="foot"><p>${words.FOR_PROGRAMS} <a href="${path}.atom">${words.FEED}</a> <a href="${path}.json">${words.JSON_FORM}</a> <a href="${path}.svg">${words.BADGE}</a></p><p>${PRODUCT} <a href="/sign-in">${words.SIGN_IN}</a></p></footer>`;
}
