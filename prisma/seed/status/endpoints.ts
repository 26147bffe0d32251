import type { EndpointKind } from '#domain/probe.ts';
import type { DemoEnvironment } from '../environments.ts';

/** An endpoint of a demo environment; it leads to the environment's demo shop. */
export type DemoEndpoint = {
  environment: DemoEnvironment;
  name: string;
  /** null = it belongs to the environment as a whole */
  service: string | null;
  kind: EndpointKind;
  expectText: string | null;
  /** of an answer in quiet hours (ms) */
  usualMs: number;
};

const ENDPOINTS: readonly Omit<DemoEndpoint, 'environment'>[] = [
  { name: 'Storefront', service: 'yves', kind: 'HTTP', expectText: 'Add to basket', usualMs: 140 },
  { name: 'API', service: 'glue', kind: 'HTTP', expectText: null, usualMs: 85 },
  { name: 'Back office', service: 'backoffice', kind: 'HTTP', expectText: 'Sign in', usualMs: 190 },
  { name: 'Load balancer', service: null, kind: 'TCP', expectText: null, usualMs: 4 },
];

/** What every probe of the demo is allowed. */
export const LIMITS = { slowMs: 1000, timeoutMs: 3000, retries: 1, certificateDays: 14 } as const;

/** Seconds between two probes from now on: short where a newcomer looks first, so that a change is seen within seconds. */
export function intervalSecondsOf({ kind, contract }: DemoEnvironment): number {
  return kind !== 'DEV' && ['NLW-2024', 'ALP-2025'].includes(contract.reference) ? 5 : 15;
}

/** The environments that are live, and so have a shop, endpoints and a history. */
export function liveEnvironments(environments: ReadonlyMap<string, DemoEnvironment>): DemoEnvironment[] {
  return [...environments.values()].filter(({ slug }) => slug !== 'jun-prod');
}

/** The endpoints of an environment. */
export function endpointsOf(environment: DemoEnvironment): DemoEndpoint[] {
  return ENDPOINTS.map((endpoint) => ({ environment, ...endpoint }));
}
