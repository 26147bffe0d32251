import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import { hostOf } from './addresses.ts';
import { type Address, allAddresses, pinned, type Resolve, untilAborted } from './resolve.ts';

const OWN_LIMIT_MS = 10_000;
const MOST_BYTES = 256 * 1024;

export type Post = {
  url: URL;
  headers: Record<string, string>;
  body: string;
  /** judges each address the host leads to */
  mayCall: (address: string) => boolean;
  signal: AbortSignal;
  resolve?: Resolve;
};

/** What came of it: an answer (`isWhole` = its text was not cut off), or how far it got. What was not sent never arrived; what was not heard may have. */
export type Posted =
  | { kind: 'answered'; status: number; headers: IncomingHttpHeaders; text: string; isWhole: boolean }
  | { kind: 'forbidden'; address: string }
  | { kind: 'notSent' | 'unheard'; timedOut: boolean; seconds: number; detail: string };

type Failed = (kind: 'notSent' | 'unheard', error: unknown) => Posted;

/** Posts to an address that others configured: every address of the host is judged before, the connection goes to those and no other, no redirect is followed, no proxy asked, TLS verified; at most 10 s and 256 KiB. */
export async function safePost(post: Post): Promise<Posted> {
  const signal = AbortSignal.any([post.signal, AbortSignal.timeout(OWN_LIMIT_MS)]);
  const began = performance.now();
  const failed = (kind: 'notSent' | 'unheard', error: unknown): Posted => ({
    kind,
    timedOut: signal.aborted,
    seconds: Math.round((performance.now() - began) / 1000),
    detail: said(error),
  });
  try {
    const addresses = await untilAborted((post.resolve ?? allAddresses)(hostOf(post.url)), signal);
    const forbidden = addresses.find(({ address }) => !post.mayCall(address));
    if (forbidden) return { kind: 'forbidden', address: forbidden.address };
    return await send(post, addresses, signal, failed);
  } catch (error) {
    return failed('notSent', error);
  }
}

function send(
  { url, headers, body }: Post,
  addresses: Address[],
  signal: AbortSignal,
  failed: Failed,
): Promise<Posted> {
  const { promise, resolve } = Promise.withResolvers<Posted>();
  const start = url.protocol === 'https:' ? encrypted : plain;
  const request = start(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body), 'accept-encoding': 'identity' },
    // a connection of its own: nothing kept alive, no proxy of the environment
    agent: false,
    lookup: pinned(addresses),
    signal,
  });
  const isSent = watchSending(request, url.protocol === 'https:' ? 'secureConnect' : 'connect');
  request.on('response', (response) => resolve(heard(response)));
  request.on('error', (error) => resolve(failed(isSent() ? 'unheard' : 'notSent', error)));
  request.end(body);
  return promise;
}

/** Before the connection stands, nothing of a request has left. */
function watchSending(request: ClientRequest, stands: 'connect' | 'secureConnect'): () => boolean {
  let isSent = false;
  request.on('socket', (socket) =>
    socket.once(stands, () => {
      isSent = true;
    }),
  );
  return () => isSent;
}

/** Reads an answer as far as it comes, in time and within its size. */
async function heard(response: IncomingMessage): Promise<Posted> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isWhole = true;
  try {
    for await (const chunk of response) {
      size += chunk.length;
      if (size > MOST_BYTES) throw new RangeError('too large');
      chunks.push(chunk);
    }
  } catch {
    isWhole = false;
  }
  const text = Buffer.concat(chunks).toString();
  return { kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, text, isWhole };
}

/** A code such as ECONNREFUSED says it shortest, and names no address. */
function said(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  return typeof code === 'string' ? code : String(message ?? error);
}
