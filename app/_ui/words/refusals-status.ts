import { STANDING_WORDS } from './common.ts';
import { managerWords } from './contact.ts';
import type { Writers } from './refusals.ts';
import { counted } from './sizes.ts';

type Codes = 'notPublisher' | 'endpointChanged' | 'endpointOfDemo' | 'tooManyEndpoints' | 'triedTooOften';

/** What only managers and operators do about an environment's status: incidents, maintenance, what is probed. */
export const STATUS: Writers<Codes> = {
  notPublisher: ({ standing }, { contact }) => ({
    reason: `Only project managers and operators publish the status of an environment and say what is probed; you see the contract as ${STANDING_WORDS[standing]}.`,
    next: `Tell ${managerWords(contact)} what should be known or probed.`,
  }),
  endpointChanged: ({ name }) => ({
    reason: `“${name}” has been changed since you opened it.`,
    next: 'Read what it is now, then send yours again if it shall replace that.',
  }),
  endpointOfDemo: () => ({
    reason: 'This endpoint leads to the demo shop, whose address Headroom keeps by itself.',
    next: 'Pause it, or add an endpoint of your own.',
  }),
  tooManyEndpoints: ({ environment, max }) => ({
    reason: `${environment} has ${counted(max, 'endpoint')}, the most that one environment can have.`,
    next: 'Remove one that is not needed any more, then add this one.',
  }),
  triedTooOften: ({ seconds }) => ({
    reason: 'Too many tries at once: each is a real call of somebody’s server.',
    next: `Try it again in ${counted(seconds, 'second')}.`,
  }),
};
