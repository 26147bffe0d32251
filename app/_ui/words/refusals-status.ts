import type { NoticeDeed, NoticeStage } from '#domain/notice.ts';
import { STANDING_WORDS } from './common.ts';
import { managerWords } from './contact.ts';
import type { Writers } from './refusals.ts';
import { counted } from './sizes.ts';

type Codes =
  | 'notPublisher'
  | 'notPublisherOfAll'
  | 'noticeChanged'
  | 'noticeElsewhere'
  | 'noticeSent'
  | 'endpointChanged'
  | 'endpointOfDemo'
  | 'tooManyEndpoints'
  | 'triedTooOften';

const STAGE_MEANS: Record<NoticeStage, string> = {
  DRAFT: 'It is a draft',
  OPEN: 'The incident is open',
  RESOLVED: 'The incident is resolved',
  PLANNED: 'The maintenance has not begun',
  RUNNING: 'The maintenance is running',
  COMPLETED: 'The maintenance is over',
  CANCELLED: 'The maintenance is cancelled',
};
const DEED_WORDS: Record<NoticeDeed, string> = {
  publish: 'publish it',
  delete: 'delete it',
  edit: 'change it',
  update: 'add an update',
  reword: 'word an update anew',
  postMortem: 'write a post-mortem',
  extend: 'extend it',
  end: 'end it early',
  cancel: 'cancel it',
};

/** What only managers and operators do about an environment's status: incidents, maintenance, what is probed. */
export const STATUS: Writers<Codes> = {
  notPublisher: ({ standing }, { contact }) => ({
    reason: `Only project managers and operators publish the status of an environment and say what is probed; you see the contract as ${STANDING_WORDS[standing]}.`,
    next: `Tell ${managerWords(contact)} what should be known or probed.`,
  }),
  notPublisherOfAll: () => ({
    reason: 'It affects environments of contracts that are not yours, so you cannot change it alone.',
    next: 'Ask an operator to change it.',
  }),
  noticeChanged: () => ({
    reason: 'It has been changed since you opened it; nothing of yours was stored.',
    next: 'Read what it says now, then send yours again if it shall still be so.',
  }),
  noticeElsewhere: ({ stage, deed }) => ({
    reason:
      deed === 'publish' || deed === 'delete'
        ? 'It was published meanwhile, so it is no draft any more; nothing of yours was stored.'
        : `${STAGE_MEANS[stage]}, and then nobody can ${DEED_WORDS[deed]}; nothing of yours was stored.`,
    next: 'Open it again: it shows what can be done with it now.',
  }),
  noticeSent: ({ published }) => ({
    reason: published
      ? 'You sent this form before, and it is published as it was then; what you sent now was not stored.'
      : 'You sent this form before, and it is kept as a draft as it was then; what you sent now was not stored.',
    next: 'Open it: what shall be different is changed there.',
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
