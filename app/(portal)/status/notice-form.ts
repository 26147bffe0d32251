import { z } from 'zod';
import { type FormFields, textOf } from '#domain/form-fields.ts';
import { repeatedTimes } from '#domain/form-window.ts';
import { NOTICE_DEEDS, type NoticeDeed } from '#domain/notice.ts';
import { formToEdit, formToExtension, formToNotice, type NoticeInput, noticeFieldOf } from '#domain/notice-form.ts';
import type { NoticeKind } from '#domain/status-view.ts';
import type { Actor } from '#server/actor.ts';
import { nameablePlaces } from '#server/notices/choices.ts';
import type { Overlap } from '#server/notices/overlaps.ts';
import type { Outcome } from '#server/outcome.ts';
import type { NoticeAnswer } from '#ui/notices/notice-answer.ts';
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
  const empty = { messages: [], refusals: [], preview: null, overlaps: [], choices: null };
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
  const refusals = failed.refusals.map((each) => ({ rule: each.rule, field: '', ...refusalWords(each, context) }));
  return { ...answer, refusals };
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
