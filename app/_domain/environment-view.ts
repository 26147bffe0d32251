import type { ServiceSizes } from './capacity.ts';
import { type Freeze, judgePlace } from './judge.ts';
import { may, type Standing } from './policy.ts';
import { type LeadTime, type Refusal, refusal } from './refusal.ts';
import {
  type CeilingChange,
  type ContractTerms,
  type EffectiveRules,
  type EnvironmentKind,
  effectiveRules,
  type KindRules,
  type Rulebook,
  type RuntimeAutoscaling,
} from './rulebook.ts';
import type { Level } from './status.ts';
import { earliestStart } from './time.ts';

/** The order in which services are shown: as a request of a shop's visitor passes them. */
const SERVICES = 'yves glue backgw backoffice database key_value_store search broker scheduler'.split(' ');

export type Contact = { name: string; email: string };
/** Upscale-days of the contract year that holds now; yearEnd in UTC ms. */
export type Budget = { perYear: number; used: number; left: number; yearEnd: number };

/** A dated override that changed what is shown; reason only for those who may see the contract's terms. Instants in UTC ms. */
export type VariationView = {
  validFrom: number;
  validTo: number | null;
  changes: (keyof KindRules)[];
  reason?: string;
};

/** What a contract says, as its environments show it. */
export type ContractView = {
  id: string;
  reference: string;
  organisation: string;
  /** IANA */
  timeZone: string;
  /** isDefault = the contract names no rulebook, the default is shown as such (R1) */
  rulebook: { id: string; name: string; isDefault: boolean };
  managers: Contact[];
  productOwner: Contact;
};

/** Only for who may see the contract's terms: never a partner. Instants in UTC ms. */
export type ConfidentialView = {
  term: { start: number; end: number };
  leadTime: LeadTime;
  approvers: number;
  /** absent = no budget agreed */
  budget?: Budget;
};

/** The level of now; since and when it was last probed in UTC ms, null = never measured. */
export type LevelSeen = { level: Level; since: number | null; observedAt: number | null };

export type UpscaleVerdict = { allowed: true } | { allowed: false; refusal: Refusal };

/** One environment as one person may see it; instants in UTC ms. */
export type EnvironmentView = {
  slug: string;
  name: string;
  kind: EnvironmentKind;
  region: string;
  /** false = set up, not live yet */
  live: boolean;
  purpose: string;
  scaling: { runtimeAutoscaling: RuntimeAutoscaling; ceilingChange: CeilingChange };
  services: ServiceSizes[];
  status: LevelSeen;
  /** may this person ask for an upscale here; earliestStart (R15) where one can be asked for and the terms may be seen */
  upscale: UpscaleVerdict & { earliestStart?: number };
  variations: VariationView[];
  /** running and coming ones, soonest first */
  freezes: Freeze[];
  /** the contract's reference: 'NLW-2024' */
  contract: string;
  contractFacts: ContractView;
  /** what the viewer is to the contract */
  standings: readonly Standing[];
  confidential?: ConfidentialView;
};

/** What is stored of a contract; budget null = none agreed, used in the contract year that holds now. Instants in UTC ms. */
export type ContractRow = Omit<ContractView, 'rulebook'> & {
  terms: ContractTerms;
  term: { start: number; end: number };
  budget: { perYear: number; used: number; yearEnd: number } | null;
  /** ISO dates of the contract's holiday region */
  holidays: ReadonlySet<string>;
  /** slugs of the contract's STAGE environments */
  stages: readonly string[];
};
export type EnvironmentRow = Pick<
  EnvironmentView,
  'slug' | 'name' | 'kind' | 'region' | 'live' | 'services' | 'freezes' | 'status'
>;
export type EnvironmentRows = { environment: EnvironmentRow; contract: ContractRow; defaultRulebook: Rulebook };

/** One environment as the holder of these standings may see it now: what a partner may not see is not in it. */
export function environmentView(rows: EnvironmentRows, standings: readonly Standing[], now: number): EnvironmentView {
  const { environment, contract } = rows;
  const rules = effectiveRules(contract.terms, rows.defaultRulebook, environment.kind, now);
  const confidential = may('seeConfidential', standings);
  return {
    ...environment,
    services: inServiceOrder(environment.services),
    purpose: rules.purpose,
    scaling: { runtimeAutoscaling: rules.runtimeAutoscaling, ceilingChange: rules.ceilingChange },
    upscale: {
      ...upscaleVerdict(environment, rules, contract.stages, standings),
      ...(confidential &&
        rules.ceilingChange === 'ON_REQUEST' && {
          earliestStart: earliestStart(now, rules.leadTime, contract.timeZone, contract.holidays),
        }),
    },
    variations: rules.variations.map((variation) => ({
      validFrom: variation.validFrom,
      validTo: variation.validTo,
      changes: Object.keys(variation.change) as (keyof KindRules)[],
      ...(confidential && { reason: variation.reason }),
    })),
    freezes: environment.freezes.filter(({ endsAt }) => endsAt > now).sort((a, b) => a.startsAt - b.startsAt),
    contract: contract.reference,
    contractFacts: contractView(contract, rows.defaultRulebook),
    standings,
    ...(confidential && { confidential: confidentialView(contract, rules) }),
  };
}

/** Whether these standings may ask for an upscale of an environment at all, before its contents are judged: R3, R8, R4. */
function upscaleVerdict(
  environment: { slug: string; kind: EnvironmentKind },
  rules: EffectiveRules,
  stages: readonly string[],
  standings: readonly Standing[],
): UpscaleVerdict {
  const [first] = may('ask', standings)
    ? judgePlace({ environment, rules, stages })
    : [refusal('notCustomer', { standing: standings[0] ?? 'partner' })];
  return first ? { allowed: false, refusal: first } : { allowed: true };
}

/** Services in the order in which they are shown. */
export function inServiceOrder<S extends Pick<ServiceSizes, 'name'>>(services: readonly S[]): S[] {
  return [...services].sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
}

function place({ name }: Pick<ServiceSizes, 'name'>): number {
  const index = SERVICES.indexOf(name);
  return index === -1 ? SERVICES.length : index;
}

function contractView(contract: ContractRow, defaultRulebook: Rulebook): ContractView {
  const { id, reference, organisation, timeZone, managers, productOwner, terms } = contract;
  const { id: rulebookId, name } = terms.rulebook ?? defaultRulebook;
  const rulebook = { id: rulebookId, name, isDefault: terms.rulebook === null };
  return { id, reference, organisation, timeZone, rulebook, managers, productOwner };
}

function confidentialView(contract: ContractRow, rules: EffectiveRules): ConfidentialView {
  const { term, budget } = contract;
  const left = budget ? Math.max(0, budget.perYear - budget.used) : 0;
  return {
    term,
    leadTime: rules.leadTime,
    approvers: rules.approvers,
    ...(budget && { budget: { ...budget, left } }),
  };
}
