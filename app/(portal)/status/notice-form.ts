import { z } from 'zod';
import { type FormFields, textOf } from '#domain/form-fields.ts';
import { repeatedTimes } from '#domain/form-window.ts';
import { NOTICE_DEEDS, type NoticeDeed, type NoticeStage } from '#domain/notice.ts';
import { formToEdit, formToExtension, formToNotice, type NoticeInput, noticeFieldOf } from '#domain/notice-form.ts';
import type { NoticeKind } from '#domain/status-view.ts';
import type { Actor } from '#server/actor.ts';
import { nameablePlaces } from '#server/notices/choices.ts';
import type { Overlap } from '#server/notices/overlaps.ts';
import type { Outcome } from '#server/outcome.ts';
import type { NoticeAnswer, NoticeSheet } from '#ui/notices/notice-answer.ts';
import * as words from '#ui/words/notices.ts';
import { refusalWords } from '#ui/words/refusals.ts';
import { fieldErrorWords } from '#ui/words/shape.ts';
import { formatInstant } from '#ui/words/times.ts';

const DEEDS = [...NOTICE_DEEDS, 'create'] as const;
/** The members of a form that nobody types. */
const hiddenShape = z.strictObject({
  intent: z.enum(['send', 'draft', 'delete', 'check', 'find']),
  kind: z.enum(['INCIDENT', 'MAINTENANCE']),
  deed: z.enum(DEEDS),
  /** of the notice; for a new one what it shall be */
  notice: z.uuid(),
  version: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  update: z.uuid().optional(),
});
export type HiddenOfNotice = z.output<typeof hiddenShape>;

/** Reads what nobody types; null = not a form of ours. */
export function readHidden(fields: FormFields): HiddenOfNotice | null {
  const names = Object.keys(hiddenShape.shape).filter((name) => textOf(fields, name) !== '');
  return hiddenShape.safeParse(Object.fromEntries(names.map((name) => [name, textOf(fields, name)]))).data ?? null;
}

export type FormDeed = Exclude<NoticeDeed, 'delete'>;

/** Whether a text names what a form of a notice does; a draft is deleted by the form that publishes it. */
export function isForm(deed: unknown): deed is FormDeed {
  return deed !== 'delete' && NOTICE_DEEDS.some((each) => each === deed);
}

/** Where the form of a deed stands; without JavaScript it is answered there. update = the one that is worded anew. */
export function addressOf(id: string, deed: FormDeed, update?: string): string {
  return `/status/incidents/${id}?${new URLSearchParams({ do: deed, ...(update && { update }) })}#form`;
}

type About = { id: string; kind: NoticeKind; startsAt: number; version: number; stage: NoticeStage };
type Shown = About & { deed: FormDeed; update?: string | undefined; now: number };

/** What the form of a deed is about; now in UTC ms. */
export function sheetOf(actor: Actor, { id, kind, startsAt, version, stage, deed, update, now }: Shown): NoticeSheet {
  return {
    ...{ kind, deed, address: addressOf(id, deed, update), zones: [...new Set([actor.timeZone, 'UTC'])] },
    begun: stage !== 'DRAFT' && startsAt <= now,
    hidden: { notice: id, version: String(version), ...(update && { update }) },
  };
}

/** What a form tells, by what it does. */
export function inputOf(fields: FormFields, deed: NoticeDeed | 'create', kind: NoticeKind): NoticeInput {
  if (deed === 'create' || deed === 'publish') return formToNotice(fields, kind);
  if (deed === 'edit') return formToEdit(fields, kind);
  if (deed === 'extend') return formToExtension(fields);
  const text = fields.get('text')?.[0] ?? '';
  const isUpdate = deed === 'update' && kind === 'INCIDENT';
  const more = isUpdate ? { state: textOf(fields, 'state'), impact: textOf(fields, 'impact') } : {};
  return { body: { text, ...more }, errors: [] };
}

/** A form that shows fields, with nothing said about them; named = it names places. */
export async function unanswered(actor: Actor, fields: FormFields, named: boolean): Promise<NoticeAnswer> {
  return {
    ...nothing(fields),
    choices: named ? await nameablePlaces(actor, fields.get('scope') ?? [], textOf(fields, 'find')) : null,
  };
}

/** A form of which nothing is known but what was typed. */
export function nothing(fields: FormFields): NoticeAnswer {
  const empty = { messages: [], refusals: [], changed: [], opens: null, preview: null, overlaps: [], choices: null };
  return { ...empty, fields, twice: repeatedTimes(fields) };
}

/** Why it was not taken, at its fields or on top. */
export function withFailure(
  answer: NoticeAnswer,
  failed: Exclude<Outcome<never>, { kind: 'done' }>,
  actor: Actor,
): NoticeAnswer {
  if (failed.kind === 'notFound') return withMessage(answer, words.GONE);
  if (failed.kind === 'invalid') {
    const messages = failed.errors.map((error) => {
      const field = noticeFieldOf(error.path);
      return { field, message: fieldErrorWords(field === 'scope' ? { ...error, path: 'scope' } : error) };
    });
    return { ...answer, messages };
  }
  const context = { contact: { managers: [] }, timeZone: actor.timeZone };
  const isElsewhere = failed.refusals.some(({ code }) => code === 'noticeElsewhere' || code === 'noticeSent');
  const refusals = failed.refusals.map((each) => ({ rule: each.rule, field: '', ...refusalWords(each, context) }));
  const opens = isElsewhere ? `/status/incidents/${textOf(answer.fields, 'notice')}` : null;
  return { ...answer, refusals, opens };
}

/** A sentence about the whole. */
export function withMessage(answer: NoticeAnswer, message: string): NoticeAnswer {
  return { ...answer, messages: [{ field: '', message }] };
}

/** Other maintenance at the same time, in sentences; times in a zone. */
export function overlapSentences(overlaps: readonly Overlap[], zone: string): string[] {
  return overlaps.map(({ title, slug, startsAt, endsAt }) =>
    words.OVERLAPS(title, slug, formatInstant(startsAt, zone), formatInstant(endsAt, zone)),
  );
}
