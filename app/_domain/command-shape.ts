import { z } from 'zod';
import { type FieldError, fieldError, type Parsed } from './field-error.ts';
import { freeText, LONG_TEXT } from './free-text.ts';
import { PERSON_MOVES, type PersonMove } from './lifecycle.ts';
import { linesShape } from './lines-shape.ts';
import type { RequestBody, RequestWindow } from './request.ts';
import { changesShape } from './request-shape.ts';
import { parseShape } from './shape-errors.ts';
import { windowErrors, windowShape } from './window-shape.ts';

/** One move a person asks for, read. Instants in UTC ms. */
export type Command = {
  move: PersonMove;
  version?: number;
  contentHash?: string;
  confirmEmergency?: true;
  reason?: string;
  question?: string;
  answer?: string;
  offer?: { lines?: RequestBody['lines']; window?: RequestWindow };
  /** of submit and edit; members that are absent stay as they are */
  changes?: Partial<RequestBody>;
  /** of extend: the new end of the window */
  until?: number;
};

const longText = freeText(LONG_TEXT);

/** The body of POST /requests/REF/moves; the published schema comes from it too. A window in `changes` is whole, but of extend only its end. */
export const commandShape = z.strictObject({
  move: z.enum(PERSON_MOVES),
  version: z
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional(),
  contentHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'hash')
    .optional(),
  confirmEmergency: z.literal(true).optional(),
  reason: longText.optional(),
  question: longText.optional(),
  answer: longText.optional(),
  offer: z.strictObject({ lines: linesShape.optional(), window: windowShape.optional() }).optional(),
  changes: changesShape.extend({ window: windowShape.partial().optional() }).optional(),
});
type Body = z.output<typeof commandShape>;
type Member = Exclude<keyof Body, 'move' | 'version' | 'contentHash'>;

/** What each move asks for and what it may carry besides; version and contentHash may come with every one. */
const MEMBERS: Record<PersonMove, { needs?: Member; takes?: readonly Member[] }> = {
  submit: { takes: ['changes'] },
  edit: { needs: 'changes' },
  withdraw: { takes: ['reason'] },
  answer: { needs: 'answer' },
  accept: { takes: ['reason'] },
  decline: { takes: ['reason'] },
  ask: { needs: 'question' },
  offer: { needs: 'offer', takes: ['reason', 'confirmEmergency'] },
  approve: { takes: ['reason', 'confirmEmergency'] },
  reject: { needs: 'reason' },
  cancel: { needs: 'reason' },
  end: { needs: 'reason' },
  retry: { takes: ['reason'] },
  giveUp: { needs: 'reason' },
  extend: { needs: 'changes', takes: ['reason'] },
};

const moveShape = z.object({ move: z.enum(PERSON_MOVES) });

/** The move alone, by which it is judged who may make it before the rest of the body. */
export function parseMove(input: unknown): Parsed<PersonMove> {
  const parsed = parseShape(moveShape, input);
  return parsed.ok ? { ok: true, value: parsed.value.move } : parsed;
}

/** Reads a command whole; now in UTC ms bounds the start of a window. */
export function parseCommand(input: unknown, now: number): Parsed<Command> {
  const parsed = parseShape(commandShape, input);
  if (!parsed.ok) return parsed;
  const body = parsed.value;
  const errors = [...memberErrors(body), ...offerErrors(body, now), ...changesErrors(body, now)];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: commandOf(body) };
}

function memberErrors(body: Body): FieldError[] {
  const { move, version: _, contentHash: __, ...members } = body;
  const { needs, takes = [] } = MEMBERS[move];
  const foreign = (Object.keys(members) as Member[]).filter((name) => name !== needs && !takes.includes(name));
  return [
    ...(needs && members[needs] === undefined ? [fieldError(needs, 'required', {})] : []),
    ...foreign.map((name) => fieldError(name, 'notForMove', { move })),
  ];
}

function offerErrors({ offer }: Body, now: number): FieldError[] {
  if (!offer) return [];
  if (!offer.lines && !offer.window) return [fieldError('offer', 'nothingOffered', {})];
  return offer.window ? windowErrors(offer.window, now, 'offer.window') : [];
}

function changesErrors({ move, changes }: Body, now: number): FieldError[] {
  if (!changes) return [];
  if (move === 'extend') return extendErrors(changes);
  const { window } = changes;
  if (!window) return [];
  const missing = (['start', 'end', 'timeZone'] as const).filter((name) => window[name] === undefined);
  if (missing.length > 0) return missing.map((name) => fieldError(`changes.window.${name}`, 'required', {}));
  return windowErrors(window as RequestWindow, now, 'changes.window');
}

/** Extend names the new end and nothing else. */
function extendErrors(changes: NonNullable<Body['changes']>): FieldError[] {
  const { window = {}, ...others } = changes;
  const { end, ...parts } = window;
  const foreign = [...Object.keys(others), ...Object.keys(parts).map((name) => `window.${name}`)];
  return [
    ...foreign.map((name) => fieldError(`changes.${name}`, 'notForMove', { move: 'extend' })),
    ...(end === undefined ? [fieldError('changes.window.end', 'required', {})] : []),
    ...(end === null ? [fieldError('changes.window.end', 'instant', {})] : []),
  ];
}

function commandOf({ changes, ...body }: Body): Command {
  if (!changes) return body;
  const end = changes.window?.end;
  return body.move === 'extend' && typeof end === 'number'
    ? { ...body, until: end }
    : { ...body, changes: changes as Partial<RequestBody> };
}
