/** What is probed: an http(s) address, a connection, a certificate. */
export const ENDPOINT_KINDS = ['HTTP', 'TCP', 'TLS'] as const;
export type EndpointKind = (typeof ENDPOINT_KINDS)[number];

/** What a probe found: answers, answers but slower than it may (or its certificate ends soon), does not answer as it should. */
export const PROBE_OUTCOMES = ['UP', 'SLOW', 'DOWN'] as const;
export type ProbeOutcome = (typeof PROBE_OUTCOMES)[number];

/** Every way in which a probe is not UP, with what its sentence needs; the words are in #ui/words/endpoints for staff, in #ui/words/status for all others. No parameter names an address: those are for staff alone. */
export type ProbeReasonParams = {
  /** answered after more than it may */
  slow: { ms: number; limitMs: number };
  /** the certificate ends in so many days */
  certificateSoon: { days: number };
  certificateExpired: { days: number };
  /** not for this name, or of nobody that is trusted */
  certificateInvalid: Record<never, never>;
  status: { status: number };
  /** the expected text is not in what was read */
  text: Record<never, never>;
  /** nothing, or not all of it, within the timeout */
  timeout: { seconds: number };
  refused: Record<never, never>;
  /** the connection ended in the midst of it */
  reset: Record<never, never>;
  /** the name leads nowhere */
  unresolved: Record<never, never>;
  /** the name leads to an address that this installation does not probe: nothing was measured */
  forbidden: Record<never, never>;
  redirectForbidden: Record<never, never>;
  tooManyRedirects: Record<never, never>;
  /** something else went wrong; a code such as EPROTO */
  failed: { code: string };
};
export type ProbeReasonCode = keyof ProbeReasonParams;
export type ProbeReason = { [C in ProbeReasonCode]: { code: C; params: ProbeReasonParams[C] } }[ProbeReasonCode];

/** Makes a reason. */
export function probeReason<C extends ProbeReasonCode>(code: C, params: ProbeReasonParams[C]): ProbeReason {
  return { code, params } as ProbeReason;
}

/** The time a reading lasts (ms): two intervals and one whole probe with all its attempts; then it is stale and says nothing any more. */
export function staleAfterMs(endpoint: { intervalSeconds: number; timeoutMs: number; retries: number }): number {
  return (
    2 * endpoint.intervalSeconds * 1000 + (endpoint.retries + 1) * (endpoint.timeoutMs + RETRY_PAUSE_MS) + SLACK_MS
  );
}

/** Between two attempts of one probe. */
export const RETRY_PAUSE_MS = 500;
/** A busy worker and the way into the database. */
const SLACK_MS = 5000;
