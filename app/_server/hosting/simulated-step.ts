import type { Capacity } from '#domain/capacity.ts';
import { isSame, NEVER, sizeAt, wrongSize } from '#domain/transition.ts';
import type { SimulatedRow, SimulatedWrite } from './simulated-rows.ts';

/** What an order wants of one service: from `now` (UTC ms) on, `lasts` ms long. */
type Step = { operationId: string; wanted: Capacity; now: number; lasts: number };

/** A service's world after an order, faults included: the same order twice is one, a new one goes on from where the service is. */
export function ordered(row: SimulatedRow, { operationId, wanted, now, lasts }: Step): SimulatedWrite {
  const { id, fault, baseline, world, changes, token } = row;
  const target = fault === 'WRONG' ? wrongSize(wanted, baseline) : wanted;
  const kept = { serviceId: id, operationId, seen: token };
  const isFreed = world.finishesAt === NEVER && fault !== 'STUCK';
  if (row.operationId === operationId && isSame(world.target, target) && !isFreed)
    return { ...kept, ...world, changes };
  const from = sizeAt(world, now);
  if (isSame(from, wanted) || isSame(from, target))
    return { ...kept, from, target: from, startedAt: now, finishesAt: now, changes };
  if (fault === 'STUCK') return { ...kept, from, target, startedAt: now, finishesAt: NEVER, changes };
  return { ...kept, from, target, startedAt: now, finishesAt: now + lasts, changes: changes + 1 };
}
