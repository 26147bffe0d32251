import type { EndpointKind } from '#domain/probe.ts';
import type { FieldMessage } from '../form/error-summary.tsx';
import type { KeptAnswer } from '../form/use-answer.ts';
import type { Tone } from '../mark.tsx';
import type { RefusalShown } from '../request-form/answer.ts';

/** What the form of an endpoint does. */
export const DEEDS = ['add', 'change', 'try', 'pause', 'resume', 'remove'] as const;
export type Deed = (typeof DEEDS)[number];

/** What a try found, in words. */
export type Tried = { tone: Tone; sentence: string; next: string | null };

/** What the form answers when it was not done, or only tried. Plain data. */
export type EndpointAnswer = KeptAnswer & {
  messages: FieldMessage[];
  refusals: RefusalShown[];
  /** what is no longer as the sender saw it */
  changed: string[];
  tried: Tried | null;
};

export const NO_ANSWER: EndpointAnswer = { fields: new Map(), messages: [], refusals: [], changed: [], tried: null };

/** What one form is about: constants of its page. */
export type FormSheet = {
  /** the page's own address */
  address: string;
  environment: string;
  kinds: readonly EndpointKind[];
  services: readonly string[];
  /** null = it is to be added */
  endpoint: { id: number; version: number; paused: boolean; demo: boolean } | null;
};
