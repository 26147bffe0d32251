import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { providerError } from '#domain/hosting.ts';
import { acceptedOrigins, environment } from '../env.ts';
import { log } from '../log.ts';
import { hostOf, isLoopback, mayCall, rangesOf } from './addresses.ts';
import type { Answer, Provider, Seen } from './port.ts';
import { safePost } from './safe-post.ts';
import { lastTold } from './told.ts';
import { answerOf, readSighting, type Sent } from './webhook-answers.ts';

const MINUTE = 60_000;
const NOT_YET = 'nothing was reported of it yet';

/** The provider's own automation: told by signed messages (Standard Webhooks) what to bring about, asked what runs, free to report later to POST /api/v1/operations/ID. */
export const webhook: Provider = {
  name: 'webhook',
  limitMs: 60 * MINUTE,
  limitsOf: () => ({}),
  apply: async ({ operationId, reference, kind, place, targets, token }, signal): Promise<Answer> => {
    const reportTo = `${acceptedOrigins()[0]}/api/v1/operations/${operationId}`;
    const data = {
      operationId,
      reportTo,
      reference,
      kind,
      environment: place.slug,
      targets,
      fencingToken: String(token),
    };
    // the same message for the same call: who has taken it drops it
    const id = `apply_${operationId}_${token}`;
    return answerOf(await tell('capacity.apply', id, data, signal));
  },
  observe: async (place, signal): Promise<Seen> => {
    const data = { environment: place.slug, services: place.services.map(({ name }) => name) };
    const sent = await tell('capacity.observe', `observe_${randomUUID()}`, data, signal);
    const seen = readSighting(sent, place, Date.now());
    if (seen.kind !== 'reportsLater') return seen;
    const observation = await lastTold(place, 'webhook');
    if (Object.keys(observation.capacities).length > 0) return { kind: 'seen', observation };
    return { kind: 'unseen', error: providerError('unobservable', { detail: NOT_YET }) };
  },
};

/** Sends one signed message. */
async function tell(type: string, id: string, data: object, signal: AbortSignal): Promise<Sent> {
  const { HEADROOM_WEBHOOK_URL: to, HEADROOM_WEBHOOK_SECRET: secret, HEADROOM_WEBHOOK_ALLOW: allow } = environment();
  if (!to || !secret) return { kind: 'unconfigured' };
  const url = new URL(to);
  const at = new Date();
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'headroom',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  const allowed = rangesOf(allow ?? '');
  // what says it is this machine must be: nothing else is called without encryption
  const judge = isLoopback(hostOf(url)) ? isLoopback : (address: string) => mayCall(address, allowed);
  const sent = await safePost({ url, headers, body, mayCall: judge, signal });
  if (sent.kind === 'forbidden')
    log().error(
      { address: sent.address },
      'HEADROOM_WEBHOOK_URL leads to an address that HEADROOM_WEBHOOK_ALLOW does not list',
    );
  return sent;
}
