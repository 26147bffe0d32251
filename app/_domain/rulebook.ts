import type { LeadTime } from './refusal.ts';

export const ENVIRONMENT_KINDS = ['DEV', 'STAGE', 'PROD'] as const;
export type EnvironmentKind = (typeof ENVIRONMENT_KINDS)[number];

/** How the size moves between min and max by itself. */
export type RuntimeAutoscaling = 'NONE' | 'LIMITED' | 'FULL';
/** Who may raise the max. */
export type CeilingChange = 'NEVER' | 'ON_REQUEST' | 'OPERATOR';

/** What a rulebook says of one kind of environment. */
export type KindRules = {
  purpose: string;
  runtimeAutoscaling: RuntimeAutoscaling;
  ceilingChange: CeilingChange;
  /** R6: a dated exception lets STAGE reach PROD's size */
  mayReachProd: boolean;
};

/** A named, dated set of rules: data, not code (domain.md §2). */
export type Rulebook = {
  id: string;
  name: string;
  /** ISO date */
  validFrom: string;
  kinds: Record<EnvironmentKind, KindRules>;
  leadTime: LeadTime;
  approvers: number;
  returnGraceMinutes: number;
};

/** A contract's own dated override for one kind of environment (R1). Instants in UTC ms. */
export type Variation = {
  id: string;
  kind: EnvironmentKind;
  validFrom: number;
  validTo: number | null;
  change: Partial<KindRules>;
  reason: string;
};

/** The rules in force for one kind at one instant, and where they come from. */
export type EffectiveRules = KindRules & {
  rulebook: string;
  /** true = the contract names no rulebook, the default is shown as such (R1) */
  isDefault: boolean;
  /** the variations that changed something, oldest first */
  variations: readonly Variation[];
  leadTime: LeadTime;
  approvers: number;
  returnGraceMinutes: number;
};

export const DEFAULT_RULEBOOK_ID = '2023-10';

/** What a contract adds to its rulebook; nulls mean "as the rulebook says". */
export type ContractTerms = {
  rulebook: Rulebook | null;
  variations: readonly Variation[];
  leadTime: LeadTime | null;
  approvers: number | null;
};

/** The rules in force for one kind of environment at an instant: rulebook, then dated variations in order, then the contract's terms (R1). */
export function effectiveRules(
  terms: ContractTerms,
  defaultRulebook: Rulebook,
  kind: EnvironmentKind,
  at: number,
): EffectiveRules {
  const book = terms.rulebook ?? defaultRulebook;
  const variations = terms.variations
    .filter(
      (variation) =>
        variation.kind === kind && variation.validFrom <= at && (variation.validTo === null || at < variation.validTo),
    )
    .sort((a, b) => a.validFrom - b.validFrom);
  return {
    ...book.kinds[kind],
    ...Object.assign({}, ...variations.map((variation) => variation.change)),
    rulebook: book.id,
    isDefault: terms.rulebook === null,
    variations,
    leadTime: terms.leadTime ?? book.leadTime,
    approvers: terms.approvers ?? book.approvers,
    returnGraceMinutes: book.returnGraceMinutes,
  };
}
