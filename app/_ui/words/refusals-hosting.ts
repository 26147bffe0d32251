import type { ProviderName } from '#domain/hosting.ts';
import { STANDING_WORDS } from './common.ts';
import { managerWords } from './contact.ts';
import { PROVIDER_WORDS } from './hosting.ts';
import type { Writers } from './refusals.ts';

type Codes = 'notOperator' | 'operationOver' | 'notByHand' | 'operationRunning' | 'notSimulated' | 'providerNotSetUp';

/** How a provider is set up, after "To choose it, ". */
const SET_UP: Record<ProviderName, string> = {
  simulated: 'start the portal with HEADROOM_PROVIDER=simulated',
  webhook: 'start the portal with HEADROOM_WEBHOOK_URL and HEADROOM_WEBHOOK_SECRET',
  manual: 'start the portal anew',
};

/** What only operators run: who carries out upscales, run sheets, the simulation. */
export const HOSTING: Writers<Codes> = {
  notOperator: ({ standing }, { contact }) => ({
    reason: `Only the provider’s operators run its hosting; you see the contract as ${STANDING_WORDS[standing]}.`,
    next: `Ask ${managerWords(contact)}, who can reach them.`,
  }),
  operationOver: () => ({
    reason: 'This operation is over, so there is nothing left to say about it.',
    next: 'Open the request: it shows how the operation ended and what can be done now.',
  }),
  notByHand: ({ provider }) => ({
    reason: `This operation is carried out by ${PROVIDER_WORDS[provider]}, so nobody confirms it by hand.`,
    next: 'Wait until its size is observed, or end or give up the request on its page.',
  }),
  operationRunning: ({ environment, reference }) => ({
    reason: `An operation of ${reference} is under way on ${environment}: whoever began it finishes it.`,
    next: `Wait until ${reference} is done, or give it up on its page, then choose again.`,
  }),
  notSimulated: ({ environment, provider }) => ({
    reason: `Upscales of ${environment} are carried out by ${PROVIDER_WORDS[provider]}; faults can be switched on in the simulation only.`,
    next: 'Choose an environment that is simulated.',
  }),
  providerNotSetUp: ({ provider }) => ({
    reason: `On this installation ${PROVIDER_WORDS[provider]} cannot carry out upscales: it is not set up for that.`,
    next: `To choose it, ${SET_UP[provider]}.`,
  }),
};
