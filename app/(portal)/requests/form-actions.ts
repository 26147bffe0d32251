'use server';

import { RedirectType, redirect } from 'next/navigation';
import { z } from 'zod';
import { type FormFields, textOf } from '#domain/form-fields.ts';
import { formErrors, formToBody } from '#domain/request-form.ts';
import { parseDraft, parseRequest } from '#domain/request-shape.ts';
import type { RequestView } from '#domain/request-view.ts';
import { typedFields } from '#server/access/form-post.ts';
import { type Actor, actorForAction } from '#server/actor.ts';
import { isReference } from '#server/api/query.ts';
import type { Outcome } from '#server/outcome.ts';
import { findVisible } from '#server/requests/list.ts';
import { moveRequest } from '#server/requests/move.ts';
import { submitRequest } from '#server/requests/submit.ts';
import type { FormAnswer } from '#ui/request-form/answer.ts';
import { foreignForm, judgeForm, unjudged } from './judge-form.ts';

/** The members of the form that nobody types. */
const hiddenShape = z.strictObject({
  intent: z.enum(['check', 'draft', 'submit', 'edit']),
  submissionId: z.uuid().optional(),
  reference: z.string().refine(isReference).optional(),
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional(),
  contentHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
type Hidden = z.output<typeof hiddenShape>;

/** Checks, keeps or sends the request form; on success leads to the request, else answers what was typed with what is wrong. */
export async function requestFormAction(_: FormAnswer, data: FormData): Promise<FormAnswer> {
  const fields = typedFields(data);
  const actor = await actorForAction();
  if (!actor) return { ...unjudged(fields), notice: 'signedOut' };
  const hidden = readHidden(fields);
  if (!hidden) return foreignForm(fields);
  const { intent, reference } = hidden;
  const outcome = intent === 'check' ? null : await send(actor, fields, hidden);
  if (outcome?.kind === 'done')
    redirect(`/requests/${outcome.value.reference}?done=${doneBy(intent)}`, RedirectType.replace);
  const edited = reference === undefined ? undefined : ((await findVisible(actor, reference)) ?? undefined);
  return judgeForm(actor, fields, { edited, draft: intent === 'draft', ...(outcome && { failed: outcome }) });
}

/** The verdict on a form that is still being filled in. Without what was typed, which the page has. */
export async function checkFormAction(data: FormData): Promise<FormAnswer> {
  const nothing = unjudged(new Map());
  const fields = typedFields(data);
  const actor = await actorForAction();
  if (!actor) return { ...nothing, notice: 'signedOut' };
  const reference = textOf(fields, 'reference');
  const edited = !isReference(reference) ? undefined : ((await findVisible(actor, reference)) ?? undefined);
  return { ...(await judgeForm(actor, fields, { edited, live: true })), fields: nothing.fields };
}

function readHidden(fields: FormFields): Hidden | null {
  const names = Object.keys(hiddenShape.shape).filter((name) => textOf(fields, name) !== '');
  const parsed = hiddenShape.safeParse(Object.fromEntries(names.map((name) => [name, textOf(fields, name)])));
  return parsed.success ? parsed.data : null;
}

function doneBy(intent: Hidden['intent']): string {
  return intent === 'submit' ? 'submit' : 'edit';
}

/** A new request, or the content of one that exists; each service judges who, where and what by itself. */
async function send(actor: Actor, fields: FormFields, hidden: Hidden): Promise<Outcome<RequestView>> {
  const { intent, submissionId, reference, version, contentHash } = hidden;
  const draft = intent === 'draft';
  const { body, errors } = formToBody(fields, { draft });
  if (reference === undefined) return submitRequest(actor, body, { draft, ...(submissionId && { submissionId }) });
  const parsed = draft ? parseDraft(body, Date.now()) : parseRequest(body, Date.now());
  const move = intent === 'submit' ? 'submit' : 'edit';
  if (!parsed.ok) return moveRequest(actor, reference, { move, errors: formErrors(errors, parsed.errors) });
  return moveRequest(actor, reference, {
    move,
    whole: parsed.value,
    ...(version !== undefined && { version }),
    ...(contentHash !== undefined && { contentHash }),
  });
}
