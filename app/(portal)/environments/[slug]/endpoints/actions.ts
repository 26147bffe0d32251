'use server';

import { refresh } from 'next/cache';
import { RedirectType, redirect } from 'next/navigation';
import { formToEndpoint } from '#domain/endpoint-form.ts';
import { parseEndpoint } from '#domain/endpoint-shape.ts';
import { type FormFields, textOf } from '#domain/form-fields.ts';
import { formErrors } from '#domain/request-form.ts';
import { typedFields } from '#server/access/form-post.ts';
import { type Actor, actorForAction } from '#server/actor.ts';
import { addEndpoint, changeEndpoint, pauseEndpoint, removeEndpoint, type Seen } from '#server/endpoints/commands.ts';
import { listEndpoints } from '#server/endpoints/list.ts';
import { tryEndpoint } from '#server/endpoints/try.ts';
import type { Outcome } from '#server/outcome.ts';
import { DEEDS, type Deed, type EndpointAnswer, NO_ANSWER } from '#ui/endpoints/answer.ts';
import { triedShown } from '#ui/endpoints/tried.ts';
import * as words from '#ui/words/endpoints.ts';
import { refusalWords } from '#ui/words/refusals.ts';
import { fieldErrorWords } from '#ui/words/shape.ts';

/** Carries out what the form of an endpoint asks for and leads to the list, or answers what a try found or why not, with all that was typed. */
export async function endpointAction(_: EndpointAnswer, data: FormData): Promise<EndpointAnswer> {
  const fields = typedFields(data);
  const actor = await actorForAction();
  if (!actor) return { ...NO_ANSWER, fields, notice: 'signedOut' };
  const deed = DEEDS.find((each) => each === textOf(fields, 'deed'));
  if (!deed) return lost(fields, words.NOT_OF_THE_FORM);
  const seen = seenIn(fields);
  if (deed === 'try') {
    const found = await tryEndpoint(actor, { environment: seen.environment, except: seen.id }, inputOf(fields));
    if (found.kind !== 'done') return explain(actor, fields, found);
    return { ...NO_ANSWER, fields, tried: triedShown(found.value, actor.timeZone) };
  }
  const outcome = await carryOut(actor, deed, fields);
  if (outcome.kind !== 'done') return explain(actor, fields, outcome);
  redirect(`/environments/${seen.environment}/endpoints?done=${deed}`, RedirectType.replace);
}

function carryOut(actor: Actor, deed: Exclude<Deed, 'try'>, fields: FormFields): Promise<Outcome<number>> {
  const seen = seenIn(fields);
  if (deed === 'add') return addEndpoint(actor, seen.environment, inputOf(fields));
  if (deed === 'change') return changeEndpoint(actor, seen, inputOf(fields));
  return deed === 'remove' ? removeEndpoint(actor, seen) : pauseEndpoint(actor, seen, deed === 'pause');
}

function inputOf(fields: FormFields) {
  return formToEndpoint(fields).input;
}

/** What cannot be read as a number names nothing that is there. */
function seenIn(fields: FormFields): Seen {
  const number = (name: string) => Number(textOf(fields, name) || Number.NaN);
  return { environment: textOf(fields, 'environment'), id: number('endpoint'), version: number('version') };
}

type Failed = Exclude<Outcome<never>, { kind: 'done' }>;

async function explain(actor: Actor, fields: FormFields, failed: Failed): Promise<EndpointAnswer> {
  if (failed.kind === 'notFound') return lost(fields, words.GONE);
  if (failed.kind === 'invalid') {
    const errors = formErrors(formToEndpoint(fields).errors, failed.errors);
    const messages = errors.map((error) => ({ field: error.path, message: fieldErrorWords(error) }));
    return { ...NO_ANSWER, fields, messages };
  }
  const context = { contact: { managers: [] }, timeZone: actor.timeZone };
  const refusals = failed.refusals.map((each) => ({ rule: each.rule, field: '', ...refusalWords(each, context) }));
  const isLate = failed.refusals.some(({ code }) => code === 'endpointChanged');
  return { ...NO_ANSWER, fields, refusals, changed: isLate ? await changedSince(actor, fields) : [] };
}

/** What is stored now where it differs from what was typed; the page is made anew, so that what is sent next is sent knowingly. */
async function changedSince(actor: Actor, fields: FormFields): Promise<string[]> {
  refresh();
  const { environment, id } = seenIn(fields);
  const found = await listEndpoints(actor, environment);
  const now = found.kind === 'done' ? found.value.endpoints.find((each) => each.id === id) : undefined;
  const typed = parseEndpoint(inputOf(fields));
  return now && typed.ok ? words.changedWords(now, typed.value) : [];
}

function lost(fields: FormFields, message: string): EndpointAnswer {
  return { ...NO_ANSWER, fields, messages: [{ field: '', message }] };
}
