'use server';

import { refresh } from 'next/cache';
import { RedirectType, redirect } from 'next/navigation';
import { parseCommand, parseMove } from '#domain/command-shape.ts';
import { formToCommand } from '#domain/form-command.ts';
import { type FormFields, textOf } from '#domain/form-fields.ts';
import type { PersonMove } from '#domain/lifecycle.ts';
import type { RequestContent } from '#domain/request.ts';
import { formErrors } from '#domain/request-form.ts';
import { countingContent, type StoredRequest } from '#domain/stored-request.ts';
import { typedFields } from '#server/access/form-post.ts';
import { type Actor, actorForAction } from '#server/actor.ts';
import { isReference } from '#server/api/query.ts';
import { db } from '#server/db.ts';
import type { Outcome } from '#server/outcome.ts';
import { wordsContext } from '#server/requests/contact.ts';
import { findVisible, getVersion } from '#server/requests/list.ts';
import { loadPlace } from '#server/requests/load-place.ts';
import { moveRequest } from '#server/requests/move.ts';
import { type MoveAnswer, NO_ANSWER } from '#ui/requests/move-answer.ts';
import { moveAnswerOf } from '#ui/requests/move-answer-of.ts';
import { stateNow, whatChanged } from '#ui/requests/what-changed.ts';
import { FOREIGN, GONE } from '#ui/words/form.ts';

/** Makes one move of one request: reads it, hands it to the one writer, and leads to the request, or answers what was typed with what is wrong. */
export async function moveAction(_: MoveAnswer, data: FormData): Promise<MoveAnswer> {
  const fields = typedFields(data);
  const actor = await actorForAction();
  if (!actor) return { ...NO_ANSWER, fields, notice: 'signedOut' };
  const move = parseMove({ move: textOf(fields, 'move') });
  const reference = textOf(fields, 'reference');
  if (!move.ok || !isReference(reference)) return lost(fields, FOREIGN);
  const seen = await findVisible(actor, reference);
  const asked = seen && countingContent(seen);
  const at = Date.now();
  const { input, errors } = formToCommand(move.value, fields, asked);
  const parsed = parseCommand(input, at);
  const wrong = formErrors(errors, parsed.ok ? [] : parsed.errors);
  // these two are sent by the request form: here they only find out whether the sender may
  const isForeign = move.value === 'submit' || move.value === 'edit';
  const isWhole = parsed.ok && wrong.length === 0 && !isForeign;
  const command = isWhole ? parsed.value : { move: move.value, errors: wrong };
  const outcome = await moveRequest(actor, reference, command, { at });
  if (outcome.kind === 'done')
    redirect(`/requests/${outcome.value.reference}?done=${move.value}`, RedirectType.replace);
  if (outcome.kind === 'notFound' || !seen) return lost(fields, GONE);
  if (isForeign && outcome.kind === 'invalid') return lost(fields, FOREIGN);
  return explain({ actor, seen, asked, move: move.value, fields, failed: outcome });
}

type Failed = Extract<Outcome<never>, { kind: 'invalid' | 'refused' }>;
type Attempt = {
  actor: Actor;
  seen: StoredRequest;
  asked: RequestContent | null;
  move: PersonMove;
  fields: FormFields;
  failed: Failed;
};

/** What is wrong, and when the moment refuses, what has changed since the sender opened the page, which is made anew. */
async function explain({ actor, seen, asked, move, fields, failed }: Attempt): Promise<MoveAnswer> {
  const place = await loadPlace(db(), { id: seen.environmentId });
  if (!place) throw new Error(`${seen.reference} has lost its environment`);
  const refusals = failed.kind === 'refused' ? failed.refusals : [];
  const isLate = refusals.some(({ code }) => code === 'stale' || code === 'wrongState');
  return moveAnswerOf({
    move,
    fields,
    asked,
    errors: failed.kind === 'invalid' ? failed.errors : [],
    refusals,
    changed: isLate ? await changesFor(actor, seen.reference, Number(textOf(fields, 'version'))) : null,
    context: wordsContext(place),
  });
}

async function changesFor(actor: Actor, reference: string, version: number): Promise<string[]> {
  const now = await findVisible(actor, reference);
  const content = now && countingContent(now);
  if (!now || !content) return [];
  const before = Number.isSafeInteger(version) && version > 0 ? await getVersion(actor, reference, version) : null;
  refresh();
  return [stateNow(now.state), ...whatChanged(before, content)];
}

function lost(fields: FormFields, message: string): MoveAnswer {
  return { ...NO_ANSWER, fields, messages: [{ field: '', message }] };
}
