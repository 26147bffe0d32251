import type { Move, RequestState } from '#domain/lifecycle.ts';
import type { Standing } from '#domain/policy.ts';
import { STANDING_WORDS } from './common.ts';

type Told = {
  move: Move;
  from?: RequestState | undefined;
  to: RequestState;
  name?: string | undefined;
  standing?: Standing | 'clock' | undefined;
};

/** What a person did: after their name, and without it. */
const DEEDS: Partial<Record<Move, readonly [did: string, done: string]>> = {
  submit: ['submitted it', 'Submitted'],
  edit: ['changed it', 'Changed'],
  ask: ['asked for information', 'Information was asked for'],
  answer: ['answered', 'Answered'],
  offer: ['made an offer', 'An offer was made'],
  accept: ['accepted the offer', 'The offer was accepted'],
  decline: ['declined the offer', 'The offer was declined'],
  approve: ['approved it', 'Approved'],
  reject: ['rejected it', 'Rejected'],
  withdraw: ['withdrew it', 'Withdrawn'],
  cancel: ['cancelled the window', 'The window was cancelled'],
  end: ['ended it early', 'Ended early'],
  extend: ['asked for more time', 'More time was asked for'],
  retry: ['had it tried again', 'Tried again'],
  giveUp: ['gave it up', 'Given up'],
};

/** What time and the provider did. */
const HAPPENED: Partial<Record<Move, string>> = {
  expire: 'The start came before a decision: it expired.',
  miss: 'The window passed and nothing was applied: it expired.',
  apply: 'Its time came: the capacity is being raised.',
  activate: 'The granted capacity was observed: it is active.',
  return: 'The window ended: the capacity goes back to the baseline.',
  handOver: 'The window ended and its extension goes on: nothing was returned in between, and it is closed.',
  fail: 'The change did not go through.',
  close: 'The baseline was observed: it is closed.',
  adopt: 'The granted size was observed and is the new baseline: it is closed.',
};

/** One step of a request's story as a sentence; without a name for those who may not see people. */
export function storyWords({ move, from, to, name, standing }: Told): string {
  const happened = HAPPENED[move];
  if (happened) return happened;
  const [did, done] = move === 'edit' && to === 'DRAFT' ? DRAFTED : (DEEDS[move] ?? [move, move]);
  const led = from !== to && to === 'SCHEDULED' ? ': the window is scheduled' : '';
  if (name === undefined) return `${done}${led}.`;
  const role = standing && standing !== 'clock' ? ` (${STANDING_WORDS[standing]})` : '';
  return `${name}${role} ${did}${led}.`;
}

const DRAFTED = ['saved a draft', 'A draft was saved'] as const;
