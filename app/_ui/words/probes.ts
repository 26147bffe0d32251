import type { ProbeReason, ProbeReasonCode, ProbeReasonParams } from '#domain/probe.ts';
import { counted } from './sizes.ts';

const WRITERS: { [C in ProbeReasonCode]: (params: ProbeReasonParams[C]) => string } = {
  slow: ({ ms, limitMs }) => `Answered after ${duration(ms)}; it should take no longer than ${duration(limitMs)}.`,
  certificateSoon: ({ days }) =>
    days === 0 ? 'Its certificate ends within a day.' : `Its certificate ends in ${counted(days, 'day')}.`,
  certificateExpired: ({ days }) =>
    days === 0 ? 'Its certificate ended less than a day ago.' : `Its certificate ended ${counted(days, 'day')} ago.`,
  certificateInvalid: () => 'Its certificate is for another name, or of nobody that is trusted.',
  status: ({ status }) => `Answered with status ${status}, which is not what was expected.`,
  text: () => 'Answered without the text that was expected.',
  timeout: ({ seconds }) => `Gave no whole answer within ${duration(seconds * 1000)}.`,
  refused: () => 'Refused the connection.',
  reset: () => 'Ended the connection before the answer was whole.',
  unresolved: () => 'Its name leads to no address.',
  forbidden: () => 'Not measured: it leads to an address that may not be probed from here.',
  redirectForbidden: () => 'Redirects to an address that may not be probed from here.',
  tooManyRedirects: () => 'Redirects more than three times.',
  failed: ({ code }) => `Gave no answer that can be understood (${code}).`,
};

/** Why an endpoint is not up, in a sentence for customers: what was seen, and no address. */
export function probeReasonWords(reason: ProbeReason): string {
  const write = WRITERS[reason.code] as (params: ProbeReason['params']) => string;
  return write(reason.params);
}

/** '340 ms' below a second, else '2.5 s'. */
function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`;
}
