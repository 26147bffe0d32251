import type { Attribute } from './capacity.ts';
import type { ProviderName } from './hosting.ts';
import type { Move, RequestState } from './lifecycle.ts';
import type { NoticeDeed, NoticeStage } from './notice.ts';
import type { Standing } from './policy.ts';
import type { Purpose } from './request.ts';

/** Rules of domain.md §2. */
export type RuleId = `R${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18}`;

/** The order of judgement: where one refusal must be named it is the first in this order. */
export const JUDGEMENT_ORDER = [
  'R3',
  'R8',
  'R4',
  'R5',
  'R17',
  'R6',
  'R7',
  'R11',
  'R15',
  'R16',
  'R18',
  'R14',
] as const satisfies readonly RuleId[];

export type LeadTime = { value: number; unit: 'HOURS' | 'CALENDAR_DAYS' | 'BUSINESS_DAYS' };

/** Every reason to refuse, with what its sentence needs; the sentences are in #ui/words. Instants are UTC milliseconds. */
export type RefusalParams = {
  // who and where
  notCustomer: { standing: Standing };
  prodNotRequestable: { environment: string };
  devNeverGrows: { environment: string; rulebook: string; isDefault: boolean; stages: string[] };
  notManager: { move: Move; standing: Standing };
  ownRequest: { move: Move };
  ownOffer: Record<never, never>;
  notPermitted: { move: Move; standing: Standing };
  readOnlyToken: Record<never, never>;
  notOperator: { standing: Standing };
  /** the page of operations */
  noOperations: { standing: Standing };
  // what
  devNotForThis: { environment: string; purpose: Purpose; stages: string[] };
  notSizable: { service: string; attribute: Attribute };
  sizesOutOfOrder: { service: string };
  notInCatalogue: { service: string; attribute: Attribute; wanted: string; choices: string[] };
  notAboveBaseline: { service: string };
  belowBaseline: { service: string; attribute: Attribute; baseline: string; wanted: string };
  aboveCeiling: { service: string; attribute: Attribute; ceiling: string; wanted: string };
  /** wanted and prod in vCPU or GiB */
  reachesProd: { service: string; measure: 'vcpu' | 'memory'; wanted: number; prod: number };
  loadTestMissing: Record<never, never>;
  /** shares in percent */
  dataShareTooHigh: { share: number };
  trafficShareTooHigh: { share: number };
  consistencyMissing: Record<never, never>;
  // when
  tooSoon: { earliest: number; leadTime: LeadTime };
  /** earliest by the lead time; for an emergency it is now */
  startPassed: { now: number; earliest: number };
  frozen: { name: string; startsAt: number; endsAt: number };
  outsideTerm: { termStart: number; termEnd: number };
  overBudget: { uses: number; left: number; yearEnd: number };
  windowTaken: { service: string; reference: string; startsAt: number; endsAt: number | null };
  // which moment
  wrongState: { state: RequestState; move: Move };
  stale: { version: number; contentHash: string | null };
  alreadyApproved: Record<never, never>;
  emergencyUnconfirmed: Record<never, never>;
  // who carries it out
  operationOver: Record<never, never>;
  notByHand: { provider: ProviderName };
  /** reference of the request whose operation it is */
  operationRunning: { environment: string; reference: string };
  notSimulated: { environment: string; provider: ProviderName };
  providerNotSetUp: { provider: ProviderName };
  // status
  /** incidents, maintenance and what is probed */
  notPublisher: { standing: Standing };
  /** of a notice that affects several contracts */
  notPublisherOfAll: Record<never, never>;
  noticeChanged: Record<never, never>;
  noticeElsewhere: { stage: NoticeStage; deed: NoticeDeed };
  /** the form made a notice before, which says something else */
  noticeSent: { published: boolean };
  endpointChanged: { name: string };
  endpointOfDemo: Record<never, never>;
  tooManyEndpoints: { environment: string; max: number };
  triedTooOften: { seconds: number };
};

/** The rule behind each reason; null = no rule of the contract, only the moment (HTTP 409) or a missing tick (422). */
const RULE_OF = {
  notCustomer: 'R3',
  prodNotRequestable: 'R8',
  devNeverGrows: 'R4',
  notManager: 'R12',
  ownRequest: 'R12',
  ownOffer: 'R12',
  notPermitted: 'R13',
  readOnlyToken: 'R13',
  notOperator: 'R13',
  noOperations: 'R13',
  devNotForThis: 'R5',
  notSizable: 'R17',
  sizesOutOfOrder: 'R17',
  notInCatalogue: 'R17',
  notAboveBaseline: 'R17',
  belowBaseline: 'R17',
  aboveCeiling: 'R17',
  reachesProd: 'R6',
  loadTestMissing: 'R7',
  dataShareTooHigh: 'R7',
  trafficShareTooHigh: 'R7',
  consistencyMissing: 'R11',
  tooSoon: 'R15',
  startPassed: 'R15',
  frozen: 'R16',
  outsideTerm: 'R18',
  overBudget: 'R18',
  windowTaken: 'R14',
  wrongState: null,
  stale: null,
  alreadyApproved: null,
  emergencyUnconfirmed: 'R15',
  operationOver: null,
  notByHand: null,
  operationRunning: null,
  notSimulated: null,
  providerNotSetUp: null,
  notPublisher: 'R13',
  notPublisherOfAll: 'R13',
  noticeChanged: null,
  noticeElsewhere: null,
  noticeSent: null,
  endpointChanged: null,
  endpointOfDemo: null,
  tooManyEndpoints: null,
  triedTooOften: null,
} as const satisfies Record<keyof RefusalParams, RuleId | null>;

export type RefusalCode = keyof RefusalParams;
/** Why something may not be: the rule (if one), the field it concerns ('' = the whole), and what the sentence needs. */
export type Refusal = {
  [C in RefusalCode]: { code: C; rule: RuleId | null; path: string; params: RefusalParams[C] };
}[RefusalCode];

/** Makes a refusal; path is the member of the API body it concerns, dotted: 'lines.0.wanted.max'. */
export function refusal<C extends RefusalCode>(code: C, params: RefusalParams[C], path = ''): Refusal {
  return { code, rule: RULE_OF[code], path, params } as Refusal;
}

/** Refusals that say who or where may not (HTTP 403, recorded); all other rules are 422, R14 and the moment 409. */
export function isForbidden(refused: Refusal): boolean {
  return (
    refused.rule === 'R3' ||
    refused.rule === 'R4' ||
    refused.rule === 'R8' ||
    refused.rule === 'R12' ||
    refused.rule === 'R13'
  );
}

/** Refusals of the moment: taken (R14), stale, wrong state, a second approval (HTTP 409). */
export function isConflict(refused: Refusal): boolean {
  return refused.rule === 'R14' || refused.rule === null;
}
