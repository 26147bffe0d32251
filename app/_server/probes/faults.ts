import { type ProbeReason, probeReason } from '#domain/probe.ts';

const DAY_MS = 86_400_000;
const BY_CODE: Record<string, 'unresolved' | 'refused' | 'reset'> = {
  ENOTFOUND: 'unresolved',
  ENODATA: 'unresolved',
  EAI_AGAIN: 'unresolved',
  EAI_FAIL: 'unresolved',
  EAI_NONAME: 'unresolved',
  EAI_NODATA: 'unresolved',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
};
/** This machine has no socket, memory, port or network: that says nothing of the endpoint. */
const OWN = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'ENETDOWN', 'ENETUNREACH'];

/** A probe that ended before it had an answer, and why. */
export class ProbeFault extends Error {
  readonly reason: ProbeReason;
  readonly certificateEndsAt: number | null;
  constructor(reason: ProbeReason, certificateEndsAt: number | null = null) {
    super(reason.code);
    this.reason = reason;
    this.certificateEndsAt = certificateEndsAt;
  }
}

/** A certificate that is not to be trusted, at an instant: expired when that is all there is to it. endsAt and at in UTC ms. */
export function certificateFault(endsAt: number | null, code: string, at: number): ProbeFault {
  const expired = code === 'CERT_HAS_EXPIRED' && endsAt !== null && endsAt <= at;
  const reason = expired
    ? probeReason('certificateExpired', { days: Math.floor((at - endsAt) / DAY_MS) })
    : probeReason('certificateInvalid', {});
  return new ProbeFault(reason, endsAt);
}

/** Of several addresses that were tried, what one of them said rather than that this machine has no way to another. */
function codeOf(error: unknown): unknown {
  const tried: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const codes = tried.map((each) => (each as { code?: unknown }).code);
  return codes.find((code) => typeof code === 'string' && !OWN.includes(code)) ?? codes[0];
}

/** Why an attempt failed; throws what is this machine's own fault, or the program's. */
export function reasonOf(error: unknown): ProbeReason {
  if (error instanceof ProbeFault) return error.reason;
  const code = codeOf(error);
  if (typeof code !== 'string' || OWN.includes(code)) throw error;
  const known = BY_CODE[code];
  return known ? probeReason(known, {}) : probeReason('failed', { code });
}
