import type { Capacity } from './capacity.ts';
import { isOverdue, lateBy } from './clock.ts';
import type { ProviderError, ProviderName } from './hosting.ts';
import { isUnderWay, type Operation } from './operation.ts';
import { dueFacts, type StoredRequest } from './stored-request.ts';

/** What a person can do about an alarm; the sentences are in #ui/words/operations. */
export type NextStep =
  | 'retryOrGiveUp'
  | 'retryReturn'
  /** the run sheet waits for an operator */
  | 'confirmSteps'
  /** it goes on by itself until its time limit */
  | 'watch'
  /** another request has the service in hand */
  | 'othersFirst'
  /** the clock has not moved it: no worker does */
  | 'seeWorker';

/** A request that is not where its window says; lateBy in ms, until = the time limit of what is under way, UTC ms. */
export type RequestAlarm = {
  kind: 'failed' | 'overdue' | 'late';
  reference: string;
  environment: string;
  /** which half of its life it hangs in */
  during: 'APPLYING' | 'RETURNING';
  lateBy: number;
  error: ProviderError | null;
  next: NextStep;
  until: number | null;
};
/** A service that is not what baseline and live windows make; expected null = a window is under way there. since in UTC ms. */
export type DriftAlarm = {
  kind: 'drift';
  environment: string;
  service: string;
  expected: Capacity | null;
  observed: Capacity;
  since: number;
  by: ProviderName | null;
};
/** No worker beats; since in UTC ms, null = none ever did. */
export type WorkerAlarm = { kind: 'silentWorker'; since: number | null };
export type Alarm = RequestAlarm | DriftAlarm | WorkerAlarm;

/** What of a request needs a person now, or null; operation = its latest one. now in UTC ms. */
export function alarmOf(request: StoredRequest, operation: Operation | null, now: number): RequestAlarm | null {
  const { reference, environment, state, failedDuring } = request;
  const late = lateBy(dueFacts(request), now);
  const overdue = isOverdue({ ...request, windowEnd: request.window?.end ?? null }, now);
  if (state !== 'FAILED' && late === 0) return null;
  const during = state === 'RETURNING' || state === 'ACTIVE' || failedDuring === 'RETURNING' ? 'RETURNING' : 'APPLYING';
  return {
    kind: state === 'FAILED' ? 'failed' : overdue ? 'overdue' : 'late',
    reference,
    environment,
    during,
    lateBy: late,
    error: operation?.error ?? operation?.attempts.at(-1)?.error ?? null,
    next: nextStep(request, operation),
    until: operation && isUnderWay(operation) ? operation.deadlineAt : null,
  };
}

function nextStep({ state, failedDuring }: StoredRequest, operation: Operation | null): NextStep {
  if (state === 'FAILED') return failedDuring === 'RETURNING' ? 'retryReturn' : 'retryOrGiveUp';
  if (state === 'SCHEDULED' || state === 'ACTIVE') return 'seeWorker';
  if (!operation || !isUnderWay(operation)) return 'othersFirst';
  return operation.provider === 'manual' ? 'confirmSteps' : 'watch';
}
