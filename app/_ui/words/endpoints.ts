/** Words of the pages that say what is probed. */
import { differences, type EndpointSettings } from '#domain/endpoint.ts';
import type { EndpointReading, EndpointView } from '#domain/endpoint-view.ts';
import type { EndpointKind, ProbeOutcome, ProbeReason, ProbeReasonCode, ProbeReasonParams } from '#domain/probe.ts';
import { fieldWords } from './fields.ts';
import { counted, serviceWords } from './sizes.ts';
import { REASON_WORDS } from './status.ts';
import { formatDate, formatDuration, formatSecond, msWords } from './times.ts';

export const TITLE = 'Endpoints';
export const TITLE_OF = (name: string): string => `What is probed of ${name}`;
export const LEAD =
  'Each endpoint is asked again and again; what the answers come to is the level that everybody sees. Addresses stay with project managers and operators.';
export const ADD = 'Add an endpoint';
export const NEW_TITLE = 'New endpoint';
export const EDIT_TITLE = (name: string): string => `Endpoint “${name}”`;
export const EMPTY = 'Nothing is probed here yet';
export const EMPTY_TEXT =
  'Add the address that customers open, or a health check behind it. Until then the level is unknown, and nothing is claimed.';
export const COLUMNS = ['Endpoint', 'Address', 'Level', 'Answered in', 'Last probe', 'Next probe'] as const;
export const COUNT = (count: number, most: number): string => `${counted(count, 'endpoint')} of at most ${most}`;

const PAUSED = 'paused';
export const OF_DEMO = 'demo shop';
const NOT_YET = 'not yet';
const DUE = 'due now';
const UNDER_WAY = 'under way';
export const WHOLE_ENVIRONMENT = 'The environment as a whole';
export const placeWords = (service: string | null): string =>
  service === null ? WHOLE_ENVIRONMENT : serviceWords(service);
type Next = Pick<EndpointView, 'nextAt' | 'intervalSeconds'> & { reading: Pick<EndpointReading, 'at'> };
/** When it is probed next; later than an interval from now is the lease of a probe that is under way. */
export const nextWords = ({ nextAt, intervalSeconds, reading }: Next, now: number): string => {
  if (nextAt === null) return PAUSED;
  if (reading.at !== null && nextAt - now > intervalSeconds * 1000) return UNDER_WAY;
  return nextAt <= now ? DUE : `in ${formatDuration(Math.ceil((nextAt - now) / 1000) * 1000)}`;
};
export const lastWords = (at: number | null, zone: string): string => (at === null ? NOT_YET : formatSecond(at, zone));
type Writers = { [C in ProbeReasonCode]?: (params: ProbeReasonParams[C]) => string };
/** With the figures that staff needs; all others are said as to everybody. */
const WITH_FIGURES: Writers = {
  slow: ({ ms, limitMs }) => `answers after ${msWords(ms)}, more than ${msWords(limitMs)}`,
  certificateSoon: ({ days }) => `has a certificate that ends in ${counted(days, 'day')}`,
  certificateExpired: ({ days }) => `has a certificate that ended ${counted(days, 'day')} ago`,
  certificateInvalid: () => 'has a certificate that is not for this name, or of nobody that is trusted here',
  status: ({ status }) => `answers with status ${status}`,
  timeout: ({ seconds }) => `does not answer within ${counted(seconds, 'second')}`,
  unresolved: () => 'has a name that leads nowhere',
  forbidden: () => 'leads to a private address that HEADROOM_PROBE_ALLOW does not list',
  failed: ({ code }) =>
    /^ERR_SSL|^EPROTO/.test(code) ? `does not speak TLS as asked for (${code})` : `cannot be reached (${code})`,
};

/** What is wrong with an endpoint, after 'it': 'answers with status 503'. */
export function reasonWords({ code, params }: ProbeReason): string {
  const write = WITH_FIGURES[code] as ((params: ProbeReason['params']) => string) | undefined;
  return write?.(params) ?? REASON_WORDS[code];
}

/** Why an endpoint is at its level; '' where there is nothing to say. */
export const whyWords = ({ reading, paused }: Pick<EndpointView, 'reading' | 'paused'>): string => {
  if (paused) return 'nothing is known while it is paused';
  if (reading.at === null) return 'not probed yet; it counts from its first probe on';
  if (reading.reason) return reasonWords(reading.reason);
  return reading.level === 'UNKNOWN' ? 'no recent reading' : '';
};
export const certificateWords = ({ certificateEndsAt }: EndpointReading, zone: string): string | null =>
  certificateEndsAt === null ? null : `certificate until ${formatDate(certificateEndsAt, zone)}`;

export const KIND_WORDS: Record<EndpointKind, string> = {
  HTTP: 'HTTP: an address is asked for',
  TCP: 'TCP: a connection is opened',
  TLS: 'TLS: a connection is opened and its certificate judged',
};
export const NAME_HINT =
  'Everybody who sees the environment reads it. The address is for you and your colleagues alone.';
export const TARGET_HINT =
  'HTTP: https://shop.example/health. TCP and TLS: shop.example:443. Private addresses are probed only where the operator of this installation allows them.';
export const SERVICE_HINT = 'Its level follows from its own endpoints.';
export const STATUS_HINT = 'HTTP: 200-299,301 for instance. Empty: anything from 200 to 399, redirects followed.';
export const TEXT_HINT = 'HTTP: what the first 64 KiB of the answer must hold. Empty: anything.';
export const RHYTHM = 'When';
export const INTERVAL_HINT = '5 to 86,400.';
export const TIMEOUT_HINT = '100 to 60,000, no longer than the interval.';
export const RETRIES_HINT = 'Before it counts as down: 0 to 5.';
export const EXPECTED = 'What is well';
export const SLOW_HINT = 'Slower answers are degraded. Empty: none is.';
export const CERTIFICATE_HINT = 'TLS and https: degraded when fewer days are left. 0 to 365.';

export const SAVE = 'Save changes';
export const TRY = 'Try now';
export const TRY_MEANS = 'Try now asks once, as typed, and stores nothing.';
export const PAUSE = 'Pause';
export const PAUSE_MEANS = 'A paused endpoint is not asked, and the level is told without it.';
export const RESUME = 'Probe it again';
export const RESUME_MEANS = 'It is paused: not asked, and the level is told without it.';
export const REMOVE = 'Remove';
export const REMOVE_MEANS =
  'A removed endpoint is gone with its response times. The level is told without it from then on; what it was stays.';
export const MORE = 'Pause or remove it';
export const DEMO_MEANS = 'It leads to the demo shop, and its address is kept by Headroom itself.';
export const GONE =
  'This endpoint is not there any more, or not for you. Go back to the list: it shows what is probed now.';
export const NOT_OF_THE_FORM = 'This form was changed on its way. Reload the page and try again.';
export const NOW_IS = 'What it is now, where yours differs:';

/** 'Interval (seconds): 60', for each setting that is not as typed. */
export function changedWords(now: EndpointSettings, typed: EndpointSettings): string[] {
  return differences(now, typed).map((member) => `${fieldWords(member)}: ${now[member] ?? 'empty'}`);
}

const DONE: Record<'add' | 'change' | 'pause' | 'resume' | 'remove', string> = {
  add: 'Added. It is probed within a minute; until then its level is unknown.',
  change: 'Saved.',
  pause: 'Paused. The level is told without it.',
  resume: 'It is probed again, from now on.',
  remove: 'Removed. The level is told without it.',
};
/** What was done, in a sentence; null = nothing of this kind. */
export function doneWords(deed: string | undefined): string | null {
  return deed !== undefined && Object.hasOwn(DONE, deed) ? DONE[deed as keyof typeof DONE] : null;
}

type Tried = {
  outcome: ProbeOutcome | null;
  ms: number | null;
  reason: ProbeReason | null;
  certificateEndsAt: number | null;
};

const VERDICTS: Record<ProbeOutcome, string> = {
  UP: 'It is well',
  SLOW: 'It would be degraded',
  DOWN: 'It would be down',
};

/** What a try found, in a sentence: 'It is well: answered in 12 ms.' */
export function triedWords({ outcome, ms, reason, certificateEndsAt }: Tried, zone: string): string {
  const parts = [
    reason && `it ${reasonWords(reason)}`,
    ms !== null && reason?.code !== 'slow' && `answered in ${msWords(ms)}`,
    certificateEndsAt !== null && `its certificate lasts until ${formatDate(certificateEndsAt, zone)}`,
  ].filter(Boolean);
  const verdict = outcome === null ? 'Nothing could be measured' : VERDICTS[outcome];
  return parts.length > 0 ? `${verdict}: ${parts.join(', ')}.` : `${verdict}.`;
}
