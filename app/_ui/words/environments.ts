import type { CeilingChange, EnvironmentKind, KindRules, RuntimeAutoscaling } from '#domain/rulebook.ts';
import { formatDate } from './times.ts';

export const TITLE = 'Environments';
export const LEAD = 'Code travels from left to right: what STAGE has not verified does not reach PROD.';

export const BY_ITSELF = 'By itself';
export const BY_ITSELF_WORDS: Record<RuntimeAutoscaling, string> = {
  NONE: 'Does not scale',
  LIMITED: 'Scales in a limited way, below its ceiling',
  FULL: 'Scales with load',
};
export const ON_REQUEST = 'On request';
export const ON_REQUEST_WORDS: Record<CeilingChange, string> = {
  NEVER: 'Cannot be increased',
  ON_REQUEST: 'Its ceiling can be raised for a while or for good',
  OPERATOR: 'Nothing to ask for: the provider raises its ceiling as load grows',
};

/** Both halves in one sentence, for the API. */
export function scalingSummary(scaling: {
  runtimeAutoscaling: RuntimeAutoscaling;
  ceilingChange: CeilingChange;
}): string {
  const [itself, asked] = [BY_ITSELF_WORDS[scaling.runtimeAutoscaling], ON_REQUEST_WORDS[scaling.ceilingChange]];
  return `By itself: ${lower(itself)}. On request: ${lower(asked)}.`;
}

export const REGION = 'Region';
export const EARLIEST = 'Earliest start';
export const ASK = 'Request an upscale';
export const ASK_HERE = (name: string): string => `Request an upscale of ${name}`;
export const NOT_LIVE = 'Set up, not live yet';
export const STATUS = 'Status';
export const STATUS_HINT = 'Probes are not connected yet, so nothing is claimed about how it is doing.';

export const CONTRACT = 'Contract';
export const YOU_ARE = 'You are';
export const RULEBOOK = 'Rulebook';
export const LEAD_TIME = 'Lead time';
export const APPROVERS = 'Approval';
export const approversWords = (count: number): string =>
  count === 1 ? 'by one project manager' : `by ${count} different project managers`;
export const TERM = 'Term';
export const termWords = (term: { start: number; end: number }, timeZone: string): string =>
  `${formatDate(term.start, timeZone)} – ${formatDate(term.end, timeZone)}`;
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

export const PURPOSE = 'What it is for';
export const MAY_ASK = 'What may be asked';
export const MAY_ASK_YES = 'You may ask for an upscale here, for a while or for good.';
export const MAY_ASK_EARLIEST = (instant: string): string => `It can start from ${instant}, or sooner in an emergency.`;
export const MAY_ASK_NEXT = 'choose the services and the window; the form says at once what is possible.';
export const SERVICES = 'Services';
export const FREEZES = 'Freezes';
export const freezeWords = (name: string, from: string, until: string, running: boolean): string =>
  running
    ? `${name}: until ${until} no window opens here, not even an emergency.`
    : `${name}: from ${from} until ${until} no window opens here, not even an emergency.`;
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
