import type { FieldError } from '#domain/field-error.ts';
import { commandFieldOf } from '#domain/form-command.ts';
import { type FormFields, servicesOf } from '#domain/form-fields.ts';
import { repeatedTimes } from '#domain/form-window.ts';
import type { PersonMove } from '#domain/lifecycle.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { RequestContent } from '#domain/request.ts';
import { refusalWords, type WordsContext } from '../words/refusals.ts';
import { fieldErrorWords } from '../words/shape.ts';
import { type MoveAnswer, NO_ANSWER } from './move-answer.ts';

type Failed = {
  move: PersonMove;
  fields: FormFields;
  /** the content the form showed */
  asked: Pick<RequestContent, 'lines' | 'window'> | null;
  errors: readonly FieldError[];
  refusals: readonly Refusal[];
  changed: string[] | null;
  context: WordsContext;
};

/** A move that was not done, in words at its fields. */
export function moveAnswerOf({ move, fields, asked, errors, refusals, changed, context }: Failed): MoveAnswer {
  const messages = errors.map((error) => ({
    field: commandFieldOf(error.path, move, asked),
    message: fieldErrorWords(error, servicesOf(asked ?? {})),
  }));
  const shown = refusals.map((refusal) => ({
    rule: refusal.rule,
    field: commandFieldOf(refusal.path, move, asked),
    ...refusalWords(refusal, context),
  }));
  const atFields = shown.flatMap(({ field, reason, next }) => (field === '' ? [] : [{ field, message: reason, next }]));
  return {
    ...NO_ANSWER,
    fields,
    move,
    messages: [...messages, ...atFields],
    refusals: shown,
    changed,
    twice: repeatedTimes(fields),
  };
}
