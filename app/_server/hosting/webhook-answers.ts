import { type ProviderError, providerError } from '#domain/hosting.ts';
import { observedShape, saidBy, sightingOf } from '#domain/observed-shape.ts';
import type { Answer, Place, Seen } from './port.ts';
import type { Posted } from './safe-post.ts';

const SECOND = 1_000;
/** It reports by itself; this is for those that do not. */
const LOOK_AGAIN_MS = 15 * SECOND;
const LONGEST_WAIT_MS = 600 * SECOND;
/** Of what is not 2xx, 3xx or 5xx these ask to come again; all others are a no. */
const COME_AGAIN: ReadonlySet<number> = new Set([425, 429, 503]);
const NOT_HEARD: ReadonlySet<number> = new Set([408]);

type Heard = Extract<Posted, { kind: 'answered' }>;
/** How a message went; unconfigured = there was nowhere to send it. */
export type Sent = Posted | { kind: 'unconfigured' };

/** What a sent order came to. Refused is a no of whoever answered; what did not arrive may be sent again; what may have arrived is unknown. */
export function answerOf(sent: Sent): Answer {
  if (sent.kind !== 'answered') return { kind: KIND_OF[sent.kind], error: errorOf(sent) };
  const { status } = sent;
  if (status >= 200 && status < 300) return { kind: 'accepted', lookAgainMs: LOOK_AGAIN_MS };
  const detail = wordsOf(sent);
  if (COME_AGAIN.has(status))
    return { kind: 'retryable', error: providerError('busy', { detail }), waitMs: retryAfter(sent) };
  if (status < 300 || status >= 500 || NOT_HEARD.has(status))
    return { kind: 'unknown', error: providerError('badAnswer', { detail }) };
  // a redirect is never followed: it could lead to where nobody may call
  return { kind: 'refused', error: providerError(status < 400 ? 'badAnswer' : 'refused', { detail }) };
}

const KIND_OF = { unconfigured: 'refused', forbidden: 'refused', notSent: 'retryable', unheard: 'unknown' } as const;

function errorOf(sent: Exclude<Sent, Heard>): ProviderError {
  // which setting: where it leads is for the log
  if (sent.kind === 'unconfigured') return providerError('misconfigured', { detail: 'HEADROOM_WEBHOOK_URL' });
  if (sent.kind === 'forbidden') return providerError('misconfigured', { detail: 'HEADROOM_WEBHOOK_ALLOW' });
  if (sent.timedOut) return providerError('timedOut', { seconds: sent.seconds });
  return providerError(sent.kind === 'notSent' ? 'unreachable' : 'lostAnswer', { detail: saidBy(sent.detail) });
}

/** What an answer shows of an environment. `reportsLater` = it will say so by itself; the error is for when it never has. */
export function readSighting(sent: Sent, { services }: Place, now: number): Seen | { kind: 'reportsLater' } {
  if (sent.kind !== 'answered') return { kind: 'unseen', error: errorOf(sent) };
  if (sent.status === 202 || sent.status === 204) return { kind: 'reportsLater' };
  const badAnswer = () => ({ kind: 'unseen', error: providerError('badAnswer', { detail: wordsOf(sent) }) }) as const;
  const read = sent.status === 200 && sent.isWhole ? observedShape.safeParse(jsonOf(sent.text)) : null;
  if (!read?.success) return badAnswer();
  const { observedAt, underWay = null, progress = null } = read.data;
  const { capacities, misfits } = sightingOf(read.data.services, services);
  if (misfits.length > 0) return badAnswer();
  // nobody has seen the future; believed, it would hide everything until then
  const at = Math.min(observedAt, now);
  const everything = () => Object.fromEntries(services.map(({ name }) => [name, progress]));
  const moving = underWay === null ? null : underWay ? everything() : {};
  return { kind: 'seen', observation: { at, by: 'webhook', capacities, moving } };
}

/** How long it asks to be left alone, in ms; 0 = it does not say. */
function retryAfter({ headers }: Heard): number {
  const seconds = Number(headers['retry-after'] ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds * SECOND), LONGEST_WAIT_MS) : 0;
}

/** The status and what it said: `detail` of a problem, else its text. */
function wordsOf({ status, text }: Heard): string {
  const { detail } = (jsonOf(text) ?? {}) as { detail?: unknown };
  return `HTTP ${status} ${saidBy(typeof detail === 'string' ? detail : text)}`.trim();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
