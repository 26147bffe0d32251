import { attributeOf, attributesOf, type Capacity, isTasks } from './capacity.ts';
import { isAt } from './hosting.ts';

/** What can be switched wrong with the simulated provider, for one service. */
export const FAULTS = ['REFUSE', 'HANG', 'STUCK', 'WRONG', 'LOSE_ANSWER'] as const;
export type Fault = (typeof FAULTS)[number];

/** A service on its way from one size to another, between two instants in UTC ms. */
export type Transition = { from: Capacity; target: Capacity; startedAt: number; finishesAt: number };

/** When a transition that is stuck will have finished (UTC ms). */
export const NEVER = Date.UTC(9999, 0);

/** Whether a transition is not over at an instant (UTC ms). */
export function isMoving({ finishesAt }: Transition, now: number): boolean {
  return now < finishesAt;
}

/** How much of a transition is behind it, 0–1; now in UTC ms. */
export function shareDone(transition: Transition, now: number): number {
  const { startedAt, finishesAt } = transition;
  if (!isMoving(transition, now)) return 1;
  return finishesAt === NEVER ? 0 : Math.max(0, (now - startedAt) / (finishesAt - startedAt));
}

/** The size a service has at an instant (UTC ms): counts go step by step, what a task or node is made of changes halfway. */
export function sizeAt(transition: Transition, now: number): Capacity {
  const { from, target } = transition;
  const share = shareDone(transition, now);
  if (share === 0 || share === 1) return share === 0 ? from : target;
  // this way, and not by adding a part of the difference: what was in order stays in order
  const between = (a: number, b: number) => Math.round(a * (1 - share) + b * share);
  const half = share < 0.5 ? from : target;
  if (isTasks(from) && isTasks(target)) {
    const [min, desired, max] = [
      between(from.min, target.min),
      between(from.desired, target.desired),
      between(from.max, target.max),
    ];
    return { ...half, min, desired, max };
  }
  if (isTasks(from) || isTasks(target)) return half;
  return { ...half, count: between(from.count, target.count) };
}

/** Whether two sizes are the same in every attribute, `desired` included. */
export function isSame(a: Capacity, b: Capacity): boolean {
  return (
    isTasks(a) === isTasks(b) &&
    attributesOf(isTasks(a) ? 'tasks' : 'nodes').every((name) => attributeOf(a, name) === attributeOf(b, name))
  );
}

/** Where a provider that errs arrives: one task or node less, else at the baseline, else one more; never at what was wanted. */
export function wrongSize(wanted: Capacity, baseline: Capacity): Capacity {
  const most = isTasks(wanted) ? wanted.max : wanted.count;
  if (most > 1) return ofMost(wanted, most - 1);
  return isAt(baseline, wanted) ? ofMost(wanted, most + 1) : baseline;
}

function ofMost(size: Capacity, most: number): Capacity {
  if (!isTasks(size)) return { ...size, count: most };
  return { ...size, min: Math.min(size.min, most), desired: Math.min(size.desired, most), max: most };
}
