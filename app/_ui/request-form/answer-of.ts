import type { Capacity, ServiceSizes } from '#domain/capacity.ts';
import type { FieldError } from '#domain/field-error.ts';
import { type FormFields, fieldOf, servicesOf } from '#domain/form-fields.ts';
import { repeatedTimes } from '#domain/form-window.ts';
import type { Refusal, RefusalCode } from '#domain/refusal.ts';
import type { RequestWindow } from '#domain/request.ts';
import type { FormBody } from '#domain/request-form.ts';
import type { FieldMessage } from '../form/error-summary.tsx';
import type { Tone } from '../mark.tsx';
import { linesWords } from '../words/changes.ts';
import { approversWords } from '../words/environments.ts';
import { fieldWords } from '../words/fields.ts';
import * as words from '../words/form.ts';
import { refusalWords, type WordsContext } from '../words/refusals.ts';
import { fieldErrorWords } from '../words/shape.ts';
import { formatEarliest } from '../words/times.ts';
import type { FormAnswer, FormMessage, FormVerdict, RefusalShown } from './answer.ts';

/** A form judged, and what its sentences need. Instants in UTC ms. */
export type Judged = {
  fields: FormFields;
  body: FormBody;
  errors: readonly FieldError[];
  refusals: readonly Refusal[];
  effect: { uses: number; left: number | null; earliestStart: number; approvers: number } | null;
  lines: readonly { service: string; wanted: Capacity }[];
  window: RequestWindow | null;
  prescaleMinutes: number;
  services: readonly ServiceSizes[];
  context: WordsContext;
  now: number;
};

/** live = while it is filled in, check = by the button, send = it was to be sent: then what is missing is wrong. */
export type Occasion = 'live' | 'check' | 'send';

/** The judged form in words. */
export function answerOf(judged: Judged, occasion: Occasion): FormAnswer {
  const { fields, errors } = judged;
  const isUnsaid = (refusal: Refusal) => occasion === 'live' && UNSAID.includes(refusal.code);
  const refusals = judged.refusals.filter((refusal) => !isUnsaid(refusal)).map((each) => refusalShown(each, judged));
  const unsaid = judged.refusals.filter(isUnsaid).map(({ path }) => missingAt(path, judged.body));
  const told = occasion === 'send' ? errors : errors.filter((error) => !isMissing(error));
  const messages = [
    ...told.map((error) => errorMessage(error, judged)),
    ...refusals.map(({ field, reason, next }) => ({ field, message: reason, next })),
  ];
  const verdict = verdictOf(judged, refusals, unsaid);
  const more =
    occasion === 'check' && verdict.missing.length > 0 ? words.MORE_TO_FILL(verdict.missing.length) : undefined;
  return { fields, messages, more, verdict, twice: repeatedTimes(fields) };
}

/** Refusals that say no more than that something is still empty. */
const UNSAID: readonly RefusalCode[] = ['loadTestMissing', 'consistencyMissing'];

/** Errors of a form that was not judged as a whole: a draft, kept as far as it goes. */
export function errorMessages(errors: readonly FieldError[], body: FormBody): FormMessage[] {
  return errors.map((error) => errorMessage(error, { body }));
}

/** A refusal in words at its field. */
function refusalShown(refusal: Refusal, { body, context }: Pick<Judged, 'body' | 'context'>): RefusalShown {
  return { rule: refusal.rule, field: fieldOf(refusal.path, body), ...refusalWords(refusal, context) };
}

function verdictOf(judged: Judged, refusals: RefusalShown[], unsaid: FieldMessage[]): FormVerdict {
  const { errors, window, prescaleMinutes, now, body } = judged;
  const missing = [...errors.filter(isMissing).map(({ path }) => missingAt(path, body)), ...unsaid];
  const unreadable = errors.filter((error) => !isMissing(error)).length;
  const [tone, sentence] = headline(refusals.length, unreadable, missing.length);
  return { tone, sentence, refusals, missing, facts: factsOf(judged), window, prescaleMinutes, now };
}

function missingAt(path: string, body: FormBody): FieldMessage {
  return { field: fieldOf(path, body), message: fieldWords(path, servicesOf(body)) };
}

function headline(refusals: number, unreadable: number, missing: number): [Tone, string] {
  if (refusals > 0) return ['bad', words.REFUSED(refusals)];
  if (unreadable > 0) return ['warn', words.UNREADABLE];
  return missing > 0 ? ['none', words.NO_OBJECTION] : ['good', words.ALL_GOOD];
}

function factsOf({ effect, window, lines, services, context }: Judged): FormVerdict['facts'] {
  const grows = lines.flatMap(({ service, wanted }) => {
    const found = services.find(({ name }) => name === service);
    return found ? [{ service, current: found.baseline, requested: wanted }] : [];
  });
  return [
    ...(grows.length > 0 ? ([[words.WHAT_GROWS, linesWords(grows)]] as const) : []),
    ...(effect ? effectFacts(effect, window?.end === null, context) : []),
  ].map(([term, value]) => [term, value]);
}

/** Earliest start, upscale-days and approvers. */
export function effectFacts(
  { earliestStart, uses, left, approvers }: NonNullable<Judged['effect']>,
  permanent: boolean,
  { timeZone }: WordsContext,
): FormVerdict['facts'] {
  return [
    [words.EARLIEST, formatEarliest(earliestStart, timeZone)],
    [words.DAYS, words.daysWords(uses, left, permanent)],
    [words.APPROVAL, approversWords(approvers)],
  ];
}

function isMissing({ code }: FieldError): boolean {
  return code === 'required' || code === 'mustBeTrue';
}

function errorMessage(error: FieldError, { body }: Pick<Judged, 'body'>): FieldMessage {
  const message =
    error.path === 'lines' && error.code === 'required'
      ? words.NOTHING_WANTED
      : fieldErrorWords(error, servicesOf(body));
  return { field: fieldOf(error.path, body), message };
}
