import type { JudgeFacts } from '../judge.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { RequestContent } from '../request.ts';

/** R5: DEV is not for load tests or large data sets. */
export function devIsNotForLoad({ purpose }: RequestContent, { environment, stages }: JudgeFacts): Refusal[] {
  if (environment.kind !== 'DEV' || (purpose !== 'LOAD_TEST' && purpose !== 'DATA_LOAD')) return [];
  return [refusal('devNotForThis', { environment: environment.slug, purpose, stages: [...stages] }, 'purpose')];
}

/** R7: a load test on STAGE says its data share and traffic share, both below 100 % of PROD. */
export function loadTestIsScaledDown({ purpose, loadTest }: RequestContent, { environment }: JudgeFacts): Refusal[] {
  if (environment.kind !== 'STAGE' || purpose !== 'LOAD_TEST') return [];
  if (!loadTest) return [refusal('loadTestMissing', {}, 'loadTest')];
  const { dataSharePercent: data, trafficSharePercent: traffic } = loadTest;
  return [
    ...(data < 100 ? [] : [refusal('dataShareTooHigh', { share: data }, 'loadTest.dataSharePercent')]),
    ...(traffic < 100 ? [] : [refusal('trafficShareTooHigh', { share: traffic }, 'loadTest.trafficSharePercent')]),
  ];
}

/** R11: the effect on consistency is said: which environments follow, or why none does. */
export function consistencyIsSaid({ consistency }: RequestContent): Refusal[] {
  if (consistency.follow.length > 0 || consistency.note.trim() !== '') return [];
  return [refusal('consistencyMissing', {}, 'consistency.note')];
}
