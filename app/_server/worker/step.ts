import { anyMoving, isAt, providerError } from '#domain/hosting.ts';
import type { Answer, Order, Place, Seen } from '../hosting/port.ts';
import { isSeenSince } from '../hosting/told.ts';
import { log } from '../log.ts';
import { providerCall } from '../metrics.ts';
import { type Claim, type Claimant, claim, LEASE_MS } from './claim.ts';
import type { StoredOperation } from './operation.ts';
import { saveAnswer, saveSeen, saveUnseen, saveWatched } from './outcome.ts';

/** How long a call of a provider may take, ms. */
const PATIENCE = { observe: 10_000, apply: 15_000 };
/** With less than this left of a lease nothing is begun any more. */
const SPARE_MS = 5_000;
const WATCHED_MS = 10_000;
const SOON_MS = 500;

export type Stepper = Omit<Claimant, 'at'> & {
  now: () => number;
  patience?: typeof PATIENCE;
  /** whether there is time to look how far a short change is */
  calm?: () => boolean;
};

/** Leads one due request a step on: takes it in hand, looks at its environment, calls the provider where that is needed, keeps what came of it. Answers whether it was in hand. */
export async function step(id: string, stepper: Stepper): Promise<boolean> {
  const { now, patience = PATIENCE, calm = () => false, ...rest } = stepper;
  const claimed = await claim(id, { ...rest, at: now() });
  if (!claimed) return false;
  // the lease is measured by a clock that stops for nobody, and so are those who slept through it
  const until = performance.now() + LEASE_MS - SPARE_MS;
  const seen = await observe(claimed, patience.observe);
  const { operation } = claimed;
  if (!operation) {
    await saveWatched(claimed, baselines(claimed), seen, now());
    return true;
  }
  const reached = seen.kind === 'seen' && isReached(seen, operation);
  if (!claimed.call || reached) {
    if (seen.kind === 'seen') await saveSeen(claimed, seen.observation, now());
    else await saveUnseen(claimed, seen.error, now());
    return true;
  }
  if (performance.now() > until) return true;
  const answer = await apply(claimed, operation, patience.apply);
  const kept = await saveAnswer(claimed, calm() ? lookedAtSoon(answer) : answer, now());
  if (!kept) log().warn({ request: claimed.request.reference }, 'what came back was of an older claim and is dropped');
  return true;
}

/** Whether nothing has to be called for: the sizes are there, and the provider says that nothing is on its way to others. */
function isReached(seen: Extract<Seen, { kind: 'seen' }>, { targets, startedAt }: StoredOperation): boolean {
  const { capacities, moving } = seen.observation;
  if (!isSeenSince(seen.observation, targets, startedAt) || anyMoving(moving, targets) !== false) return false;
  return targets.every(({ service, capacity }) => {
    const size = capacities[service];
    return size !== undefined && isAt(size, capacity);
  });
}

/** What takes seconds can be watched; what takes longer is not asked for so often. */
function lookedAtSoon(answer: Answer): Answer {
  const short = answer.kind === 'accepted' && answer.lookAgainMs <= WATCHED_MS;
  return short ? { ...answer, lookAgainMs: Math.min(answer.lookAgainMs, SOON_MS) } : answer;
}

function baselines({ request, site }: Claim): StoredOperation['targets'] {
  return request.lines.flatMap(({ serviceId, service }) => {
    const found = site.services.find(({ id }) => id === serviceId);
    return found ? [{ service, capacity: found.baseline }] : [];
  });
}

/** What the provider sees now; a call that does not end is ended. */
export async function observe(
  { provider, site }: Pick<Claim, 'provider' | 'site'>,
  patienceMs = PATIENCE.observe,
): Promise<Seen> {
  const began = performance.now();
  const seen = await withinTime(
    patienceMs,
    (signal) => provider.observe(placeOf(site), signal),
    (error): Seen => ({ kind: 'unseen', error }),
  );
  providerCall({ provider: provider.name, what: 'observe', outcome: seen.kind, ms: performance.now() - began });
  return seen;
}

async function apply(
  { provider, site, request }: Claim,
  operation: StoredOperation,
  patienceMs: number,
): Promise<Answer> {
  const { id: operationId, kind, targets, token } = operation;
  const order: Order = { operationId, reference: request.reference, kind, place: placeOf(site), targets, token };
  const limited = beyondLimits({ provider, site }, operation);
  if (limited) return { kind: 'refused', error: limited };
  const began = performance.now();
  const answer = await withinTime(
    patienceMs,
    (signal) => provider.apply(order, signal),
    (error): Answer => ({ kind: 'unknown', error }),
  );
  providerCall({ provider: provider.name, what: 'apply', outcome: answer.kind, ms: performance.now() - began });
  return answer;
}

/** Ends a call that takes longer than it may, also one that does not listen to its signal; what it throws is unknown. */
async function withinTime<T>(
  ms: number,
  call: (signal: AbortSignal) => Promise<T>,
  otherwise: (error: ReturnType<typeof providerError>) => T,
): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      stop.abort();
      resolve(otherwise(providerError('timedOut', { seconds: ms / 1000 })));
    }, ms);
  });
  const made = call(stop.signal).catch((error: Error) => {
    log().error({ err: error }, 'a provider threw');
    return otherwise(providerError('lostAnswer', { detail: error.message }));
  });
  return Promise.race([made, late]).finally(() => clearTimeout(timer));
}

function beyondLimits({ provider, site }: Pick<Claim, 'provider' | 'site'>, { targets }: StoredOperation) {
  for (const { service, capacity } of targets) {
    const found = site.services.find(({ name }) => name === service);
    const limits = found ? provider.limitsOf(found) : {};
    for (const attribute of ['max', 'count'] as const) {
      const [limit, wanted] = [limits[attribute], (capacity as Partial<Record<typeof attribute, number>>)[attribute]];
      if (limit !== undefined && wanted !== undefined && wanted > limit)
        return providerError('beyondLimits', { service, attribute, limit: String(limit) });
    }
  }
  return null;
}

function placeOf({ id, slug, services }: Claim['site']): Place {
  return { id, slug, services };
}
