import type { Capacity } from './capacity.ts';
import type { FieldError } from './field-error.ts';
import { type FormFields, fieldOf, textOf } from './form-fields.ts';
import { formToWindow } from './form-window.ts';
import { readInstant } from './instant.ts';
import type { PersonMove } from './lifecycle.ts';
import type { RequestContent } from './request.ts';
import { formToBody } from './request-form.ts';
import { windowView } from './request-view.ts';

/** The content that an offer or an extension starts from. */
type Asked = Pick<RequestContent, 'lines' | 'window'>;
type FormCommand = { input: Record<string, unknown>; errors: FieldError[] };

/** A move's form as the API's body; asked = the content shown in it. Errors are those of times and numbers as typed. */
export function formToCommand(move: PersonMove, fields: FormFields, asked: Asked | null): FormCommand {
  const texts = TEXTS.map((name) => [name, textOf(fields, fieldNamed(name, move))] as const).filter(
    ([, text]) => text !== '',
  );
  const { input, errors } = content(move, fields, asked);
  return {
    input: {
      move,
      ...Object.fromEntries(texts),
      ...(textOf(fields, 'version') !== '' && { version: Number(textOf(fields, 'version')) }),
      ...(textOf(fields, 'confirmEmergency') !== '' && { confirmEmergency: true }),
      ...input,
    },
    errors,
  };
}

const TEXTS = ['contentHash', 'reason', 'question', 'answer'];

/** Where the reason only accompanies the move, it is a note beside another form's reason. */
function fieldNamed(name: string, move: PersonMove): string {
  return name === 'reason' && (move === 'offer' || move === 'extend') ? 'note' : name;
}

/** The form's field for a path of a command's body. */
export function commandFieldOf(path: string, move: PersonMove, asked: Asked | null): string {
  const own = path.replace(/^(?:offer|changes)\./, '');
  return own === 'reason' ? fieldNamed(own, move) : fieldOf(own, asked ?? {}) || own;
}

function content(move: PersonMove, fields: FormFields, asked: Asked | null): FormCommand {
  if (!asked) return { input: {}, errors: [] };
  if (move === 'offer') return offered(fields, asked);
  if (move !== 'extend') return { input: {}, errors: [] };
  const { window, errors } = formToWindow(fields);
  return {
    input: { changes: { window: { ...(window.end !== undefined && { end: window.end }) } } },
    errors: prefixed('changes.', errors),
  };
}

/** An offer as it shall stand, sizes and window, as soon as anything differs from the content shown; lines whole, because they are merged over the baseline again. An empty size is as shown. Both are said, because the writer fills in from what was asked, and shown may have been an earlier offer. */
function offered(fields: FormFields, asked: Asked): FormCommand {
  const { body, errors: unreadable } = formToBody(fields);
  const lines = asked.lines.map(({ service, wanted }) => {
    const typed = body.lines?.find((line) => line.service === service)?.wanted ?? {};
    return { service, wanted: { ...wanted, ...typed } as Capacity };
  });
  const { window, errors } = formToWindow(fields);
  const isOther = lines.some((line, n) => !isSame(line.wanted, asked.lines[n]?.wanted));
  const isMoved = errors.length > 0 || !isSameWindow(window, asked.window);
  const whole = { lines, window: isMoved ? window : windowView(asked.window) };
  return {
    input: { offer: isOther || isMoved ? whole : {} },
    errors: prefixed('offer.', [...errors, ...unreadable.flatMap((error) => ofAsked(error, body.lines ?? [], asked))]),
  };
}

/** An error of the form's lines at the place that its service has in what was asked. */
function ofAsked(error: FieldError, typed: readonly { service: string }[], asked: Asked): FieldError[] {
  const [, line, rest] = /^lines\.(\d+)(\..*)$/.exec(error.path) ?? [];
  const at = asked.lines.findIndex(({ service }) => service === typed[Number(line)]?.service);
  return line === undefined || at < 0 ? [] : [{ ...error, path: `lines.${at}${rest}` }];
}

function isSame(a: Capacity, b: Capacity | undefined): boolean {
  const [left, right] = [a, b ?? {}] as Record<string, unknown>[];
  return Object.keys({ ...left, ...right }).every((key) => left?.[key] === right?.[key]);
}

/** To the minute, as the form shows it. */
function isSameWindow(window: Record<string, string | null>, asked: Asked['window']): boolean {
  const minute = (at: number | null) => at !== null && Math.floor(at / 60_000);
  const read = (text: string | null | undefined) => minute(text ? readInstant(text) : null);
  return (
    read(window.start) === minute(asked.start) &&
    read(window.end) === minute(asked.end) &&
    window.timeZone === asked.timeZone
  );
}

function prefixed(prefix: string, errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) => ({ ...error, path: `${prefix}${error.path}` }));
}
