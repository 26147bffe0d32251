import { refresh } from 'next/cache';
import { textOf } from '#domain/form-fields.ts';
import { type StoredNotice, toldImpact } from '#domain/notice.ts';
import { differingFields, placeOf } from '#domain/notice-form.ts';
import { refusal } from '#domain/refusal.ts';
import { isTimeZone } from '#domain/time.ts';
import type { Actor } from '#server/actor.ts';
import { getNotice } from '#server/notices/get.ts';
import { NOT_FOUND, type Outcome, refused } from '#server/outcome.ts';
import type { NoticeAnswer } from '#ui/notices/notice-answer.ts';
import * as words from '#ui/words/notices.ts';
import { NOTICE_STATE } from '#ui/words/status.ts';
import { formatInstantInZone } from '#ui/words/times.ts';
import { type HiddenOfNotice, withFailure } from './notice-form.ts';

type Failed = Exclude<Outcome<never>, { kind: 'done' }>;

/** Whether somebody else changed the notice meanwhile. */
export function isLate(failed: Failed): boolean {
  return failed.kind === 'refused' && failed.refusals.some(({ code }) => code === 'noticeChanged');
}

/** What a form is answered whose notice was changed meanwhile: what it says now where something else was typed, and its version, so that what is sent next is sent knowingly. Where it is no longer of the moment, only that. */
export async function answerLate(actor: Actor, answer: NoticeAnswer, hidden: HiddenOfNotice): Promise<NoticeAnswer> {
  const { notice: id, deed } = hidden;
  const found = await getNotice(actor, id);
  if (found.kind !== 'done' || deed === 'create') return withFailure(answer, NOT_FOUND, actor);
  const { stage, staff } = found.value;
  if (!staff?.deeds.includes(deed))
    return withFailure(answer, refused([refusal('noticeElsewhere', { stage, deed })]), actor);
  // the page shows it as it is now, with the same form
  refresh();
  const { stored } = staff;
  const fields = new Map([...answer.fields, ['version', [String(stored.version)]]]);
  const late = withFailure({ ...answer, fields }, refused([refusal('noticeChanged', {})]), actor);
  const zone = textOf(fields, 'timeZone');
  const told = { stored, update: hidden.update, zone: isTimeZone(zone) ? zone : actor.timeZone };
  return {
    ...late,
    changed: differingFields(stored, deed, fields).map((field) => ({
      label: words.fieldLabel(field, deed),
      value: toldNow(field, { ...told, deed }) || words.EMPTY_VALUE,
    })),
  };
}

type Told = { stored: StoredNotice; update: string | undefined; zone: string; deed: string };

/** What a field of the form says now, in words. */
function toldNow(field: string, { stored, update, zone, deed }: Told): string {
  const { kind, title, state, startsAt, endsAt, scope, updates, postMortem } = stored;
  if (field === 'title') return title;
  if (field === 'impact') return words.impactWords(toldImpact(stored), kind);
  if (field === 'state') return NOTICE_STATE[state];
  if (field === 'scope') return scope.map(placeOf).join(', ');
  if (field === 'start') return formatInstantInZone(startsAt, zone);
  if (field === 'end') return endsAt === null ? '' : formatInstantInZone(endsAt, zone);
  if (deed === 'postMortem') return postMortem ?? '';
  return (updates.find(({ id }) => id === update) ?? updates.at(-1))?.text ?? '';
}
