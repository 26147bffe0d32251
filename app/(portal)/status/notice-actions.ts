'use server';

import { RedirectType, redirect } from 'next/navigation';
import { type FormFields, textOf } from '#domain/form-fields.ts';
import type { NoticeDeed } from '#domain/notice.ts';
import { typedFields } from '#server/access/form-post.ts';
import { type Actor, actorForAction } from '#server/actor.ts';
import { changeNotice } from '#server/notices/change.ts';
import { checkNotice } from '#server/notices/check.ts';
import { createNotice } from '#server/notices/create.ts';
import type { Outcome } from '#server/outcome.ts';
import { markdownOf } from '#server/status/markdown.ts';
import type { NoticeAnswer } from '#ui/notices/notice-answer.ts';
import * as words from '#ui/words/notices.ts';
import { answerLate, isLate } from './notice-changed.ts';
import {
  type HiddenOfNotice,
  inputOf,
  nothing,
  overlapSentences,
  readHidden,
  unanswered,
  withFailure,
  withMessage,
} from './notice-form.ts';

/** Finds places for, checks or sends a form of a notice; on success leads to the notice, else answers what was typed with what is wrong. */
export async function noticeAction(_: NoticeAnswer, data: FormData): Promise<NoticeAnswer> {
  const fields = typedFields(data);
  const actor = await actorForAction();
  if (!actor) return { ...nothing(fields), notice: 'signedOut' };
  const hidden = readHidden(fields);
  if (!hidden) return withMessage(nothing(fields), words.NOT_OF_THE_FORM);
  const { deed, intent } = hidden;
  const sent = intent === 'check' || intent === 'find' ? null : await send(actor, fields, hidden);
  if (sent?.kind === 'done') leadOn(hidden);
  const answer = await unanswered(actor, fields, deed === 'create' || deed === 'publish' || deed === 'edit');
  if (sent && isLate(sent)) return answerLate(actor, answer, hidden);
  // the page stays as it is: what is typed would go with a form that it does not show any more
  if (sent) return withFailure(answer, sent, actor);
  return intent === 'check' ? checked(actor, answer, hidden) : answer;
}

/** Hands the form to what it is for. */
async function send(actor: Actor, fields: FormFields, hidden: HiddenOfNotice): Promise<Outcome<unknown>> {
  const { intent, kind, notice: id, version, update } = hidden;
  const input = inputOf(fields, hidden.deed, kind);
  if (hidden.deed === 'create') return createNotice(actor, { id, kind, publish: intent !== 'draft', input });
  return changeNotice(actor, id, { deed: doneBy(hidden), version, input, ...(update && { update }) });
}

/** What the button does, which on a draft are three things. */
function doneBy({ deed, intent }: HiddenOfNotice): NoticeDeed {
  if (intent === 'delete') return 'delete';
  if (intent === 'draft') return 'edit';
  return deed === 'create' ? 'publish' : deed;
}

function leadOn(hidden: HiddenOfNotice): never {
  const deed = doneBy(hidden);
  const done = hidden.intent === 'draft' ? 'draft' : deed;
  const path = deed === 'delete' ? '' : `/${hidden.notice}`;
  redirect(`/status/incidents${path}?done=${done}`, RedirectType.replace);
}

/** How it will read, and for what is to be published what is wrong and what is at the same time. */
async function checked(
  actor: Actor,
  answer: NoticeAnswer,
  { deed, kind, notice: id }: HiddenOfNotice,
): Promise<NoticeAnswer> {
  const shown = { ...answer, preview: markdownOf(textOf(answer.fields, 'text')) };
  if (deed !== 'create' && deed !== 'publish') return shown;
  const outcome = await checkNotice(actor, { kind, input: inputOf(answer.fields, deed, kind), id });
  if (outcome.kind !== 'done') return withFailure(shown, outcome, actor);
  return { ...shown, overlaps: overlapSentences(outcome.value, actor.timeZone) };
}
