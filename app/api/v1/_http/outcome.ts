import type { FieldError } from '#domain/field-error.ts';
import { isConflict, isForbidden, type Refusal } from '#domain/refusal.ts';
import type { Answer } from '#server/api/answer.ts';
import { db } from '#server/db.ts';
import type { Outcome } from '#server/outcome.ts';
import { wordsContext } from '#server/requests/contact.ts';
import { loadPlace, type PlaceName } from '#server/requests/load-place.ts';
import {
  BAD_CURSOR,
  FIELDS_DETAIL,
  FIELDS_TITLE,
  MOMENT_TITLE,
  NOTHING_THERE,
  NOTHING_THERE_NEXT,
  RULE_TITLE,
} from '#ui/words/problems.ts';
import { refusalWords, type WordsContext } from '#ui/words/refusals.ts';
import { fieldErrorWords } from '#ui/words/shape.ts';
import { type ProblemError, problem } from './problem.ts';

/** The one way from an outcome to an answer; `about` names the place whose people a refusal points to. */
export async function answerOutcome<T>(
  outcome: Outcome<T>,
  done: (value: T) => Answer,
  about: () => PlaceName | null = () => null,
): Promise<Answer> {
  if (outcome.kind === 'done') return done(outcome.value);
  if (outcome.kind === 'notFound') return nothingThere();
  if (outcome.kind === 'invalid') return invalidFields(outcome.errors);
  return refusalProblem(outcome.refusals, await contextOf(about()));
}

/** 404: not there and not yours are the same. */
export function nothingThere(): Answer {
  return problem(404, NOTHING_THERE, { next: NOTHING_THERE_NEXT });
}

/** 422 with one message for each field. */
export function invalidFields(errors: readonly FieldError[]): Answer {
  return unprocessable(errors.map((error) => ({ path: error.path, message: fieldErrorWords(error) })));
}

/** 422 with messages at their members. */
export function unprocessable(errors: ProblemError[]): Answer {
  return problem(422, FIELDS_DETAIL(errors.length, errors[0]?.message ?? ''), { title: FIELDS_TITLE, errors });
}

/** 422: a cursor that no answer of this list has named. */
export function badCursor(): Answer {
  return unprocessable([{ path: 'cursor', message: BAD_CURSOR }]);
}

/** 403, 409 or 422 by the first refusal, which is the one that is named; all of them stand in `errors`. */
export function refusalProblem(refusals: readonly [Refusal, ...Refusal[]], context: WordsContext): Answer {
  const [first] = refusals;
  const { reason, next } = refusalWords(first, context);
  const errors = refusals.map((each) => ({
    path: each.path,
    message: refusalWords(each, context).reason,
    ...(each.rule && { rule: each.rule }),
  }));
  const status = isForbidden(first) ? 403 : isConflict(first) ? 409 : 422;
  const title = first.rule ? RULE_TITLE(first.rule) : MOMENT_TITLE;
  return problem(status, reason, { title, next, errors, ...(first.rule && { rule: first.rule }) });
}

async function contextOf(about: PlaceName | null): Promise<WordsContext> {
  const place = about && (await loadPlace(db(), about));
  return place ? wordsContext(place) : { contact: { managers: [] }, timeZone: 'UTC' };
}
