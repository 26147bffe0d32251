import type { FormFields } from '#domain/form-fields.ts';
import { formToBody } from '#domain/request-form.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import type { Actor } from '#server/actor.ts';
import type { Outcome } from '#server/outcome.ts';
import { checkForm } from '#server/requests/check.ts';
import { wordsContext } from '#server/requests/contact.ts';
import { sizesOf } from '#server/requests/facts.ts';
import type { FormAnswer } from '#ui/request-form/answer.ts';
import { answerOf, errorMessages } from '#ui/request-form/answer-of.ts';
import { FOREIGN, GONE } from '#ui/words/form.ts';

type Failed = Exclude<Outcome<never>, { kind: 'done' }>;
type Options = { edited?: StoredRequest | undefined; failed?: Failed; draft?: boolean; live?: boolean };

/** The form judged for the one who fills it in; failed = it was sent and not taken, draft = only to be kept, live = while it is filled in. */
export async function judgeForm(actor: Actor, fields: FormFields, options: Options): Promise<FormAnswer> {
  const { edited, failed, draft = false, live = false } = options;
  const now = Date.now();
  const checked = await checkForm(actor, fields, { at: now, ...(edited && { edited }) });
  if (failed?.kind === 'notFound' || checked.kind !== 'done') return lostForm(fields);
  const { place, refusals } = checked.value;
  const moment = failed?.kind === 'refused' ? failed.refusals.filter(({ rule }) => rule === null) : [];
  const answer = answerOf(
    {
      ...checked.value,
      refusals: [...moment, ...refusals],
      fields,
      services: sizesOf(place.services),
      context: wordsContext(place),
      now,
    },
    live ? 'live' : failed && !draft ? 'send' : 'check',
  );
  if (!draft || failed?.kind !== 'invalid') return answer;
  return { ...answer, messages: errorMessages(failed.errors, formToBody(fields, { draft }).body) };
}

/** Nothing judged: only what was typed, and why. */
export function unjudged(fields: FormFields, message?: string): FormAnswer {
  return { fields, messages: message === undefined ? [] : [{ field: '', message }], verdict: null, twice: {} };
}

/** The form's environment or request is not there for the sender. */
function lostForm(fields: FormFields): FormAnswer {
  return unjudged(fields, GONE);
}

/** A form whose hidden members are not ours. */
export function foreignForm(fields: FormFields): FormAnswer {
  return unjudged(fields, FOREIGN);
}
