import type { FieldError } from './field-error.ts';
import { type FormFields, textOf } from './form-fields.ts';
import { formToWindow, windowToForm } from './form-window.ts';
import { type NoticeDeed, type StoredNotice, toldImpact } from './notice.ts';
import type { NoticeKind } from './status-view.ts';
import { isTimeZone } from './time.ts';

/** A body as a form tells it, and what of it no body can say: local times that were not read. */
export type NoticeInput = { body: Record<string, unknown>; errors: readonly FieldError[] };

/** What the form of a new notice or of a draft tells. */
export function formToNotice(fields: FormFields, kind: NoticeKind): NoticeInput {
  const { body, errors } = formToEdit(fields, kind);
  const text = fields.get('text')?.[0] ?? '';
  if (kind === 'MAINTENANCE') return { body: { ...body, text }, errors };
  const { window, errors: own } = formToWindow(fields);
  return { body: { ...body, text, state: textOf(fields, 'state'), window }, errors: own };
}

/** What the form that changes a published notice tells. */
export function formToEdit(fields: FormFields, kind: NoticeKind): NoticeInput {
  const about = {
    title: fields.get('title')?.[0] ?? '',
    impact: textOf(fields, 'impact'),
    scope: scopeOfForm(fields),
  };
  if (kind === 'INCIDENT') return { body: about, errors: [] };
  const { window, errors } = formToWindow(fields);
  return { body: { ...about, window }, errors };
}

/** What the form of a later end tells. */
export function formToExtension(fields: FormFields): NoticeInput {
  const { window, errors } = formToWindow(fields);
  const { end, timeZone } = window;
  const told = { ...(end !== undefined && { end }), ...(timeZone !== undefined && { timeZone }) };
  return {
    body: { text: fields.get('text')?.[0] ?? '', window: told },
    errors: errors.filter(({ path }) => path === 'window.end'),
  };
}

/** The fields that show a notice in its form, in a zone: the inverse of formToNotice. */
export function noticeToForm(notice: StoredNotice, timeZone: string): FormFields {
  const { kind, title, state, startsAt, endsAt, scope, updates } = notice;
  const end = kind === 'MAINTENANCE' ? endsAt : null;
  // an open end is an incident's, which has no tick for it
  const times = windowToForm({ start: startsAt, end, timeZone }).filter(([name]) => name !== 'permanent');
  return new Map([
    ['title', [title]],
    ['impact', [toldImpact(notice)]],
    ['state', [state]],
    ['text', [updates.at(-1)?.text ?? '']],
    ['scope', scope.filter(({ environmentId }) => environmentId !== null).map(placeOf)],
    ...times,
  ]);
}

/** The fields that the form of a deed begins with, in a zone: what is kept, and a text only where one is changed; update = the id of the one that is worded anew. */
export function noticeToDeed(notice: StoredNotice, deed: NoticeDeed, timeZone: string, update?: string): FormFields {
  const texts: Partial<Record<NoticeDeed, string | null | undefined>> = {
    publish: notice.updates.at(-1)?.text,
    reword: notice.updates.find(({ id }) => id === update)?.text,
    postMortem: notice.postMortem,
  };
  return new Map([...noticeToForm(notice, timeZone), ['timeZone', [timeZone]], ['text', [texts[deed] ?? '']]]);
}

/** What each deed's form says of the notice as it is, beside what it adds. */
const SAID: Partial<Record<NoticeDeed, readonly string[]>> = {
  publish: ['title', 'impact', 'state', 'scope', 'start', 'end', 'text'],
  edit: ['title', 'impact', 'scope', 'start', 'end'],
  update: ['state', 'impact'],
  reword: ['text'],
  postMortem: ['text'],
  extend: ['end'],
};

/** The fields of a deed's form that say something else than the notice does now, in their order. */
export function differingFields(notice: StoredNotice, deed: NoticeDeed, typed: FormFields): string[] {
  const zone = textOf(typed, 'timeZone');
  const now = noticeToDeed(notice, deed, isTimeZone(zone) ? zone : 'UTC', textOf(typed, 'update'));
  // no place ticked is no field at all, and no state is said by a maintenance's form
  const said = SAID[deed]?.filter((name) => typed.has(name) || name === 'scope') ?? [];
  return said.filter((name) => plain(now, name) !== plain(typed, name));
}

function plain(fields: FormFields, name: string): string {
  const values = fields.get(name) ?? [];
  return [...values].sort().join('\n').replaceAll('\r\n', '\n').trim();
}

/** 'nlw-stage', or 'nlw-stage/yves' for one service. */
export function placeOf({ slug, service }: { slug: string; service: string | null }): string {
  return service === null ? slug : `${slug}/${service}`;
}

function scopeOfForm(fields: FormFields): { environment: string; service?: string }[] {
  return (fields.get('scope') ?? []).filter(Boolean).map((place) => {
    const [environment = '', ...service] = place.split('/');
    return { environment, ...(service.length > 0 && { service: service.join('/') }) };
  });
}

const FIELD_OF: Record<string, string> = {
  'window.start': 'start',
  'window.end': 'end',
  'window.timeZone': 'timeZone',
};

/** The form's field of a member of a notice's body; 'scope' for any of its entries. */
export function noticeFieldOf(path: string): string {
  if (path === 'window') return 'start';
  return FIELD_OF[path] ?? (path.startsWith('scope') ? 'scope' : path);
}
