import type { EndpointKind } from './probe.ts';

/** An environment has at most this many. */
export const MOST_ENDPOINTS = 50;

/** What of an environment is probed and how, as people say it. */
export type EndpointSettings = {
  name: string;
  kind: EndpointKind;
  /** HTTP: a URL; TCP and TLS: host:port, as a URL would write them */
  target: string;
  /** name of the service it belongs to; null = the environment as a whole */
  service: string | null;
  /** HTTP: the statuses that are well, '200-299,301' */
  expectStatus: string | null;
  expectText: string | null;
  intervalSeconds: number;
  timeoutMs: number;
  retries: number;
  /** an answer slower than this is degraded; null = none is */
  slowMs: number | null;
  certificateDays: number;
};

/** In the order in which they are shown. */
const MEMBERS: readonly (keyof EndpointSettings)[] = [
  'name',
  'kind',
  'target',
  'service',
  'expectStatus',
  'expectText',
  'slowMs',
  'certificateDays',
  'intervalSeconds',
  'timeoutMs',
  'retries',
];

/** Whether a change makes the last reading say nothing about what is probed from now on. */
export function isOtherProbe(before: EndpointSettings, after: EndpointSettings): boolean {
  return PROBED.some((member) => before[member] !== after[member]);
}

const PROBED = ['kind', 'target', 'expectStatus', 'expectText', 'slowMs', 'certificateDays'] as const;

/** The settings that differ, in the order in which they are shown. */
export function differences(one: EndpointSettings, other: EndpointSettings): (keyof EndpointSettings)[] {
  return MEMBERS.filter((member) => one[member] !== other[member]);
}
