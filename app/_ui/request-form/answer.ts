import type { Catalogue, ServiceSizes } from '#domain/capacity.ts';
import type { RuleId } from '#domain/refusal.ts';
import type { RequestWindow } from '#domain/request.ts';
import type { FieldMessage } from '../form/error-summary.tsx';
import type { KeptAnswer } from '../form/use-answer.ts';
import type { Tone } from '../mark.tsx';

/** A refusal in words, and the id of the field it concerns ('' = the whole). */
export type RefusalShown = { rule: RuleId | null; reason: string; next: string; field: string };

/** What stands beside the form while it is filled in. Instants in UTC ms. */
export type FormVerdict = {
  tone: Tone;
  sentence: string;
  refusals: RefusalShown[];
  /** what is still to be filled in */
  missing: FieldMessage[];
  facts: [term: string, value: string][];
  window: RequestWindow | null;
  prescaleMinutes: number;
  now: number;
};

/** The two offsets of a local time that comes twice. */
export type Twice = Partial<Record<'start' | 'end', [first: string, second: string]>>;

/** What is wrong with a field, and what to do about it. */
export type FormMessage = FieldMessage & { next?: string };

/** What the form shows: as typed, what is wrong with which field, the verdict. Plain data: without JavaScript it travels in the page. */
export type FormAnswer = KeptAnswer & {
  messages: FormMessage[];
  /** how much is still to be filled in beside the messages, in words */
  more?: string;
  verdict: FormVerdict | null;
  twice: Twice;
};

/** What one form is about: constants of its page. */
export type FormSheet = {
  /** the page's own address */
  address: string;
  environment: string;
  /** new and draft can be kept as drafts; edit changes what is under review */
  mode: 'new' | 'draft' | 'edit';
  /** of the request being changed */
  hidden: Record<string, string>;
  services: ServiceSizes[];
  catalogue: Catalogue;
  /** slugs of the contract's other environments */
  others: string[];
  /** zones to choose from before the browser offers all it knows */
  zones: string[];
  viewerZone: string;
};
