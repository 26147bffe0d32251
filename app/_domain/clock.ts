import type { ClockMove, MoveFacts, RequestState } from './lifecycle.ts';

const MINUTE = 60_000;
/** How often a return that failed is looked at: it closes when its size is seen after all. */
const FAILED_RETURN_EVERY = MINUTE;
/** How long after an edge the clock may take before a request is called late. */
const LATE_AFTER = MINUTE;

/** What of a request the clock looks at; instants in UTC ms, the window is the offered one while OFFERED. */
export type Dated = {
  state: RequestState;
  windowStart: number | null;
  /** null = a permanent change */
  windowEnd: number | null;
  prescaleMinutes: number;
  failedDuring: MoveFacts['failedDuring'];
  continuedBy: string | null;
};

/** The clock's move that time alone makes due, or null (domain.md §4); now in UTC ms. */
export function due(request: Dated, now: number): ClockMove | null {
  const { state, windowStart, windowEnd } = request;
  const ended = windowEnd !== null && now >= windowEnd;
  if (windowStart === null) return null;
  if (isUndecided(state)) return now >= windowStart ? 'expire' : null;
  if (state === 'SCHEDULED') return ended ? 'miss' : now >= begins(request, windowStart) ? 'apply' : null;
  if (state === 'ACTIVE' && windowEnd === null) return 'adopt';
  if (state === 'ACTIVE' && ended && request.continuedBy !== null) return 'handOver';
  if (state === 'APPLYING' || state === 'ACTIVE') return ended ? 'return' : null;
  return state === 'FAILED' && request.failedDuring === 'APPLYING' && ended ? 'return' : null;
}

/** When the clock has to look at a request that is as it is since `now`, in UTC ms; null = never. What is applied or returned is looked at again at once. */
export function wakeAt(request: Dated, now: number): number | null {
  const { state, windowStart, windowEnd, failedDuring } = request;
  if (windowStart === null) return null;
  if (isUndecided(state)) return windowStart;
  if (state === 'SCHEDULED') return begins(request, windowStart);
  if (state === 'APPLYING' || state === 'RETURNING') return now;
  if (state === 'ACTIVE') return windowEnd ?? now;
  if (state === 'FAILED') return failedDuring === 'APPLYING' ? windowEnd : now + FAILED_RETURN_EVERY;
  return null;
}

/** A return later than its grace: visible everywhere and alarmed. It is due from the window's end, or from when it began before that. Instants in UTC ms. */
export function isOverdue(
  request: {
    state: RequestState;
    failedDuring: MoveFacts['failedDuring'];
    windowEnd: number | null;
    returnSince: number | null;
    returnGraceMinutes: number;
  },
  now: number,
): boolean {
  const since = Math.min(request.windowEnd ?? Infinity, request.returnSince ?? Infinity);
  return isReturning(request) && now > since + request.returnGraceMinutes * MINUTE;
}

/** How many ms a request is behind its window: not begun, not active at its start, or not returned at its end; 0 = in time. A minute is granted. */
export function lateBy(request: Dated & { returnSince: number | null }, now: number): number {
  const { state, windowStart, windowEnd, failedDuring } = request;
  if (windowStart === null) return 0;
  const behind = (edge: number) => (now - edge > LATE_AFTER ? now - edge : 0);
  if (state === 'SCHEDULED') return behind(begins(request, windowStart));
  if (state === 'APPLYING' || (state === 'FAILED' && failedDuring === 'APPLYING')) return behind(windowStart);
  if (isReturning(request)) return behind(Math.min(windowEnd ?? Infinity, request.returnSince ?? Infinity));
  return state === 'ACTIVE' && windowEnd !== null ? behind(windowEnd) : 0;
}

function isUndecided(state: RequestState): boolean {
  return state === 'IN_REVIEW' || state === 'NEEDS_INFO' || state === 'OFFERED';
}

function isReturning({ state, failedDuring }: Pick<Dated, 'state' | 'failedDuring'>): boolean {
  return state === 'RETURNING' || (state === 'FAILED' && failedDuring === 'RETURNING');
}

function begins({ prescaleMinutes }: Dated, windowStart: number): number {
  return windowStart - prescaleMinutes * MINUTE;
}
