import type { Move } from '#domain/lifecycle.ts';
import { STANDING_WORDS } from './common.ts';
import { anyOf, managerWords, ownerWords } from './contact.ts';
import type { Writers } from './refusals.ts';
import { STATE_WORDS } from './states.ts';

/** What a move does, after "you cannot". */
const MOVES: Record<Move, string> = {
  submit: 'submit it',
  edit: 'change it',
  withdraw: 'withdraw it',
  answer: 'answer',
  accept: 'accept an offer',
  decline: 'decline an offer',
  ask: 'ask for information',
  offer: 'make an offer',
  approve: 'approve it',
  reject: 'reject it',
  cancel: 'cancel it',
  end: 'end it early',
  retry: 'try it again',
  giveUp: 'give it up',
  extend: 'extend it',
  expire: 'let it expire',
  miss: 'mark it as missed',
  apply: 'apply it',
  activate: 'make it active',
  return: 'return it to the baseline',
  handOver: 'hand it over to its extension',
  fail: 'mark it as failed',
  close: 'close it',
  adopt: 'make it the baseline',
};

type Codes =
  | 'notCustomer'
  | 'prodNotRequestable'
  | 'devNeverGrows'
  | 'notManager'
  | 'ownRequest'
  | 'ownOffer'
  | 'notPermitted'
  | 'readOnlyToken'
  | 'noOperations'
  | 'wrongState'
  | 'stale'
  | 'alreadyApproved'
  | 'emergencyUnconfirmed';

/** Who and where may not, and the moment. */
export const WHO: Writers<Codes> = {
  notCustomer: ({ standing }, { contact }) => ({
    reason: `Only a customer of this contract asks for an upscale or changes a request; you see the contract as ${STANDING_WORDS[standing]}.`,
    next: `Ask ${ownerWords(contact)} to send the request.`,
  }),
  prodNotRequestable: ({ environment }, { contact }) => ({
    reason: `${environment} cannot be chosen in the upscale form: it scales with load by itself, and only the provider raises its ceiling.`,
    next: `Announce high load: write to ${managerWords(contact)} with the dates and the peak you expect.`,
  }),
  devNeverGrows: ({ environment, rulebook, isDefault, stages }, { contact }) => ({
    reason: `${environment} cannot be increased under rulebook ${rulebook}${isDefault ? ', the default that holds while the contract names none' : ''}.`,
    next: `${stages.length > 0 ? `Ask for the upscale on ${anyOf(stages)} instead, or ask` : 'Ask'} ${managerWords(contact)} whether the contract can follow rules that let it grow.`,
  }),
  notManager: ({ move, standing }, { contact }) => ({
    reason: `Only a project manager of this contract decides: as ${STANDING_WORDS[standing]} you cannot ${MOVES[move]}.`,
    next: `Ask ${managerWords(contact)} to decide.`,
  }),
  ownRequest: ({ move }, { contact }) => ({
    reason: `Nobody decides their own request, so you cannot ${MOVES[move]}.`,
    next: `Ask another project manager of this contract: ${managerWords(contact)}.`,
  }),
  ownOffer: () => ({
    reason: 'Nobody accepts an offer of their own: accepting it is the approval of who made it.',
    next: 'Ask another person of the customer to accept or decline it.',
  }),
  notPermitted: ({ move, standing }, { contact }) => ({
    reason: `As ${STANDING_WORDS[standing]} of this contract you cannot ${MOVES[move]}.`,
    next: `Ask ${managerWords(contact)} to do it.`,
  }),
  noOperations: ({ standing }, { contact }) => ({
    reason: `Operations are for the project managers of a contract and for operators. As ${STANDING_WORDS[standing]} you see on each request how far it is.`,
    next: `Open the request, or ask ${managerWords(contact)}.`,
  }),
  readOnlyToken: () => ({
    reason: 'This API token may read and nothing else.',
    next: 'Make a token that may write on the page Account, and send it instead.',
  }),
  wrongState: ({ state, move }) => ({
    reason: `The request is “${STATE_WORDS[state]}”, and in that state nobody can ${MOVES[move]}.`,
    next: 'Open the request again: it shows what can be done with it now.',
  }),
  stale: ({ version }) => ({
    reason: `The request has changed since you opened it; it is now at version ${version}.`,
    next: 'Read what has changed, then decide again.',
  }),
  alreadyApproved: (_, { contact }) => ({
    reason: 'You have approved this content already; one approval counts once.',
    next: `Another project manager has to approve it too: ${managerWords(contact)}.`,
  }),
  emergencyUnconfirmed: () => ({
    reason: 'An emergency is approved only by someone who confirms that it is one.',
    next: 'Tick “Confirm emergency” (in the API confirmEmergency: true) and approve again, or reject the request.',
  }),
};
