import type { EndpointSettings } from '#domain/endpoint.ts';
import type { ProbeOutcome, ProbeReason } from '#domain/probe.ts';

/** What a probe needs to know of an endpoint. */
export type ProbedEndpoint = Omit<EndpointSettings, 'name' | 'service'> & {
  id: number;
  /** leads to the demo shop of its environment */
  demo: boolean;
  /** where that shop listens on 127.0.0.1; null = nowhere */
  shopPort: number | null;
};

/** What came of a probe. outcome null: nothing was measured, and the reason says why. */
export type Probed = {
  outcome: ProbeOutcome | null;
  /** until all of the answer, of the last attempt; null = there was none */
  ms: number | null;
  reason: ProbeReason | null;
  /** UTC ms; null = no certificate was seen */
  certificateEndsAt: number | null;
};
