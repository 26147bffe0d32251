import type { Freeze } from '#domain/judge.ts';
import type { CeilingChange, EnvironmentKind, KindRules, RuntimeAutoscaling } from '#domain/rulebook.ts';
import { formatDate, formatInstant, formatInstantInZone } from './times.ts';

export const TITLE = 'Environments';
export const LEAD = 'Code travels from left to right: what STAGE has not verified does not reach PROD.';

export const BY_ITSELF = 'By itself';
export const BY_ITSELF_WORDS: Record<RuntimeAutoscaling, string> = {
  NONE: 'Does not scale',
  LIMITED: 'Scales in a limited way',
  FULL: 'Scales with load',
};
const BY_ITSELF_MEANS: Record<RuntimeAutoscaling, string> = {
  NONE: 'The number of tasks stays as it is, whatever the load.',
  LIMITED: 'Tasks come and go with the load, between its minimum and its maximum.',
  FULL: 'Tasks come and go with the load, up to the ceiling.',
};
export const ON_REQUEST = 'On request';
export const ON_REQUEST_WORDS: Record<CeilingChange, string> = {
  NEVER: 'Cannot be increased',
  ON_REQUEST: 'Can be increased',
  OPERATOR: 'Nothing to ask for',
};
const ON_REQUEST_MEANS: Record<CeilingChange, string> = {
  NEVER: 'Its sizes are fixed by the contract’s rules.',
  ON_REQUEST: 'An approved request raises its sizes up to the ceiling, for a while or for good.',
  OPERATOR: 'It scales with load, and the provider raises its ceiling in time. Announce high load instead.',
};

type Scaling = { runtimeAutoscaling: RuntimeAutoscaling; ceilingChange: CeilingChange };

/** Both halves at length: what it does by itself, and what can be asked. */
export function scalingMeans({ runtimeAutoscaling, ceilingChange }: Scaling): { itself: string; asked: string } {
  return {
    itself: `${BY_ITSELF_WORDS[runtimeAutoscaling]}. ${BY_ITSELF_MEANS[runtimeAutoscaling]}`,
    asked: `${ON_REQUEST_WORDS[ceilingChange]}. ${ON_REQUEST_MEANS[ceilingChange]}`,
  };
}

/** Both halves in one sentence, for the API. */
export function scalingSummary(scaling: Scaling): string {
  const [itself, asked] = [BY_ITSELF_WORDS[scaling.runtimeAutoscaling], ON_REQUEST_WORDS[scaling.ceilingChange]];
  return `By itself: ${lower(itself)}. On request: ${lower(asked)}.`;
}

export const REGION = 'Region';
export const EARLIEST = 'Earliest start';
export const ASK = 'Request an upscale';
export const ASK_HERE = (name: string): string => `Request an upscale of ${name}`;
export const NOT_LIVE = 'Set up, not live yet';

export const CONTRACT = 'The contract';
export const YOU_ARE = 'You are';
export const RULEBOOK = 'Rulebook';
export const LEAD_TIME = 'Lead time';
export const APPROVERS = 'Approval';
export const approversWords = (count: number): string =>
  count === 1 ? 'by one project manager' : `by ${count} different project managers`;
export const TERM = 'Term';
export const termWords = (term: { start: number; end: number }, timeZone: string): string =>
  // the end is the first instant that is not covered
  `${formatDate(term.start, timeZone)} – ${formatDate(term.end - 1, timeZone)}`;
export const BUDGET = 'Upscale-days';
export const budgetWords = (budget: { perYear: number; left: number; yearEnd: number }, timeZone: string): string =>
  `${budget.left} of ${budget.perYear} left until ${formatDate(budget.yearEnd, timeZone)}`;
export const NO_BUDGET = 'no limit agreed';
export const MANAGERS = (count: number): string => (count === 1 ? 'Project manager' : 'Project managers');
export const NO_MANAGER = 'none assigned yet';
export const PRODUCT_OWNER = 'Product owner';

/** R1: without contract data the default rulebook is shown, labelled as the default. */
export const DEFAULT_RULEBOOK = (name: string): string =>
  `This contract names no rulebook yet. What you see is the default: ${lower(name)}.`;
export const DEFAULT_NEXT = 'ask what your contract says:';

const VARIED: Record<keyof KindRules, string> = {
  purpose: 'its purpose',
  runtimeAutoscaling: 'how it scales by itself',
  ceilingChange: 'what can be asked for',
  mayReachProd: 'how large it may grow next to PROD',
};
/** 'This contract varies its purpose: from Sun 1 Nov 2026 until Fri 1 Jan 2027.' */
export function variationWords(
  variation: { validFrom: number; validTo: number | null; changes: readonly (keyof KindRules)[] },
  timeZone: string,
): string {
  const what = new Intl.ListFormat('en').format(variation.changes.map((change) => VARIED[change]));
  const until =
    variation.validTo === null ? 'until further notice' : `until ${formatDate(variation.validTo, timeZone)}`;
  return `The contract varies ${what}: from ${formatDate(variation.validFrom, timeZone)} ${until}.`;
}

export const MAY_ASK = 'What may be asked';
export const MAY_ASK_YES = 'You may ask for an upscale here.';
export const MAY_ASK_EARLIEST = (instant: string): string =>
  ` It can start from ${instant}, or sooner in an emergency.`;
export const MAY_ASK_NEXT = 'choose the services and the window; the form says at once what is possible.';
export const SERVICES = 'Services';
export const LAST_SEEN = 'Sizes as last seen:';
export const DRIFT_ALARMED = 'The project managers and the operators are alarmed.';
export const DRIFT_LOOK = 'look at the operations';
export const DRIFT_NEXT = 'nothing for you; ask your project manager if it matters to you now.';
/** 'Freeze Tue 22 Dec 2026 – Tue 5 Jan 2027: Go-live of the new shop' */
export const freezeDates = ({ name, startsAt, endsAt }: Freeze, timeZone: string): string =>
  `Freeze ${formatDate(startsAt, timeZone)} – ${formatDate(endsAt - 1, timeZone)}: ${name}`;
/** The same to the minute, with the zone. */
export const freezeWords = ({ name, startsAt, endsAt }: Freeze, timeZone: string): string =>
  `Freeze from ${formatInstant(startsAt, timeZone)} until ${formatInstantInZone(endsAt, timeZone)}: ${name}`;
export const FREEZE_MEANS = 'While a freeze lasts no window opens here, not even an emergency.';
export const REQUESTS_HERE = 'Requests here';
export const ALL_REQUESTS = 'All requests of this environment';
export const NO_REQUESTS = 'Nothing asked, nothing planned';
export const NO_REQUESTS_TEXT =
  'When someone asks for an upscale here, its window and state appear in this place, for everyone who may see the environment.';

export const EMPTY = 'No environments yet';
export const EMPTY_TEXT =
  'They appear here as soon as you belong to an organisation that holds a contract, or a contract grants your organisation a look. Your contact at the provider arranges it.';

export const KIND_WORDS: Record<EnvironmentKind, string> = { DEV: 'DEV', STAGE: 'STAGE', PROD: 'PROD' };

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
