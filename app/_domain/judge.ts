import type { Catalogue, ServiceSizes } from './capacity.ts';
import type { EffectiveRules, EnvironmentKind } from './rulebook.ts';

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
