import type { NoticeDeed } from '#domain/notice.ts';
import type { NoticeKind, SafeHtml } from '#domain/status-view.ts';
import type { FieldMessage } from '../form/error-summary.tsx';
import type { KeptAnswer } from '../form/use-answer.ts';
import type { RefusalShown, Twice } from '../request-form/answer.ts';

/** An environment that can be named, with its services. */
export type PlaceChoice = { slug: string; name: string; contract: string; services: string[] };
export type PlaceChoices = { items: PlaceChoice[]; more: boolean };

/** What a form of a notice shows: as typed, what is wrong, how its text will read. Plain data. */
export type NoticeAnswer = KeptAnswer & {
  messages: FieldMessage[];
  refusals: RefusalShown[];
  /** what the notice says now where something else was typed */
  changed: { label: string; value: string }[];
  /** where the notice is, for a form that is not of its moment any more */
  opens: string | null;
  /** null = nobody asked */
  preview: SafeHtml | null;
  /** beside the preview: other maintenance at the same time, in sentences */
  overlaps: string[];
  /** what can be named; null = the form names no place */
  choices: PlaceChoices | null;
  twice: Twice;
};

/** What one form is about: constants of its page. `deed` create = of a notice that is not there yet. */
export type NoticeSheet = {
  address: string;
  kind: NoticeKind;
  deed: Exclude<NoticeDeed, 'delete'> | 'create';
  hidden: Record<string, string>;
  zones: string[];
  /** it runs: its start is fixed */
  begun: boolean;
};
