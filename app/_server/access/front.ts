import type { IncomingMessage } from 'node:http';
import { acceptedOrigins, isTrustedProxy } from '../env.ts';
import { isLoopback } from '../hosting/addresses.ts';
import { clientAddress } from './client-address.ts';
import { isOwnOrigin } from './origin.ts';

type Arrival = Pick<IncomingMessage, 'url' | 'method' | 'headers' | 'socket'>;
type Refused = { status: 400 | 403 | 405 | 421; sentence: string };

/** '1' on requests made on this machine; a client's own is overwritten. */
export const LOCAL_HEADER = 'x-headroom-local';
const READS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD']);
/** Of the others Next knows nothing, and answers 500. */
const OTHERS: ReadonlySet<string | undefined> = new Set(['OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * What the server asks of every request before Next sees it: why it is not for this portal, else null, and then its forwarded
 * headers say what is true. Next cannot: it believes a client's own, hides the absolute form, and answers a foreign form or %zz with 500.
 */
export function atTheFrontDoor(request: Arrival, origins = acceptedOrigins()): Refused | null {
  const { url = '', method, headers, socket } = request;
  const origin = originOf(headers.host, origins);
  // asterisk form (OPTIONS *) and authority form (CONNECT) are not for a portal either
  if (!origin || !url.startsWith('/')) return { status: 421, sentence: `This server answers for ${origins[0]} only.` };
  if (!isReadable(url)) return { status: 400, sentence: 'This address cannot be read: a % in it is no UTF-8.' };
  const refused = READS.has(method) ? null : refuseOther(method, url, asHeaders(headers), origins);
  if (refused) return refused;
  const client = clientAddress(socket.remoteAddress, joined(headers['x-forwarded-for']), isTrustedProxy);
  headers[LOCAL_HEADER] = isLocal(client, request) ? '1' : '0';
  headers['x-forwarded-for'] = client;
  headers['x-forwarded-host'] = headers.host;
  headers['x-forwarded-proto'] = new URL(origin).protocol.slice(0, -1);
  delete headers['x-forwarded-port'];
  delete headers.forwarded;
  return null;
}

/** Whether the request was made on this machine itself; a proxy on it that is not trusted speaks for anybody. */
function isLocal(client: string, { headers, socket }: Arrival): boolean {
  const forwarded = headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined;
  return isLoopback(client) && (!forwarded || isTrustedProxy(socket.remoteAddress ?? ''));
}

function refuseOther(method = '', url: string, headers: Pick<Headers, 'get'>, origins: readonly string[]) {
  // where the address leads once its dots are followed
  const { pathname } = new URL(`${origins[0]}${url}`);
  const isApi = /^\/api\/v1(\/|$)/.test(pathname);
  // files are only read; Next answers 500 for some
  if (!OTHERS.has(method) || (!isApi && /\.[a-z]+$/.test(pathname)))
    return { status: 405 as const, sentence: `There is no ${method} at this address.` };
  // the API has no cookies that another site's page could use
  if (isApi || method === 'OPTIONS' || isOwnOrigin(headers, origins)) return null;
  return { status: 403 as const, sentence: 'This was not sent from a page of this portal; nothing was done.' };
}

function isReadable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

const MOST_HOSTS = 100;
const ownHosts = new WeakMap<readonly string[], Map<string, string>>();

/** Whether a Host header is one of this portal's. */
export function isForThisPortal(host: string | undefined, origins: readonly string[]): boolean {
  return originOf(host, origins) !== undefined;
}

/** Reading a URL is most of what the front door costs: hosts that are ours are remembered. */
function originOf(host: string | undefined, origins: readonly string[]): string | undefined {
  const known = ownHosts.get(origins) ?? new Map<string, string>();
  const found = known.get(host ?? '') ?? origins.find((accepted) => isHostOf(accepted, host));
  if (found && host !== undefined && known.size < MOST_HOSTS) ownHosts.set(origins, known.set(host, found));
  return found;
}

function isHostOf(origin: string, host: string | undefined): boolean {
  if (!host || !/^[a-z0-9.:[\]-]+$/i.test(host)) return false;
  return URL.parse(`${new URL(origin).protocol}//${host}`)?.origin === origin;
}

function asHeaders(headers: IncomingMessage['headers']): Pick<Headers, 'get'> {
  return { get: (name) => joined(headers[name]) ?? null };
}

function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}
