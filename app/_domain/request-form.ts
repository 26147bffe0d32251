import { type Attribute, attributeOf, type ServiceSizes } from './capacity.ts';
import { type FieldError, fieldError } from './field-error.ts';
import { type FormFields, textOf } from './form-fields.ts';
import { formToWindow } from './form-window.ts';

/** A body as far as a form gives it: what is empty is absent. */
export type FormBody = Record<string, unknown> & {
  lines?: { service: string; wanted: Record<string, number | string> }[];
};
type Services = readonly Pick<ServiceSizes, 'name' | 'baseline'>[];

/** The fields of the request form as the API's body, which is then read like any other. Sizes equal to the baseline of their service are no wish and left out; a draft leaves out whatever is not filled in. What the form cannot read, the shape refuses in the body too. */
export function formToBody(
  fields: FormFields,
  { draft = false, services = [] }: { draft?: boolean; services?: Services } = {},
): { body: FormBody; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const number = (path: string, name: string) => {
    const text = textOf(fields, name);
    const value = readNumber(text);
    if (value === null) errors.push(fieldError(path, 'unreadableNumber', {}));
    return value ?? text;
  };
  const { window, errors: windowErrors } = formToWindow(fields);
  const body = {
    ...texts(fields, ['environment', 'purpose', 'reason', 'contact', 'purchaseOrder']),
    ...lines(fields, services, number),
    ...(!draft || 'start' in window || 'end' in window ? { window } : {}),
    ...numbers(fields, { prescaleMinutes: 'prescaleMinutes' }, '', number),
    ...emergency(fields),
    ...expected(fields, number),
    ...loadTest(fields, number),
    ...consistency(fields, draft),
    ...(isTicked(fields, 'authority') ? { authority: true } : draft ? {} : { authority: false }),
    ...list(fields, 'watchers', /[\s,;]+/),
  };
  return { body, errors: [...windowErrors, ...errors] };
}

/** The errors of a form's body: what the form itself found, which says more, instead of the shape's for the same member. */
export function formErrors(own: readonly FieldError[], shape: readonly FieldError[]): FieldError[] {
  const told = new Set(own.map(({ path }) => path));
  return [...own, ...shape.filter(({ path }) => !told.has(path))];
}

type NumberAt = (path: string, name: string) => number | string;

/** A number in digits with a point, null for anything else. */
export function readNumber(text: string): number | null {
  return /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : null;
}

function isTicked(fields: FormFields, name: string): boolean {
  return textOf(fields, name) !== '';
}

function texts(fields: FormFields, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, textOf(fields, name)]).filter(([, text]) => text !== ''));
}

function list(fields: FormFields, name: string, separator: RegExp): Record<string, string[]> {
  const items = (fields.get(name) ?? []).flatMap((text) => text.split(separator).filter((item) => item.trim() !== ''));
  return items.length > 0 ? { [name]: items } : {};
}

function numbers(fields: FormFields, names: Record<string, string>, prefix: string, number: NumberAt) {
  const filled = Object.entries(names).filter(([, name]) => textOf(fields, name) !== '');
  return Object.fromEntries(filled.map(([member, name]) => [member, number(`${prefix}${member}`, name)]));
}

function lines(fields: FormFields, services: Services, number: NumberAt): Pick<FormBody, 'lines'> {
  const wishes = [...fields.keys()].flatMap((name) => wishOf(name, fields, services));
  const byService = [...Map.groupBy(wishes, ({ service }) => service)];
  const found = byService.map(([service, mine], index) => {
    const value = ({ attribute, name }: Wish) =>
      attribute === 'instance' ? textOf(fields, name) : number(`lines.${index}.wanted.${attribute}`, name);
    return { service, wanted: Object.fromEntries(mine.map((wish) => [wish.attribute, value(wish)])) };
  });
  return found.length > 0 ? { lines: found } : {};
}

type Wish = { name: string; service: string; attribute: string };

/** One filled size field, unless it says what the baseline says. */
function wishOf(name: string, fields: FormFields, services: Services): Wish[] {
  const [, service, attribute] = /^wanted\.([\w-]+)\.(\w+)$/.exec(name) ?? [];
  const text = textOf(fields, name);
  if (!service || !attribute || text === '') return [];
  const baseline = services.find((each) => each.name === service)?.baseline;
  const same = baseline && attributeOf(baseline, attribute as Attribute) === (readNumber(text) ?? text);
  return same ? [] : [{ name, service, attribute }];
}

function emergency(fields: FormFields) {
  return isTicked(fields, 'emergency') ? { emergency: { reason: textOf(fields, 'emergencyReason') } } : {};
}

function expected(fields: FormFields, number: NumberAt) {
  const found = numbers(fields, { peakRps: 'peakRps', ordersPerHour: 'ordersPerHour' }, 'expected.', number);
  return Object.keys(found).length > 0 ? { expected: found } : {};
}

/** Nothing said at all is left to R7; said for another purpose it means nothing. */
function loadTest(fields: FormFields, number: NumberAt) {
  const purpose = textOf(fields, 'purpose');
  const shares = { dataSharePercent: 'dataShare', trafficSharePercent: 'trafficShare' };
  const names = ['tool', 'generators', ...Object.values(shares)];
  const filled = names.some((name) => textOf(fields, name) !== '');
  if (!filled || (purpose !== 'LOAD_TEST' && purpose !== '')) return {};
  return {
    loadTest: {
      ...texts(fields, ['tool']),
      ...numbers(fields, shares, 'loadTest.', number),
      generators: list(fields, 'generators', /[\n,;]+/).generators ?? [],
    },
  };
}

function consistency(fields: FormFields, draft: boolean) {
  const follow = (fields.get('follow') ?? []).filter((slug) => slug !== '');
  const note = textOf(fields, 'note');
  return draft && follow.length === 0 && note === '' ? {} : { consistency: { follow, note } };
}
