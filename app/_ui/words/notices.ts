/** Words of incidents and maintenance: their list, their pages and the forms of those who publish them. */
import type { NoticeDeed } from '#domain/notice.ts';
import type { Impact } from '#domain/status.ts';
import type { NoticeKind, NoticeState } from '#domain/status-view.ts';
import { fieldWords } from './fields.ts';
import { LEVEL_WORDS } from './states.ts';
import { NOTICE_STATE } from './status.ts';

export const TITLE = 'Incidents and maintenance';
export const LEAD = (zone: string): string =>
  `What happened, what is planned and what was said about it. Times are yours: ${zone}.`;
export const EMPTY = 'Nothing was published yet';
export const EMPTY_TEXT =
  'Incidents and planned maintenance of your environments stand here as soon as they are published.';
export const MONTH = 'Begun or planned in';
export const MONTH_HINT = 'A month, such as 2026-10.';
export const MONTH_DO = 'Show';
export const MONTH_WRONG = 'This is no month. Write it as year and month, such as 2026-10.';
export const NONE_IN_MONTH = 'Nothing in this month';
export const NONE_IN_MONTH_TEXT = 'Nothing that you may see began in it or is planned for it.';
export const SHOW_ALL = 'Show all months';
export const MORE_CURRENT = (shown: number): string =>
  `Only the newest ${shown} of what is open and planned are shown here; a month shows all of its own.`;
export const OLDER = 'Older';
export const NEWEST = 'Newest';
export const NEW_INCIDENT = 'Publish an incident';
export const NEW_MAINTENANCE = 'Plan a maintenance';
export const KIND: Record<NoticeKind, string> = { INCIDENT: 'Incident', MAINTENANCE: 'Maintenance' };

export const DRAFT_MEANS = 'A draft: only those who may publish it see it, and it changes no level.';
export const OVERLAPS = (title: string, slug: string, from: string, to: string): string =>
  `At the same time: “${title}” on ${slug}, ${from} – ${to}. Both are shown; maintenance lasts until the later end.`;
export const CHANGES = 'What you can do';
export const REWORD_ONE = (state: NoticeState, time: string): string =>
  `Word the update “${NOTICE_STATE[state]}” of ${time} anew`;

export const ABOUT = 'What it is';
export const TITLE_HINT: Record<NoticeKind, string> = {
  INCIDENT: 'One line that says what people notice, not what broke.',
  MAINTENANCE: 'One line that says what is done, in words that those who use the shop understand.',
};
export const IMPACT_HINT: Record<NoticeKind, string> = {
  INCIDENT: 'What it does to what it affects. The level follows it until the incident is resolved.',
  MAINTENANCE:
    'The worst that is expected meanwhile. Measured trouble that is no worse shows as maintenance; worse shows as it is.',
};
const NO_IMPACT: Record<NoticeKind, string> = {
  INCIDENT: 'No effect',
  MAINTENANCE: 'Nothing is expected to be noticed',
};
export const impactWords = (impact: Impact, kind: NoticeKind): string =>
  impact === 'OPERATIONAL' ? NO_IMPACT[kind] : LEVEL_WORDS[impact];
export const TEXT_HINT =
  'Markdown: **bold**, lists, links. Everyone who sees one of the environments reads it, and on a public status page everyone does. No passwords or keys.';
export const STATE_HINT: Record<'open' | 'any', string> = {
  open: 'How far you are.',
  any: 'Resolved ends it now; any other state opens a resolved one again.',
};
export const STATES: readonly { value: NoticeState; label: string }[] = [
  { value: 'INVESTIGATING', label: 'Investigating' },
  { value: 'IDENTIFIED', label: 'Identified' },
  { value: 'MONITORING', label: 'Monitoring' },
  { value: 'RESOLVED', label: 'Resolved' },
];

export const WHERE = 'What it affects';
export const WHERE_HINT =
  'Whole environments, or single services of them. Each customer is told of their own only; the text is the same for all.';
export const FIND = 'Find environments';
export const FIND_HINT = 'By name, short name or contract. What is ticked stays.';
export const FIND_DO = 'Find';
export const MORE_FOUND = (shown: number): string => `Only the first ${shown} are shown. Type more of the name.`;
export const NONE_FOUND = 'No environment on which you may publish is called so.';
export const ONLY_SERVICES = 'Only some services';
export const PLACE = (name: string, slug: string, contract: string): string => `${name} (${slug}, ${contract})`;

export const WHEN = 'When';
export const BEGAN_HINT = 'When it began. Empty: now.';
export const PLAN_HINT = 'Levels change when it begins and when it ends, by themselves.';

/** What the main button of each form says. */
export const BUTTONS: Record<NoticeDeed | 'create', string> = {
  create: 'Publish',
  publish: 'Publish',
  delete: 'Delete draft',
  edit: 'Save changes',
  update: 'Publish update',
  reword: 'Save text',
  postMortem: 'Save post-mortem',
  extend: 'Extend',
  end: 'End now',
  cancel: 'Cancel maintenance',
};
export const DRAFT = 'Save draft';
export const CHECK = 'Check';
/** What the forms are called where one is chosen, and over them. */
const FORMS: Record<Exclude<NoticeDeed, 'delete'>, string> = {
  publish: 'The draft',
  edit: 'Change title, impact, places or times',
  update: 'Add an update',
  reword: 'Word an update anew',
  postMortem: 'Write the post-mortem',
  extend: 'Extend it',
  end: 'End it early',
  cancel: 'Cancel it',
};
/** What a form is called; when an incident began is not changed. */
export const formWords = (deed: keyof typeof FORMS, kind: NoticeKind): string =>
  deed === 'edit' && kind === 'INCIDENT' ? 'Change title, impact or places' : FORMS[deed];
/** What happens after the button, beside it. */
export const MEANS: Partial<Record<NoticeDeed | 'create', string>> = {
  create: 'It is told at once to everyone who sees one of the environments; it can be corrected, but not taken back.',
  publish: 'It is told at once to everyone who sees one of the environments; it can be corrected, but not taken back.',
  delete: 'The draft is gone for good.',
  edit: 'What it was before stays in the record.',
  reword: 'It keeps its time and is marked as edited; what it said before stays in the record.',
  postMortem: 'It stands above the updates. Empty: none any more.',
  end: 'It is over at once, and the level is what is measured.',
  cancel: 'It stays told as cancelled and does not begin.',
  extend: 'It runs until the new end.',
};
export const TEXT_LABEL: Partial<Record<NoticeDeed | 'create', string>> = { postMortem: 'Post-mortem' };
export const PREVIEW = 'How it will read';
export const CHECKED = 'Nothing is wrong with it. It is not sent yet.';

export const DONE: Record<NoticeDeed | 'draft', string> = {
  draft: 'The draft is kept.',
  publish: 'Published.',
  delete: 'The draft is deleted.',
  edit: 'Changed.',
  update: 'The update is published.',
  reword: 'The text is changed.',
  postMortem: 'The post-mortem is kept.',
  extend: 'Extended.',
  end: 'Ended.',
  cancel: 'Cancelled.',
};
export const NOT_OF_THE_FORM = 'This page cannot read what was sent. Load it again.';
export const GONE =
  'It is not there for you, or one of the environments is not. Nothing was stored; what you typed is still here.';
export const NOW_IS = 'What it says now, where yours differs:';
export const EMPTY_VALUE = 'empty';
/** What a field of a deed's form is called. */
export const fieldLabel = (field: string, deed: NoticeDeed): string =>
  (field === 'text' && TEXT_LABEL[deed]) || fieldWords(PATH_OF[field] ?? field);
const PATH_OF: Record<string, string> = { start: 'window.start', end: 'window.end' };
export const OPEN_IT = 'Open it in another tab';
