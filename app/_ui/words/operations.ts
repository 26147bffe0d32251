/** Words of the page of operations. */
import type { Alarm, NextStep, RequestAlarm } from '#domain/alarm.ts';
import type { ProviderName } from '#domain/hosting.ts';
import type { Fault } from '#domain/transition.ts';
import { changeWords } from './changes.ts';
import { PROVIDER_WORDS } from './hosting.ts';
import { serviceWords } from './sizes.ts';
import { formatDuration } from './times.ts';

export const TITLE = 'Operations';
/** 'Two things need a person; one operation is under way.' */
export function summaryWords(alarms: number, running: number): string {
  const needs = ['Nothing needs a person', 'One thing needs a person'][alarms] ?? `${alarms} things need a person`;
  const runs = ['nothing is under way', 'one operation is under way'][running] ?? `${running} operations are under way`;
  return `${needs}; ${runs}.`;
}
export const TIMES = (zone: string): string => `Times are yours: ${zone}.`;
export const MORE = (count: number, shown: number): string => `${shown} of ${count} are shown, the most urgent first.`;

export const ATTENTION = 'Needs a person';
export const NOTHING_NEEDED = 'Nothing. What fails, comes late, drifts or stands still is told here first.';

/** What of an alarm's sentence comes after the request's reference, or is all of it. */
const REQUEST_ALARMS: Record<RequestAlarm['kind'], Record<RequestAlarm['during'], (late: string) => string>> = {
  failed: {
    APPLYING: (late) => `could not be raised${late && `, ${late} behind its window`}.`,
    RETURNING: (late) => `could not be returned to the baseline${late && `, ${late} after its window`}.`,
  },
  overdue: {
    APPLYING: (late) => `is ${late} late.`,
    RETURNING: (late) => `is not back at the baseline ${late} after its window: its return is overdue.`,
  },
  late: {
    APPLYING: (late) => `is ${late} late: what was granted has not been seen yet.`,
    RETURNING: (late) => `is not back at the baseline ${late} after its window.`,
  },
};
export const alarmWords = ({ kind, during, lateBy }: RequestAlarm): string =>
  REQUEST_ALARMS[kind][during](lateBy > 0 ? formatDuration(lateBy) : '');

export const driftWords = (alarm: Extract<Alarm, { kind: 'drift' }>, since: string): string => {
  const { expected, observed } = alarm;
  const service = serviceWords(alarm.service);
  if (!expected)
    return `${service} differs since ${since} from what windows and baseline make; one is under way there.`;
  return `${service} differs since ${since}: ${changeWords(expected, observed)} seen, ${changeWords(observed, expected)} expected.`;
};
export const DRIFT_NEXT =
  'bring it back at the provider, or have a request made for it. Headroom tells it and overwrites nothing.';

export const silentWords = (since: string | null): string =>
  since === null
    ? 'No worker has ever run here: no window opens or closes.'
    : `The worker is silent since ${since}: no window opens or closes.`;
export const SILENT_NEXT = 'start Headroom again, or one more process with HEADROOM_ROLE=worker.';

/** What a person does about a request's alarm; `until` is its time limit. */
export const NEXT: Record<NextStep, (until: string | null) => string> = {
  retryOrGiveUp: () => 'try it again or give it up, on the request.',
  retryReturn: () => 'try it again, on the request; it also closes by itself once the baseline is seen.',
  confirmSteps: () => 'work through its run sheet below and confirm each step.',
  watch: (until) =>
    `ask whoever carries it out what holds it up${until === null ? '.' : `; it fails at ${until} if it is not there by then.`}`,
  othersFirst: () => 'look at the other requests on the same service: one at a time has it in hand.',
  seeWorker: () => 'see that a worker runs: the clock moves it as soon as one does.',
};

export const RUNNING = 'Running now';
export const NOTHING_RUNS =
  'Nothing is under way. An operation stands here from its first call until its size is seen.';
export const PROGRESS = 'Progress';
export const PERCENT = (percent: number): string => `${percent} %`;
export const UNTOLD = 'The provider tells no progress; what was seen last stands below.';
export const STARTED = 'Began';
export const FINISHED = 'Ended';
export const LIMIT = 'Time limit';
export const LIMIT_AT = (at: string, left: number): string =>
  left > 0 ? `${at}, in ${formatDuration(left)}` : `${at}, passed`;
export const CARRIED_OUT_BY = 'Carried out by';
export const ID = 'Operation';

export const SHEETS = 'Run sheets';
export const NO_SHEETS =
  'No run sheet waits. Environments that an operator carries out have theirs here, step by step.';
export const SHEET_MEANS =
  'Bring each service to its size at the provider, look that it is there, and confirm. Your word is what is observed.';
/** 'yves: 2 tasks → 4 tasks', once it is there 'yves: 4 tasks' */
export const STEP = (service: string, from: string | null, to: string): string =>
  `${serviceWords(service)}: ${from === null ? to : `${from} → ${to}`}`;
export const CONFIRM = 'Confirm';
export const CONFIRM_OF = (service: string): string => `Confirm ${serviceWords(service)}`;
export const CONFIRMED = 'Confirmed';
export const OPERATOR_CONFIRMS = 'An operator confirms its steps.';
export const CANNOT = 'Cannot be done';
export const CANNOT_MEANS = 'The request fails with your reason; it can be tried again or given up.';
export const REASON = 'Reason';

export const NEXT_DAY = 'Next 24 hours';
export const EDGE_COLUMNS = ['When', 'What happens', 'Request', 'Environment', 'What'] as const;
export const EDGE_WORDS = { opens: 'opens', closes: 'closes', returns: 'goes back' } as const;
export const NOTHING_NEXT = 'No window opens or closes within a day.';

export const ENVIRONMENTS = 'Environments';
export const ENVIRONMENT_COLUMNS = ['Environment', 'Carried out by', 'Last seen', 'As expected'] as const;
export const NO_ENVIRONMENTS = 'None yet: they appear here as soon as a contract of yours has one.';
export const CHOSEN = 'chosen for it';
export const AS_EXPECTED = 'As expected';
/** What a window that is neither awaited nor in effect makes of an environment. */
export const UNSETTLED_WORDS = { underWay: 'A window is under way', failed: 'A window has failed' } as const;
export const DRIFTED = (services: readonly string[]): string => `${services.map(serviceWords).join(', ')} differs`;
export const FAULT_WORDS: Record<Fault, string> = {
  REFUSE: 'refuses',
  HANG: 'hangs',
  STUCK: 'accepts and does nothing',
  WRONG: 'makes another size',
  LOSE_ANSWER: 'does it and loses the answer',
};
export const FAULT_ON = (service: string, fault: Fault): string =>
  `Simulated fault: ${serviceWords(service)} ${FAULT_WORDS[fault]}`;

export const SETTINGS = 'Who carries out, and rehearsing trouble';
export const ENVIRONMENT = 'Environment';
export const PROVIDER = 'Carried out by';
export const DEFAULT_PROVIDER = (words: string): string => `as the installation says: ${words}`;
export const CHOOSE_PROVIDER = 'Choose';
export const PROVIDER_MEANS = 'Holds for what begins from now on; not while something is under way there.';
export const CHOICE = 'Who carries out';
export const SERVICE = 'Service';
export const EVERY_SERVICE = 'every service';
export const FAULT = 'Simulated fault';
export const FAULT_DOES = 'What it does';
export const NO_FAULT = 'none: works as it should';
export const SET_FAULT = 'Switch';
export const FAULT_MEANS = 'Only the simulation does it, until it is switched off here.';

export const CONFIRM_DONE = 'Confirmed. When every step is, the request goes on within seconds.';
export const FAIL_DONE = 'Told. The request has failed with your reason.';
/** provider null = the installation's */
export function providerDone(environment: string, provider: ProviderName | null): string {
  if (provider === null) return `Upscales of ${environment} are carried out as the installation says from now on.`;
  return `Upscales of ${environment} are carried out by ${PROVIDER_WORDS[provider]} from now on.`;
}
/** 'backgw of jun-stage refuses from now on.'; service '*' = every one, fault null = none any more */
export function faultDone(environment: string, service: string, fault: Fault | null): string {
  const what = `${service === '*' ? 'Every service' : serviceWords(service)} of ${environment}`;
  return fault === null ? `${what} works as it should again.` : `${what} ${FAULT_WORDS[fault]} from now on.`;
}
export const NOT_OF_THE_FORM = 'This page cannot read what was sent. Load it again.';
export const GONE = 'There is nothing to do there any more. Load the page again to see what became of it.';
