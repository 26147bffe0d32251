import { type Attribute, attributeOf, attributesOf, type Capacity, isTasks } from './capacity.ts';

/** Who carries out upscales of an environment: a stand-in, the provider's own automation, or a person with a run sheet. */
export const PROVIDERS = ['simulated', 'webhook', 'manual'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** An absolute size to bring a service to; never a difference, so that twice is the same as once. */
export type Target = { service: string; capacity: Capacity };

/** Everything that goes wrong between Headroom and a provider, with what its sentence needs; the sentences are in #ui/words/hosting. `detail` is what the provider said. */
export type ProviderErrorParams = {
  /** said no, and why */
  refused: { detail: string };
  /** nothing was heard: it may have happened or not */
  timedOut: { seconds: number };
  lostAnswer: { detail: string };
  unreachable: { detail: string };
  /** asked to come back later */
  busy: { detail: string };
  /** answered something that cannot be read */
  badAnswer: { detail: string };
  /** a younger claim of the same service was there before */
  stale: Record<never, never>;
  misconfigured: { detail: string };
  /** beyond what the provider can do for a service */
  beyondLimits: { service: string; attribute: Attribute; limit: string };
  /** the ceiling was lowered since it was granted */
  aboveCeiling: { service: string; attribute: Attribute; ceiling: string; granted: string };
  /** the time limit passed and the wanted size was not observed; minutes the operation had */
  notArrived: { minutes: number };
  /** the provider says it is done, and another size is observed */
  arrivedOther: { services: string[] };
  unobservable: { detail: string };
};
export type ProviderErrorCode = keyof ProviderErrorParams;
export type ProviderError = {
  [C in ProviderErrorCode]: { code: C; params: ProviderErrorParams[C] };
}[ProviderErrorCode];

/** Makes a provider's error. */
export function providerError<C extends ProviderErrorCode>(code: C, params: ProviderErrorParams[C]): ProviderError {
  return { code, params } as ProviderError;
}

/** Whether a service is seen at a size. `desired` of tasks may stand anywhere between min and max: autoscaling moves it (domain.md §2). */
export function isAt(observed: Capacity, size: Capacity): boolean {
  if (isTasks(observed) !== isTasks(size)) return false;
  return attributesOf(isTasks(size) ? 'tasks' : 'nodes').every(
    (attribute) =>
      movesBySelf(observed, size, attribute) || attributeOf(observed, attribute) === attributeOf(size, attribute),
  );
}

function movesBySelf(observed: Capacity, size: Capacity, attribute: Attribute): boolean {
  if (attribute !== 'desired' || !isTasks(observed) || !isTasks(size)) return false;
  return observed.desired >= size.min && observed.desired <= size.max;
}

/** The services of an observation that are not at their target, or were not seen. */
export function notAt(observed: Readonly<Record<string, Capacity>>, targets: readonly Target[]): string[] {
  return targets.flatMap(({ service, capacity }) => {
    const seen = observed[service];
    return seen && isAt(seen, capacity) ? [] : [service];
  });
}

/** What a provider is still changing, by service, with the percent done; null = it cannot tell. */
export type Moving = Readonly<Record<string, number | null>> | null;

/** Whether any of these services is still being changed; null = the provider cannot tell. */
export function anyMoving(moving: Moving, targets: readonly Pick<Target, 'service'>[]): boolean | null {
  return moving && targets.some(({ service }) => service in moving);
}

/** Percent of an operation that is done, all services alike; null = the provider cannot tell. */
export function progressOf(moving: Moving, targets: readonly Pick<Target, 'service'>[]): number | null {
  if (!moving || targets.length === 0) return null;
  const parts = targets.map(({ service }) => (service in moving ? (moving[service] ?? null) : 100));
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : Math.floor(known.reduce((sum, part) => sum + part, 0) / parts.length);
}

/** A request that has something to do with a service now. */
export type LiveWindow = {
  service: string;
  state: 'APPLYING' | 'ACTIVE' | 'RETURNING' | 'FAILED';
  granted: Capacity | null;
};

/** The size a service has to have now: its baseline, or what an active window grants; null = something is under way or failed, and nothing can be said. */
export function expectedSize(
  service: { name: string; baseline: Capacity },
  windows: readonly LiveWindow[],
): Capacity | null {
  const own = windows.filter((window) => window.service === service.name);
  if (own.some(({ state }) => state !== 'ACTIVE')) return null;
  return own[0]?.granted ?? service.baseline;
}
