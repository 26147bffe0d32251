import type { z } from 'zod';
import { type FieldError, type FieldParams, fieldError, type Parsed } from './field-error.ts';

/** No answer lists more than this; a body of 10^5 unknown members is answered in a page. */
const MOST_ERRORS = 50;
const LONGEST_NAME = 60;

/** Reads an untrusted input by a Zod shape: the value, or one error for each field. Never throws on JSON. */
export function parseShape<T>(shape: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = shape.safeParse(input, { reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  const errors = result.error.issues.flatMap(errorsOf);
  return { ok: false, errors: onePerPath(errors).slice(0, MOST_ERRORS) };
}

/** The first error of each path; of several bounds the last, because Zod names the wider one of a whole number first. */
function onePerPath(errors: readonly FieldError[]): FieldError[] {
  const kept = new Map<string, FieldError>();
  for (const error of errors)
    if ((kept.get(error.path)?.code ?? error.code) === error.code) kept.set(error.path, error);
  return [...kept.values()];
}

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const path = dotted(issue.path);
  if (issue.input === undefined && issue.code !== 'custom') return [fieldError(path, 'required', {})];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, MOST_ERRORS).map((key) => fieldError(dotted([...issue.path, key]), 'unknownMember', {}));
  if (issue.code === 'invalid_type') return [typeError(path, issue)];
  if (issue.code === 'invalid_value') return [choiceError(path, issue.values)];
  if (issue.code === 'too_small')
    return [boundError(path, issue.origin, Number(issue.minimum), issue.inclusive ?? true)];
  if (issue.code === 'too_big') return [overError(path, issue.origin, Number(issue.maximum))];
  // a shape's own checks carry the code as their message
  const params = issue.code === 'custom' ? issue.params : undefined;
  return [{ path, code: issue.message, params: params ?? {} } as FieldError];
}

function typeError(path: string, issue: z.core.$ZodIssueInvalidType): FieldError {
  if (typeof issue.input === 'number' && (issue.expected === 'number' || issue.expected === 'int'))
    return fieldError(path, Number.isFinite(issue.input) ? 'notWhole' : 'notFinite', {});
  return fieldError(path, 'type', { expected: EXPECTED[issue.expected] ?? 'object' });
}

const EXPECTED: Partial<Record<string, FieldParams['type']['expected']>> = {
  string: 'text',
  number: 'number',
  int: 'number',
  array: 'list',
  boolean: 'trueOrFalse',
};

function choiceError(path: string, values: readonly unknown[]): FieldError {
  if (values.length === 1 && values[0] === true) return fieldError(path, 'mustBeTrue', {});
  return fieldError(path, 'choice', { choices: values.join(', ') });
}

function boundError(path: string, origin: string, min: number, inclusive: boolean): FieldError {
  if (origin === 'string') return fieldError(path, 'required', {});
  if (origin === 'array') return fieldError(path, 'tooFew', { min });
  return fieldError(path, inclusive ? 'tooSmall' : 'notAbove', { min });
}

function overError(path: string, origin: string, max: number): FieldError {
  if (origin === 'string') return fieldError(path, 'tooLong', { max });
  return fieldError(path, origin === 'array' ? 'tooMany' : 'tooBig', { max });
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map((part) => String(part).slice(0, LONGEST_NAME)).join('.');
}
