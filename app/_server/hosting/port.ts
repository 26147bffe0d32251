import type { Capacity, CapacityShape } from '#domain/capacity.ts';
import type { Moving, ProviderError, ProviderName, Target } from '#domain/hosting.ts';

/** An environment as a provider knows it. */
export type Place = {
  id: string;
  slug: string;
  services: readonly { id: string; name: string; shape: CapacityShape }[];
};

/** What a provider sees of an environment; `at` is when it was true, UTC ms. Services it cannot see are absent. */
export type Observation = {
  at: number;
  by: ProviderName;
  capacities: Readonly<Record<string, Capacity>>;
  /** where services were seen one by one: when each was, UTC ms; `at` is then the oldest */
  seenAt?: Readonly<Record<string, number>>;
  /** the services the provider is still changing, each with the percent done (null = it cannot tell); null = it cannot tell which */
  moving: Moving;
};

/** What is asked of a provider: absolute sizes, under a fencing token that only grows. The same operation twice is one. */
export type Order = {
  operationId: string;
  reference: string;
  kind: 'APPLY' | 'RETURN';
  place: Place;
  targets: readonly Target[];
  token: bigint;
};

/** `accepted` says only that it was heard; `unknown` that it may have been. lookAgainMs = when an observation is worth while, waitMs = how long it asked to be left alone. */
export type Answer =
  | { kind: 'accepted'; lookAgainMs: number }
  | { kind: 'refused' | 'retryable' | 'unknown'; error: ProviderError; waitMs?: number };
export type Seen = { kind: 'seen'; observation: Observation } | { kind: 'unseen'; error: ProviderError };

/** The most that a provider can do for a service of a shape; absent = no limit of its own. */
export type Limits = Readonly<Partial<Record<'max' | 'count', number>>>;

/** Whatever carries out sizes: nothing it answers is believed but an observation. Every call ends when its signal aborts. */
export type Provider = {
  name: ProviderName;
  /** how long an operation may take until it has failed, ms */
  limitMs: number;
  limitsOf(service: { name: string; shape: CapacityShape }): Limits;
  observe(place: Place, signal: AbortSignal): Promise<Seen>;
  apply(order: Order, signal: AbortSignal): Promise<Answer>;
};
