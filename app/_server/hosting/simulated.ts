import { providerError, type Target } from '#domain/hosting.ts';
import { type Fault, isMoving, shareDone, sizeAt } from '#domain/transition.ts';
import { environment } from '../env.ts';
import type { Answer, Observation, Order, Place, Provider } from './port.ts';
import { readSimulated, type SimulatedRow, type SimulatedWrite, writeSimulated } from './simulated-rows.ts';
import { ordered } from './simulated-step.ts';

const MOST = { tasks: { max: 200 }, nodes: { count: 50 } };
const LIMIT_MS = 3_600_000;
const SOONEST_LOOK_MS = 250;

/** What a simulation takes from outside: the instant in UTC ms, how many seconds a change takes, and chance (0–1). */
export type Surroundings = {
  now: () => number;
  seconds: () => readonly [from: number, to: number];
  random: () => number;
};

/** An honest stand-in with a stored world of its own: it takes time, can be seen half-way, fences, and errs where an operator said so. */
export function simulatedWith(around: Surroundings): Provider {
  return {
    name: 'simulated',
    limitMs: LIMIT_MS,
    limitsOf: ({ shape }) => MOST[shape],
    observe: async (place) => ({ kind: 'seen', observation: await observation(place, around.now) }),
    apply: (order, signal) => answer(order, signal, around),
  };
}

/** The simulation as it runs here. */
export const simulated: Provider = simulatedWith({
  now: Date.now,
  seconds: () => environment().HEADROOM_SIMULATED_SECONDS,
  random: Math.random,
});

async function observation(place: Place, clock: () => number): Promise<Observation> {
  const rows = await readSimulated(place.services.map(({ id }) => id));
  const now = clock();
  const moving = rows.filter(({ world }) => isMoving(world, now));
  return {
    at: now,
    by: 'simulated',
    capacities: Object.fromEntries(rows.map(({ name, world }) => [name, sizeAt(world, now)])),
    moving: Object.fromEntries(moving.map(({ name, world }) => [name, Math.floor(shareDone(world, now) * 100)])),
  };
}

async function answer(order: Order, signal: AbortSignal, around: Surroundings): Promise<Answer> {
  const since = around.now();
  const rows = await readSimulated(
    order.place.services.flatMap(({ id, name }) => (isTarget(order.targets, name) ? [id] : [])),
  );
  const unknown = order.targets.find(({ service }) => !rows.some(({ name }) => name === service));
  if (unknown) return refusal(`The simulation has no service ${unknown.service}.`);
  if (rows.some(({ token }) => token !== null && token > order.token))
    return { kind: 'refused', error: providerError('stale', {}) };
  const has = (fault: Fault) => rows.some((row) => row.fault === fault);
  if (has('REFUSE')) return refusal('The simulation was told to refuse.');
  if (has('HANG')) return silence(signal, since, around.now);
  const lookAgainMs = await carryOut(order, rows, around);
  // another claim was there between reading and writing: judged again
  if (lookAgainMs === null) return answer(order, signal, around);
  if (!has('LOSE_ANSWER')) return { kind: 'accepted', lookAgainMs };
  const detail = 'The simulation was told to lose its answer.';
  return { kind: 'unknown', error: providerError('lostAnswer', { detail }) };
}

/** Brings every target on its way in one small transaction; answers when it is worth while to look, null = the world has changed meanwhile. */
async function carryOut(order: Order, rows: readonly SimulatedRow[], around: Surroundings): Promise<number | null> {
  const now = around.now();
  const [from, to] = around.seconds();
  const lasts = Math.round((from + around.random() * (to - from)) * 1_000);
  const writes = rows.flatMap((row): SimulatedWrite[] => {
    const target = order.targets.find(({ service }) => service === row.name);
    return target ? [ordered(row, { operationId: order.operationId, wanted: target.capacity, now, lasts })] : [];
  });
  if (!(await writeSimulated(writes, order.token))) return null;
  // what is stuck is looked at as if it were not: a provider that does nothing does not say so
  const ends = writes.map(({ finishesAt }) => Math.min(finishesAt - now, lasts));
  return Math.max(SOONEST_LOOK_MS, ...ends);
}

async function silence(signal: AbortSignal, since: number, clock: () => number): Promise<Answer> {
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
  const seconds = Math.round((clock() - since) / 1_000);
  return { kind: 'unknown', error: providerError('timedOut', { seconds }) };
}

function refusal(detail: string): Answer {
  return { kind: 'refused', error: providerError('refused', { detail }) };
}

function isTarget(targets: readonly Target[], name: string): boolean {
  return targets.some(({ service }) => service === name);
}
