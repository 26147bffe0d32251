import type { EndpointSettings } from './endpoint.ts';
import { type FieldError, fieldError } from './field-error.ts';
import { type FormFields, textOf } from './form-fields.ts';
import { readNumber } from './request-form.ts';

const TEXTS = ['name', 'kind', 'target'] as const;
/** what may be left empty */
const CHOICES = ['service', 'expectStatus', 'expectText'] as const;
const NUMBERS = ['intervalSeconds', 'timeoutMs', 'retries', 'certificateDays'] as const;

/** An endpoint's form as the body that parseEndpoint reads. What cannot be read stays a text, which it refuses too; the errors say more. */
export function formToEndpoint(fields: FormFields): { input: Record<string, unknown>; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const number = (name: string) => {
    const text = textOf(fields, name);
    const value = readNumber(text);
    if (value === null) errors.push(fieldError(name, text === '' ? 'required' : 'unreadableNumber', {}));
    return value ?? text;
  };
  const input = {
    ...Object.fromEntries(TEXTS.map((name) => [name, textOf(fields, name)])),
    ...Object.fromEntries(CHOICES.map((name) => [name, textOf(fields, name) || null])),
    ...Object.fromEntries(NUMBERS.map((name) => [name, number(name)])),
    slowMs: textOf(fields, 'slowMs') === '' ? null : number('slowMs'),
  };
  return { input, errors };
}

/** The fields that show an endpoint in the form: the inverse of formToEndpoint. */
export function endpointToForm(settings: EndpointSettings): FormFields {
  const members = [...TEXTS, ...CHOICES, ...NUMBERS, 'slowMs' as const];
  return new Map(members.map((name) => [name, [String(settings[name] ?? '')]]));
}
