/** Who carries out upscales, what went wrong between Headroom and them, and what was seen. */
import type { Capacity } from '#domain/capacity.ts';
import {
  isAt,
  type ProviderError,
  type ProviderErrorCode,
  type ProviderErrorParams,
  type ProviderName,
} from '#domain/hosting.ts';
import type { Attempt, Operation } from '#domain/operation.ts';
import { changeWords } from './changes.ts';
import { attributeWords, capacityWords, serviceWords } from './sizes.ts';
import { formatDuration } from './times.ts';

export const PROVIDER_WORDS: Record<ProviderName, string> = {
  simulated: 'the simulation',
  webhook: 'the provider’s automation',
  manual: 'operators with a run sheet',
};
/** Who saw a size that is real, after it. */
export const SEEN_BY: Record<Exclude<ProviderName, 'simulated'>, string> = {
  webhook: 'by the provider’s automation',
  manual: 'by an operator’s word',
};
export const SIMULATED = 'simulated';
export const NEVER_SEEN = 'not seen yet';
/** '2 tasks seen 4 s ago, 4 tasks wanted' */
export function seenWords(
  seen: { capacity: Capacity; at: number | null } | undefined,
  wanted: Capacity,
  now: number,
): string {
  if (!seen || seen.at === null) return `${NEVER_SEEN}, ${capacityWords(wanted)} wanted`;
  const age = ageWords(seen.at, now);
  if (isAt(seen.capacity, wanted)) return `as wanted, seen ${age}`;
  return `${changeWords(wanted, seen.capacity)} seen ${age}, ${changeWords(seen.capacity, wanted)} wanted`;
}

/** What went wrong, and what to do about it. */
type Written = { reason: string; next: string };
type Writers = { [C in ProviderErrorCode]: (params: ProviderErrorParams[C]) => Written };

const WAIT = 'nothing: Headroom looks what happened and asks again by itself until the time limit.';

const WRITERS: Writers = {
  refused: ({ detail }) => ({
    reason: `The provider refused: ${quoted(detail)}.`,
    next: 'clear with the provider what stands in the way, then try again or give up.',
  }),
  timedOut: ({ seconds }) => ({ reason: `The provider did not answer within ${seconds} s.`, next: WAIT }),
  lostAnswer: ({ detail }) => ({
    reason: `The answer was lost on its way: ${quoted(detail)}. It may have been done or not.`,
    next: WAIT,
  }),
  unreachable: ({ detail }) => ({ reason: `The provider could not be reached: ${quoted(detail)}.`, next: WAIT }),
  busy: ({ detail }) => ({ reason: `The provider asked to come back later: ${quoted(detail)}.`, next: WAIT }),
  badAnswer: ({ detail }) => ({
    reason: `The provider’s answer could not be read: ${quoted(detail)}.`,
    next: 'let the operator look at the provider’s automation; Headroom asks again until the time limit.',
  }),
  stale: () => ({
    reason: 'A younger order for the same service was there before.',
    next: 'nothing: the younger order holds.',
  }),
  misconfigured: ({ detail }) => ({
    reason: `The provider is not set up: ${quoted(detail)}.`,
    next: 'let the operator correct the installation’s settings, then try again.',
  }),
  beyondLimits: ({ service, attribute, limit }) => ({
    reason: `${serviceWords(service)}: the provider can do at most ${limit} (${lower(attributeWords(attribute))}).`,
    next: 'give up, and ask for a smaller size or another provider.',
  }),
  aboveCeiling: ({ service, attribute, ceiling, granted }) => ({
    reason: `${serviceWords(service)}: ${granted} was granted (${lower(attributeWords(attribute))}), and the ceiling has been lowered to ${ceiling} since.`,
    next: 'raise the ceiling and try again, or give up and ask for less.',
  }),
  notArrived: ({ minutes }) => ({
    reason: `The time limit of ${formatDuration(minutes * 60_000)} passed, and the wanted size was not seen.`,
    next: 'look at the provider what became of it, then try again or give up.',
  }),
  arrivedOther: ({ services }) => ({
    reason: `The provider says it is done, but ${list(services.map(serviceWords))} ${services.length === 1 ? 'was' : 'were'} seen at another size.`,
    next: 'try again; if it stays, let the operator look at the provider.',
  }),
  unobservable: ({ detail }) => ({
    reason: `The size could not be looked at: ${quoted(detail)}.`,
    next: 'nothing: Headroom looks again; nothing is believed until it is seen.',
  }),
};

/** A provider's error in plain words: what happened, and the next step. */
export function providerErrorWords(error: ProviderError): Written {
  const write = WRITERS[error.code] as (params: ProviderError['params']) => Written;
  return write(error.params);
}

/** What a call of a provider came to. */
export function attemptWords({ outcome, error }: Pick<Attempt, 'outcome' | 'error'>): string {
  if (error) return providerErrorWords(error).reason;
  return outcome === null ? 'No answer yet.' : OUTCOMES[outcome];
}

const OUTCOMES: Record<NonNullable<Attempt['outcome']>, string> = {
  accepted: 'Taken. It counts once it is seen.',
  refused: 'Refused.',
  retryable: 'Not taken; it is asked again.',
  unknown: 'Nobody knows whether it was heard.',
};

export const CALL = (number: number): string => `Call ${number}`;
export const CALLS = 'Calls of the provider';
export const KIND_WORDS: Record<Operation['kind'], string> = {
  APPLY: 'Raises',
  RETURN: 'Returns',
};
export const OPERATION_STATE_WORDS: Record<Operation['state'], string> = {
  CALLING: 'Asking',
  ACCEPTED: 'Under way',
  DONE: 'Done, as seen',
  FAILED: 'Failed',
  SUPERSEDED: 'Replaced',
};

/** '12 s ago', '3 min ago' */
export function ageWords(at: number, now: number): string {
  return now - at < 1_000 ? 'just now' : `${formatDuration(now - at)} ago`;
}
/** '3 min late' */
export const LATE = (ms: number): string => `${formatDuration(ms)} late`;

function quoted(detail: string): string {
  return `“${detail.replace(/\.$/, '')}”`;
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat('en').format(words);
}

function lower(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
