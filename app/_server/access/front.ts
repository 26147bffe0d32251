import type { IncomingMessage } from 'node:http';
import { acceptedOrigins, isTrustedProxy } from '../env.ts';
import { clientAddress } from './client-address.ts';

/** What the server does with every request before Next sees it: null = pass it on, its forwarded headers now true; else the status and sentence to answer. Next can do neither: it keeps a client's own X-Forwarded-For and hides the absolute form. */
export function atTheFrontDoor(
  request: Pick<IncomingMessage, 'url' | 'headers' | 'socket'>,
  origins = acceptedOrigins(),
): { status: 421; sentence: string } | null {
  const { url = '', headers, socket } = request;
  const origin = origins.find((accepted) => isHostOf(accepted, headers.host));
  // asterisk form (OPTIONS *) and authority form (CONNECT) are not for a portal either
  if (!origin || !url.startsWith('/')) return { status: 421, sentence: `This server answers for ${origins[0]} only.` };
  headers['x-forwarded-for'] = clientAddress(socket.remoteAddress, forwardedFor(headers), isTrustedProxy);
  headers['x-forwarded-host'] = headers.host;
  headers['x-forwarded-proto'] = new URL(origin).protocol.slice(0, -1);
  delete headers['x-forwarded-port'];
  delete headers.forwarded;
  return null;
}

function isHostOf(origin: string, host: string | undefined): boolean {
  if (!host || !/^[a-z0-9.:[\]-]+$/i.test(host)) return false;
  return URL.parse(`${new URL(origin).protocol}//${host}`)?.origin === origin;
}

function forwardedFor(headers: IncomingMessage['headers']): string | undefined {
  const given = headers['x-forwarded-for'];
  return Array.isArray(given) ? given.join(',') : given;
}
