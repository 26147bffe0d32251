import { type FieldError, fieldError } from './field-error.ts';
import { type FormFields, textOf } from './form-fields.ts';
import type { RequestWindow } from './request.ts';
import { instantToLocal, isTimeZone, type LocalTime, localToInstant } from './time.ts';

/** What an edge of the window is called in the form, and the choice where its local time comes twice. */
const EDGES = { start: 'startChoice', end: 'endChoice' } as const;
type Edge = keyof typeof EDGES;

/** The window as the API takes it: local times of the form's zone as instants, an empty end absent, or null with the tick `permanent`. What cannot be read is '', which the shape refuses. */
export function formToWindow(fields: FormFields): { window: Record<string, string | null>; errors: FieldError[] } {
  const permanent = textOf(fields, 'permanent') !== '';
  const [start, end] = [readEdge(fields, 'start'), permanent ? noEnd(fields) : readEdge(fields, 'end')];
  const timeZone = textOf(fields, 'timeZone');
  return {
    window: {
      ...(start.value !== undefined && { start: start.value }),
      ...(end.value !== undefined && { end: end.value }),
      ...(timeZone !== '' && { timeZone }),
    },
    errors: [...start.errors, ...end.errors],
  };
}

/** The fields of a window: wall times of its zone to the minute, with the choice where such a time comes twice. */
export function windowToForm({ start, end, timeZone }: RequestWindow): [string, string[]][] {
  return [
    ...edgeToForm('start', start, timeZone),
    ...(end === null ? [['permanent', ['on']] as [string, string[]]] : edgeToForm('end', end, timeZone)),
    ['timeZone', [timeZone]],
  ];
}

/** The edges whose local time comes twice, with the offsets ('+02:00') between which the form asks, chosen already or not. */
export function repeatedTimes(fields: FormFields): Partial<Record<Edge, [first: string, second: string]>> {
  const edges = (['start', 'end'] as const).flatMap((edge) => {
    const { local } = localOf(fields, edge);
    return local.kind === 'repeated' ? [[edge, [local.firstOffset, local.secondOffset]] as const] : [];
  });
  return Object.fromEntries(edges);
}

type Read = { value?: string | null; errors: FieldError[] };

function readEdge(fields: FormFields, edge: Edge): Read {
  if (textOf(fields, edge) === '') return { errors: [] };
  const { local, timeZone } = localOf(fields, edge);
  const choice = textOf(fields, EDGES[edge]);
  if (local.kind === 'one') return read(local.at);
  if (local.kind === 'repeated' && (choice === 'first' || choice === 'second')) return read(local[choice]);
  return { value: '', errors: [edgeError(`window.${edge}`, local, timeZone)] };
}

function localOf(fields: FormFields, edge: Edge): { local: LocalTime; timeZone: string } {
  const zone = textOf(fields, 'timeZone');
  // an unknown zone is an error of its own, not of every time in it
  const timeZone = isTimeZone(zone) ? zone : 'UTC';
  const text = textOf(fields, edge).replace(' ', 'T');
  return { local: localToInstant(text.replace(/^(.{16}):00(?:\.0+)?$/, '$1'), timeZone), timeZone };
}

function edgeError(path: string, local: Exclude<LocalTime, { kind: 'one' }>, timeZone: string): FieldError {
  if (local.kind === 'unreadable') return fieldError(path, 'localTime', {});
  if (local.kind === 'skipped')
    return fieldError(path, 'skippedLocalTime', { before: local.before, after: local.after, timeZone });
  return fieldError(path, 'repeatedLocalTime', { firstOffset: local.firstOffset, secondOffset: local.secondOffset });
}

/** A permanent change has no end, and none beside it. */
function noEnd(fields: FormFields): Read {
  if (textOf(fields, 'end') === '') return { value: null, errors: [] };
  return { value: '', errors: [fieldError('window.end', 'endOfPermanent', {})] };
}

function read(at: number): Read {
  return { value: new Date(at).toISOString(), errors: [] };
}

function edgeToForm(edge: Edge, at: number, timeZone: string): [string, string[]][] {
  const local = instantToLocal(at, timeZone);
  const meant = localToInstant(local, timeZone);
  if (meant.kind !== 'repeated') return [[edge, [local]]];
  return [
    [edge, [local]],
    [EDGES[edge], [at < meant.second ? 'first' : 'second']],
  ];
}
