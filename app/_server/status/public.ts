import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientAddress, limitKey } from '../access/client-address.ts';
import { isForThisPortal } from '../access/front.ts';
import { securityHeaders } from '../access/headers.ts';
import { takeGuestSlot } from '../access/rate-limits.ts';
import { isKnown } from '../api/answer.ts';
import { isTrustedProxy } from '../env.ts';
import { log } from '../log.ts';
import { publicContract, publicSpelling, startBoard } from './board.ts';
import { encodingFor } from './public-bytes.ts';
import { type Document, PublicDocuments } from './public-documents.ts';
import { movedHeaders, PREFLIGHT, policyMaker } from './public-headers.ts';
import { PublicStreams } from './public-streams.ts';
import type { Looks } from './public-texts.ts';

export type PublicStatus = {
  /** whether the request was for a public document, and is answered; others are for somebody else */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** ends the streams */
  end(): void;
};
/** What documents are made with: also the texts that stand in each, which its policy allows by their hashes, and the sentence for who searches too often. */
export type PublicLooks = Looks & { style: string; script: string; tooMany(seconds: number): string };

/** /status/REFERENCE with .json, .atom, .svg, /live or /SLUG.svg. */
const ADDRESS = /^\/status\/([^/?#]+?)(\.json|\.atom|\.svg|\/live|\/[^/?#]+\.svg)?$/;

/** Answers what anybody may read of contracts that make their status public, from memory, before anything else is asked. */
export function publicStatus(origins: readonly string[], looks: PublicLooks): PublicStatus {
  const streams = new PublicStreams();
  const documents = new PublicDocuments(looks, origins[0] ?? '', {
    changed: (reference, version) => streams.tell(reference, version),
    gone: (reference) => streams.endOf(reference),
  });
  const policy = policyMaker(looks);
  startBoard();

  function send({ method, headers }: IncomingMessage, response: ServerResponse, document: Document): void {
    document.contract.asked = true;
    const form = document.forms[encodingFor(headers['accept-encoding'] as string | undefined)];
    const isSame = isKnown(form.etag, headers['if-none-match']);
    const told = isSame ? form.unchanged : form.full;
    response.writeHead(
      isSame ? 304 : 200,
      document.kind === 'html' ? [...told, 'content-security-policy', policy()] : told,
    );
    response.end(isSame || method === 'HEAD' ? undefined : form.body);
  }

  async function sendLater(request: IncomingMessage, response: ServerResponse, sought: Sought): Promise<void> {
    const { reference, address, kind, query, page } = sought;
    const searched = kind !== null && (query !== '' || page !== 1);
    if (searched) {
      const slot = takeGuestSlot(keyOf(request));
      if (!slot.ok) return refuse(response, 429, looks.tooMany(slot.retryAfterSeconds), String(slot.retryAfterSeconds));
    }
    const document = await (searched
      ? documents.searched(reference, kind, { query, page })
      : documents.at(reference, address));
    if (document) send(request, response, document);
    else refuse(response, 404, '');
  }

  function answerOther(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, headers } = request;
    const sought = soughtIn(request.url ?? '');
    // moves between pages of the portal are Next's
    if (!sought || headers.rsc !== undefined) return false;
    if (!publicContract(sought.reference)) return leadOn(request, response, sought);
    if (sought.kind === undefined) {
      if (method !== 'GET' && method !== 'HEAD') return false;
      if (method === 'HEAD') response.writeHead(200, { 'content-type': 'text/event-stream' }).end();
      else streams.open(sought.reference, keyOf(request), response, documents.versionOf(sought.reference));
      return true;
    }
    if (method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT).end();
      return true;
    }
    if (method !== 'GET' && method !== 'HEAD') return false;
    sendLater(request, response, { ...sought, kind: sought.kind }).catch((error) => {
      log().error({ err: error }, 'a public status document could not be sent');
      if (!response.headersSent) refuse(response, 500, '');
    });
    return true;
  }

  return {
    answer: (request, response) => {
      const { url = '', method } = request;
      if (!url.startsWith('/status/')) return false;
      const { headers } = request;
      if (!isForThisPortal(headers.host, origins)) return false;
      const document = method === 'GET' || method === 'HEAD' ? documents.ready.get(url) : undefined;
      if (!document || headers.rsc !== undefined) return answerOther(request, response);
      send(request, response, document);
      return true;
    },
    end: () => streams.end(),
  };
}

/** To a public contract's own spelling, and nowhere for any other: those that are not public are answered like those that are not there. */
function leadOn({ method, url = '' }: IncomingMessage, response: ServerResponse, { reference, what }: Found): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const spelling = publicSpelling(reference);
  if (spelling === null) return false;
  const asked = url.indexOf('?');
  const location = `/status/${encodeURIComponent(spelling)}${encodeURI(what)}${asked < 0 ? '' : url.slice(asked)}`;
  response.writeHead(308, movedHeaders(location)).end();
  return true;
}

type Sought = {
  reference: string;
  /** without what is asked after it */
  address: string;
  /** what of it comes after the reference: '.json' */
  what: string;
  /** null = a document without pages; of Found undefined = the stream */
  kind: 'html' | 'json' | null;
  query: string;
  page: number;
};
type Found = Omit<Sought, 'kind'> & { kind: Sought['kind'] | undefined };
const LONGEST_QUERY = 200;

function soughtIn(url: string): Found | null {
  const [raw = '', ...asks] = url.split('?');
  const [address, reference = '', what = ''] = ADDRESS.exec(readable(raw)) ?? [];
  if (address === undefined) return null;
  const asked = new URLSearchParams(asks.join('?'));
  const query = (asked.get('q') ?? '').trim().slice(0, LONGEST_QUERY);
  const page = Math.max(1, Math.trunc(Number(asked.get('page') ?? 1)) || 1);
  const kind = what === '/live' ? undefined : what === '' ? 'html' : what === '.json' ? 'json' : null;
  return { reference, address, what, kind, query, page };
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}

function keyOf({ headers, socket }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-for'];
  return limitKey(clientAddress(socket.remoteAddress, [forwarded ?? []].flat().join(','), isTrustedProxy));
}

function refuse(response: ServerResponse, status: number, text: string, retryAfter?: string): void {
  const headers = {
    ...securityHeaders(),
    ...{ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    ...(retryAfter && { 'retry-after': retryAfter }),
  };
  response.writeHead(status, headers).end(text && `${text}\n`);
}
