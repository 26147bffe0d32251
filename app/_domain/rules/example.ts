import type { Catalogue, ServiceSizes } from '../capacity.ts';
import type { JudgeFacts } from '../judge.ts';
import type { RequestContent } from '../request.ts';
import { type EffectiveRules, effectiveRules } from '../rulebook.ts';
import { RULEBOOK_2023_10, RULEBOOK_2024_02 } from '../rulebooks.ts';

/** The golden case of domain.md §6 as facts, for the tests of the rules: now is Friday 20 November 2026, 16:00 in Berlin. */
export const NOW = at('2026-11-20T16:00+01:00');

/** An instant in UTC ms from RFC 3339 text. */
export function at(text: string): number {
  return Date.parse(text);
}

export const CATALOGUE: Catalogue = {
  classes: [
    { name: 'db.m6g.large', service: 'database', rank: 2, vcpu: 2, memoryGiB: 8 },
    { name: 'db.t4g.medium', service: 'database', rank: 1, vcpu: 2, sustainedShare: 0.2, memoryGiB: 4 },
    { name: 'db.m6g.xlarge', service: 'database', rank: 3, vcpu: 4, memoryGiB: 16 },
    { name: 'cache.t4g.small', service: 'key_value_store', rank: 1, vcpu: 2, memoryGiB: 1.37 },
    { name: 'cache.m6g.large', service: 'key_value_store', rank: 3, vcpu: 2, memoryGiB: 6.38 },
  ],
  taskSizes: [
    { cpu: 512, memory: 1024 },
    { cpu: 512, memory: 2048 },
    { cpu: 1024, memory: 2048 },
    { cpu: 1024, memory: 4096 },
    { cpu: 2048, memory: 4096 },
  ],
};

const yves = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 2 };
const backgw = { cpu: 512, memory: 1024, min: 1, desired: 1, max: 1 };
const database = { instance: 'db.t4g.medium', count: 1, diskGiB: 100 };
const broker = { instance: 'mq.m5.large', count: 1 };

export const STAGE: readonly ServiceSizes[] = [
  { name: 'yves', shape: 'tasks', baseline: yves, current: yves, ceiling: { ...yves, min: 4, desired: 4, max: 4 } },
  {
    name: 'backgw',
    shape: 'tasks',
    baseline: backgw,
    current: backgw,
    ceiling: { cpu: 1024, memory: 4096, min: 2, desired: 2, max: 2 },
  },
  {
    name: 'database',
    shape: 'nodes',
    baseline: database,
    current: database,
    ceiling: { ...database, instance: 'db.m6g.large', diskGiB: 500 },
  },
  { name: 'broker', shape: 'nodes', baseline: broker, current: broker, ceiling: { ...broker, count: 2 } },
];

export const PROD: readonly ServiceSizes[] = [
  sized('yves', { ...yves, max: 8 }),
  sized('backgw', { ...backgw, cpu: 1024, memory: 2048, max: 4 }),
  { ...sized('database', { ...database, instance: 'db.m6g.xlarge' }), shape: 'nodes' },
];

export const UNDER_2023_10 = rules('STAGE');
export const DEV_2023_10 = rules('DEV');
export const PROD_2023_10 = rules('PROD');
export const DEV_2024_02 = rules('DEV', RULEBOOK_2024_02);

export const FACTS: JudgeFacts = {
  now: NOW,
  environment: { slug: 'nlw-stage', kind: 'STAGE', services: STAGE, freezes: [] },
  stages: ['nlw-stage'],
  prod: PROD,
  catalogue: CATALOGUE,
  rules: UNDER_2023_10,
  timeZone: 'Europe/Berlin',
  holidays: new Set(),
  term: { start: at('2026-01-01T00:00+01:00'), end: at('2029-01-01T00:00+01:00') },
  budget: { perYear: 120, used: 12, yearEnd: at('2027-01-01T00:00+01:00') },
  claims: [],
};

/** A load test on STAGE that every rule allows: yves to 4 tasks, Thu 26 Nov 08:00 – Fri 27 Nov 18:00, 30 min pre-scale. */
export const CONTENT: RequestContent = {
  environment: 'nlw-stage',
  purpose: 'LOAD_TEST',
  reason: 'Christmas sale',
  lines: [{ service: 'yves', wanted: { ...yves, max: 4 } }],
  window: { start: at('2026-11-26T08:00+01:00'), end: at('2026-11-27T18:00+01:00'), timeZone: 'Europe/Berlin' },
  prescaleMinutes: 30,
  loadTest: { tool: 'k6', dataSharePercent: 8, trafficSharePercent: 25, generators: [] },
  consistency: { follow: [], note: 'Size only, nothing else changes.' },
  contact: 'Jo, +49 69 1234',
  authority: true,
  watchers: [],
};

function sized(name: string, size: ServiceSizes['baseline']): ServiceSizes {
  return { name, shape: 'tasks', baseline: size, current: size, ceiling: size };
}

function rules(kind: 'DEV' | 'STAGE' | 'PROD', rulebook = RULEBOOK_2023_10): EffectiveRules {
  return effectiveRules({ rulebook, variations: [], leadTime: null, approvers: null }, RULEBOOK_2023_10, kind, NOW);
}
