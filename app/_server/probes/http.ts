import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { probeReason } from '#domain/probe.ts';
import { httpUrl } from '#domain/probe-target.ts';
import { isExpectedStatus } from '#domain/status-ranges.ts';
import { hostOf } from '../hosting/addresses.ts';
import { certificateEndOf } from './connect.ts';
import type { Asking, Connections } from './connections.ts';
import type { ProbedEndpoint } from './endpoint.ts';
import { ProbeFault } from './faults.ts';
import { type MayReach, reach } from './reach.ts';
import type { ProbeWorld } from './world.ts';

const MOST_BYTES = 64 * 1024;
const MOST_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];
/** Of a server that closed a kept connection just when it was used again. */
const CLOSED = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];
/** Answers before the answer (1xx): a server may send some, and one that sends them without end keeps every other probe waiting. */
const MOST_INTERIM = 20;
/** Beyond this a server has closed a connection before it is used again. */
const KEPT_WITHIN_SECONDS = 30;
const WELL = '200-399';

export type Attempt = { mayReach: MayReach; signal: AbortSignal; world: ProbeWorld };
type Heard = { status: number; location: string | undefined; text: string; certificateEndsAt: number | null };

/** Asks for an endpoint's address and follows redirects, unless it expects some; a ProbeFault or an error with a code says what went wrong. Answers when the certificate that came first ends. */
export async function probeHttp(endpoint: ProbedEndpoint, attempt: Attempt): Promise<number | null> {
  let url = probeable(endpoint.target);
  if (!url) throw new ProbeFault(probeReason('forbidden', {}));
  const follows = !REDIRECTS.some((status) => endpoint.expectStatus && isExpectedStatus(status, endpoint.expectStatus));
  let first: Heard | null = null;
  for (let hops = 0; ; hops++) {
    const heard: Heard = await (hops === 0 ? hear(url, endpoint, attempt) : hearRedirected(url, endpoint, attempt));
    first ??= heard;
    if (!follows || !REDIRECTS.includes(heard.status) || heard.location === undefined) {
      judge(heard, endpoint, first.certificateEndsAt);
      return first.certificateEndsAt;
    }
    if (hops === MOST_REDIRECTS) throw new ProbeFault(probeReason('tooManyRedirects', {}), first.certificateEndsAt);
    url = probeable(URL.parse(heard.location, url)?.href ?? '');
    if (!url) throw new ProbeFault(probeReason('redirectForbidden', {}), first.certificateEndsAt);
  }
}

/** Nobody's password is sent. */
function probeable(text: string): URL | null {
  const url = httpUrl(text);
  return url?.username || url?.password ? null : url;
}

async function hearRedirected(url: URL, endpoint: ProbedEndpoint, attempt: Attempt): Promise<Heard> {
  try {
    return await hear(url, endpoint, attempt);
  } catch (error) {
    const forbidden = error instanceof ProbeFault && error.reason.code === 'forbidden';
    throw forbidden ? new ProbeFault(probeReason('redirectForbidden', {})) : error;
  }
}

function judge(
  { status, text }: Heard,
  { expectStatus, expectText }: ProbedEndpoint,
  certificateEndsAt: number | null,
) {
  if (!isExpectedStatus(status, expectStatus ?? WELL))
    throw new ProbeFault(probeReason('status', { status }), certificateEndsAt);
  if (expectText !== null && !text.includes(expectText))
    throw new ProbeFault(probeReason('text', {}), certificateEndsAt);
}

/** One request and its answer, on a kept connection where there is one. */
async function hear(url: URL, { intervalSeconds }: ProbedEndpoint, attempt: Attempt): Promise<Heard> {
  const { signal, world } = attempt;
  const isEncrypted = url.protocol === 'https:';
  const to = { host: hostOf(url), port: Number(url.port || (isEncrypted ? 443 : 80)) };
  const addresses = await reach(to, { ...attempt, resolve: world.resolve });
  const tls = isEncrypted ? { context: world.trust, protocols: ['http/1.1'] } : null;
  const asking: Asking = {
    ...to,
    path: url.pathname + url.search,
    headers: { host: url.host, 'user-agent': 'Headroom-Probe', accept: '*/*', 'accept-encoding': 'identity' },
    signal,
    opening: { ...to, addresses, tls, signal },
  };
  if (intervalSeconds > KEPT_WITHIN_SECONDS) return ask(asking, world.fresh);
  return ask(asking, world.kept).catch((error) => {
    if (error !== CLOSED_MEANWHILE) throw error;
    return ask(asking, world.fresh);
  });
}

const CLOSED_MEANWHILE = new Error('a kept connection was closed meanwhile');

function ask(asking: Asking, agent: Connections): Promise<Heard> {
  const { promise, resolve, reject } = Promise.withResolvers<Heard>();
  const asked = request({ ...asking, agent });
  asked.on('response', (response) => heard(response, asked).then(resolve, reject));
  // the answer is its status; what comes after it is no HTTP any more
  asked.on('upgrade', (response, socket) => {
    socket.destroy();
    resolve(answer(response, asked, ''));
  });
  let interim = 0;
  asked.on('information', () => {
    if (++interim > MOST_INTERIM) asked.destroy(new ProbeFault(probeReason('failed', { code: 'TOO_MANY_INTERIM' })));
  });
  asked.on('error', (error: Error & { code?: string }) => {
    const closed = asked.reusedSocket && !asking.signal?.aborted && CLOSED.includes(error.code ?? '');
    reject(closed ? CLOSED_MEANWHILE : error);
  });
  asked.end();
  return promise;
}

/** Reads an answer to its end, or as far as its most bytes. */
async function heard(response: IncomingMessage, asked: ClientRequest): Promise<Heard> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    chunks.push(chunk);
    if (size >= MOST_BYTES) break;
  }
  return answer(response, asked, Buffer.concat(chunks).subarray(0, MOST_BYTES).toString());
}

function answer({ statusCode, headers }: IncomingMessage, { socket }: ClientRequest, text: string): Heard {
  const certificateEndsAt = socket ? certificateEndOf(socket) : null;
  return { status: statusCode ?? 0, location: headers.location, text, certificateEndsAt };
}
