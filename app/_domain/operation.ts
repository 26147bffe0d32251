import type { Capacity } from './capacity.ts';
import { isAt, type ProviderError, type ProviderName, type Target } from './hosting.ts';

/** An operation applies what was granted, or returns to the baseline. */
export const OPERATION_KINDS = ['APPLY', 'RETURN'] as const;
export const OPERATION_STATES = ['CALLING', 'ACCEPTED', 'DONE', 'FAILED', 'SUPERSEDED'] as const;
export const ATTEMPT_OUTCOMES = ['accepted', 'refused', 'retryable', 'unknown'] as const;

/** One call of a provider; outcome null = nobody heard the answer yet. at in UTC ms. */
export type Attempt = {
  number: number;
  at: number;
  outcome: (typeof ATTEMPT_OUTCOMES)[number] | null;
  error: ProviderError | null;
};

/** One try to bring a request's services to absolute sizes, with its latest calls, oldest first. Instants in UTC ms. */
export type Operation = {
  id: string;
  /** 1, 2, … within the request */
  number: number;
  kind: (typeof OPERATION_KINDS)[number];
  state: (typeof OPERATION_STATES)[number];
  provider: ProviderName;
  targets: Target[];
  startedAt: number;
  /** the time limit: FAILED when it passes */
  deadlineAt: number;
  finishedAt: number | null;
  /** percent, as the provider tells it; null = it does not */
  progress: number | null;
  /** why it failed */
  error: ProviderError | null;
  attempts: Attempt[];
};

/** Whether a provider is, or may be, still at it. */
export function isUnderWay({ state }: Pick<Operation, 'state'>): boolean {
  return state === 'CALLING' || state === 'ACCEPTED';
}

/** A service's size as it was last seen; at in UTC ms, null = never by a provider. */
export type Sighting = { service: string; capacity: Capacity; at: number | null };

/** One line of a run sheet: what a person brings from one size to another, and whether it was seen there since. */
export type Step = { service: string; from: Capacity; to: Capacity; confirmed: boolean };

/** The run sheet of an operation; a step is confirmed by a sighting that is not older than the operation. */
export function stepsOf({ targets, startedAt }: Operation, seen: readonly Sighting[]): Step[] {
  return targets.map(({ service, capacity }) => {
    const last = seen.find((each) => each.service === service);
    const isSince = last !== undefined && last.at !== null && last.at >= startedAt;
    return {
      service,
      from: last?.capacity ?? capacity,
      to: capacity,
      confirmed: isSince && isAt(last.capacity, capacity),
    };
  });
}
