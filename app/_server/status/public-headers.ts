import { createHash, randomBytes } from 'node:crypto';
import { securityHeaders } from '../access/headers.ts';
import { isHttps } from '../access/session-cookie.ts';

export type Kind = 'html' | 'json' | 'atom' | 'svg';
const TYPES: Record<Kind, string> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};
/** Anybody may keep it, and asks each time whether it still holds: that costs 200 bytes, and nobody ever sees an old level for a new one. */
const CACHE = 'public, no-cache';
/** What programs on other sites' pages may read and see. */
const SHARED = [
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  'etag, x-headroom-as-of, x-headroom-stale',
];

/** Headers of every answer with a public document, but its policy; asOf in UTC ms. A page says itself of when it is: each header costs as much as finding the page. */
export function documentHeaders(kind: Kind, { asOf, stale }: { asOf: number; stale: boolean }): string[] {
  const security: Record<string, string> = { ...securityHeaders() };
  if (kind !== 'html') security['cross-origin-resource-policy'] = 'cross-origin';
  return [
    ...['content-type', TYPES[kind], 'cache-control', CACHE],
    ...(kind === 'html' && !stale ? [] : ['x-headroom-as-of', new Date(asOf).toISOString()]),
    ...(stale ? ['x-headroom-stale', 'true'] : []),
    ...(kind === 'html' ? [] : [...SHARED, 'content-security-policy', "default-src 'none'; frame-ancestors 'none'"]),
    ...Object.entries(security).flat(),
  ];
}

/** Headers of the answer that the document stands at another address here. Asked again each time: a contract does not stay public for ever. */
export function movedHeaders(location: string): string[] {
  return ['location', location, 'cache-control', CACHE, ...SHARED, ...Object.entries(securityHeaders()).flat()];
}

/** What a browser asks before it lets another site's page read: anybody may. */
export const PREFLIGHT = [
  ...SHARED,
  ...['access-control-allow-methods', 'GET, HEAD, OPTIONS', 'access-control-allow-headers', 'if-none-match'],
  ...['access-control-max-age', '86400', 'allow', 'GET, HEAD, OPTIONS'],
];

const NONCE_BYTES = 16;
const MANY = 512;
let pool = Buffer.alloc(0);
let used = 0;

/** A nonce of 128 random bits; they are drawn for many at once, which is most of what one costs. */
function nextNonce(): string {
  if (used >= pool.length) {
    pool = randomBytes(NONCE_BYTES * MANY);
    used = 0;
  }
  used += NONCE_BYTES;
  return pool.toString('base64', used - NONCE_BYTES, used);
}

/** Makes policies of a public page: its own script and style by their hashes, and, as on every page, a nonce that nobody can know before. */
export function policyMaker({ style, script }: { style: string; script: string }): () => string {
  const rest = `default-src 'none'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'${isHttps() ? '; upgrade-insecure-requests' : ''}`;
  const before = `${rest}; style-src ${hashOf(style)}; script-src ${hashOf(script)} 'nonce-`;
  return () => `${before}${nextNonce()}'`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
