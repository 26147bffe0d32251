import type { ShopService } from '#domain/shop.ts';

/** What the demo shop says on a path; written for probes and the curious. */
export type ShopPage = { status: number; type: string; body: string };

const HTML = 'text/html; charset=utf-8';
const GOODS = [
  ['Cordless drill', '129.00'],
  ['Spirit level, 60 cm', '24.50'],
  ['Work gloves', '8.90'],
] as const;

/** The service whose page a path is. */
export function serviceAt(path: string): ShopService {
  if (path.startsWith('/catalog')) return 'glue';
  return path.startsWith('/login') ? 'backoffice' : 'yves';
}

/** The page of a path in the shop of an environment. */
export function shopPage(slug: string, path: string): ShopPage {
  if (path === '/') return { status: 200, type: HTML, body: page(slug, 'Demo shop', storefront()) };
  if (path === '/catalog') return { status: 200, type: 'application/json', body: catalog(slug) };
  if (path === '/login') return { status: 200, type: HTML, body: page(slug, 'Demo back office', SIGN_IN) };
  return { status: 404, type: HTML, body: page(slug, 'Not found', '<p>This shop has three pages.</p>') };
}

/** What a shop answers while it fails. */
export function failurePage(slug: string): ShopPage {
  const body = page(slug, 'Out of order', '<p>This shop was switched to failing, on the page Operations.</p>');
  return { status: 500, type: HTML, body };
}

function page(slug: string, title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>
<h1>${title}</h1>
<p>The demo shop of ${slug}: a small server on this machine that Headroom's probes look at. Nothing can be bought here.</p>
${body}
<nav><a href="/">Storefront</a> <a href="/catalog">API</a> <a href="/login">Back office</a></nav></body></html>
`;
}

function storefront(): string {
  const items = GOODS.map(([name, price]) => `<li>${name}, ${price} <button disabled>Add to basket</button></li>`);
  return `<ul>${items.join('')}</ul>`;
}

const SIGN_IN = '<form><label>Name <input disabled></label> <button disabled>Sign in</button></form>';

function catalog(shop: string): string {
  return JSON.stringify({ shop, products: GOODS.map(([name, price]) => ({ name, price })) });
}
