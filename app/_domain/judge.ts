import { upscaleDays } from './budget.ts';
import type { Catalogue, ServiceSizes } from './capacity.ts';
import { canonicalJson } from './record.ts';
import { JUDGEMENT_ORDER, type Refusal, type RuleId } from './refusal.ts';
import type { DraftBody, RequestContent } from './request.ts';
import type { EffectiveRules, EnvironmentKind } from './rulebook.ts';
import { prodIsNotRequested, someNeverGrow } from './rules/place.ts';
import { consistencyIsSaid, devIsNotForLoad, loadTestIsScaledDown } from './rules/purpose.ts';
import { sizesAreAllowed } from './rules/size.ts';
import { stageStaysSmaller } from './rules/smaller-than-prod.ts';
import { contractCoversIt, openingIsNotFrozen, startIsNotTooSoon, windowIsFree } from './rules/window.ts';
import { earliestStart } from './time.ts';

/** A live window on one service of the environment (R14); instants in UTC ms, endsAt null = endless. */
export type Claim = { reference: string; service: string; startsAt: number; endsAt: number | null };
export type Freeze = { name: string; startsAt: number; endsAt: number };

/** Everything the rules look at, gathered by #server before judging; instants in UTC ms. Pure data. */
export type JudgeFacts = {
  now: number;
  environment: { slug: string; kind: EnvironmentKind; services: readonly ServiceSizes[]; freezes: readonly Freeze[] };
  /** the contract's environments of kind STAGE, for next steps */
  stages: readonly string[];
  /** sizes of the contract's PROD (R6); empty where there is none */
  prod: readonly ServiceSizes[];
  catalogue: Catalogue;
  rules: EffectiveRules;
  /** the contract's zone and its region's stored holidays as ISO dates (R15) */
  timeZone: string;
  holidays: ReadonlySet<string>;
  term: { start: number; end: number };
  /** the contract year of the window's start; null = no budget agreed (R18) */
  budget: { perYear: number; used: number; yearEnd: number } | null;
  /** live windows on this environment's services, this request's own left out */
  claims: readonly Claim[];
};

/** What tells whether an environment may be chosen at all (R8, R4). */
export type PlaceFacts = {
  environment: Pick<JudgeFacts['environment'], 'slug' | 'kind'>;
  stages: JudgeFacts['stages'];
  rules: Pick<EffectiveRules, 'ceilingChange' | 'rulebook' | 'isDefault'>;
};

/** A rule of content: refuses nothing, or says what and why. */
type Rule = (content: RequestContent, facts: JudgeFacts) => Refusal[];

/** R3 is no rule of content: `decide` judges who asks. */
const RULES: Record<Exclude<(typeof JUDGEMENT_ORDER)[number], 'R3'>, Rule> = {
  R8: (_, facts) => prodIsNotRequested(facts),
  R4: (_, facts) => someNeverGrow(facts),
  R5: devIsNotForLoad,
  R17: sizesAreAllowed,
  R6: stageStaysSmaller,
  R7: loadTestIsScaledDown,
  R11: consistencyIsSaid,
  R15: startIsNotTooSoon,
  R16: openingIsNotFrozen,
  R18: contractCoversIt,
  R14: windowIsFree,
};

/** Offer, accept and approve judge these, by the kept rulebook and today's facts. */
export const RULES_ON_DECISION = ['R4', 'R6', 'R14', 'R16', 'R17', 'R18'] as const satisfies readonly RuleId[];

/** An extension is free of the lead time (R15). */
export const RULES_ON_EXTENSION: readonly RuleId[] = JUDGEMENT_ORDER.filter((rule) => rule !== 'R15');

/** What of a content the lead time depends on; start in UTC ms, lines of an extension only, which was free of it for the same lines. */
type Promised = { environment: string; start: number | undefined; emergency: boolean; lines?: string };

/** What of a content or draft the lead time depends on. */
export function promised(content: DraftBody | RequestContent, isExtension = false): Promised {
  const { environment, window, emergency, lines = [] } = content;
  const sorted = [...lines].sort((a, b) => (a.service < b.service ? -1 : 1));
  return {
    environment,
    start: window?.start,
    emergency: emergency !== undefined,
    ...(isExtension && { lines: canonicalJson(sorted) }),
  };
}

/** An edit judges all rules, the lead time (R15) only when start or environment changed, or when it is no emergency or not the same extension any more, which were free of it. */
export function rulesOnEdit(before: Promised, after: Promised): readonly RuleId[] {
  const same = before.environment === after.environment && before.start === after.start && before.lines === after.lines;
  return same && (!before.emergency || after.emergency) ? RULES_ON_EXTENSION : JUDGEMENT_ORDER;
}

/** All refusals of a content in the order of judgement; empty = allowed. `only` limits it to some rules. */
export function judge(
  content: RequestContent,
  facts: JudgeFacts,
  only: readonly RuleId[] = JUDGEMENT_ORDER,
): Refusal[] {
  return JUDGEMENT_ORDER.flatMap((rule) => (rule === 'R3' || !only.includes(rule) ? [] : RULES[rule](content, facts)));
}

/** Whether an environment may be chosen at all: R8, then R4; empty = it may. */
export function judgePlace(facts: PlaceFacts): Refusal[] {
  return [...prodIsNotRequested(facts), ...someNeverGrow(facts)];
}

/** What a request would use of the upscale-days, what is left before it (null = no budget agreed, R18), and the earliest start in UTC ms (R15). */
export function effectOf(
  { window, prescaleMinutes }: Pick<RequestContent, 'window' | 'prescaleMinutes'>,
  { now, rules, timeZone, holidays, budget }: JudgeFacts,
): { uses: number; left: number | null; earliestStart: number } {
  return {
    uses: upscaleDays(window, prescaleMinutes),
    left: budget && Math.max(0, budget.perYear - budget.used),
    earliestStart: earliestStart(now, rules.leadTime, timeZone, holidays),
  };
}
