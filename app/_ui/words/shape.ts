import type { FieldCode, FieldError, FieldParams } from '#domain/field-error.ts';
import { ENDPOINT_ERRORS } from './endpoint-errors.ts';
import { fieldWords } from './fields.ts';
import { counted, numberWords } from './sizes.ts';
import { formatInstant } from './times.ts';

/** field is what the member is called. */
export type FieldWriters = { [C in FieldCode]: (field: string, params: FieldParams[C]) => string };

const TYPES: Record<FieldParams['type']['expected'], string> = {
  text: 'text',
  number: 'a number without quotes, such as 4',
  object: 'an object with named members',
  list: 'a list',
  trueOrFalse: 'true or false',
};

const WRITERS: FieldWriters = {
  required: (field) => `${field} must be given.`,
  unknownMember: (field) => `“${field}” is not a member that is known here. Leave it out.`,
  type: (field, { expected }) => `${field} must be ${TYPES[expected]}.`,
  choice: (field, { choices }) => `${field} must be one of ${choices}.`,
  mustBeTrue: (field) => `“${field}” must be ticked.`,
  notFinite: (field) => `${field} must be an ordinary number; this one is too large or no number at all.`,
  notWhole: (field) => `${field} must be a whole number, such as 4.`,
  tooSmall: (field, { min }) => `${field} must be ${numberWords(min)} or more.`,
  notAbove: (field, { min }) => `${field} must be more than ${numberWords(min)}.`,
  tooBig: (field, { max }) => `${field} must be ${numberWords(max)} or less.`,
  unreadableNumber: (field) => `${field} must be a number in digits, such as 4 or 12.5.`,
  tooFew: (field, { min }) => `${field} must name at least ${min === 1 ? 'one' : numberWords(min)}.`,
  tooMany: (field, { max }) => `${field} may name at most ${numberWords(max)}.`,
  duplicate: (field) => `${field} was named before. Name each only once.`,
  tooLong: (field, { max }) => `${field} may have at most ${counted(max, 'character')}.`,
  badCharacter: (field, { character }) =>
    `${field} holds a hidden character (${character}) that nobody could see. Delete it or type the text again.`,
  secret: (field) =>
    `${field} seems to hold a password, key or token, and several people read it here. Take it out and hand it over through the password safe that your project manager names.`,
  slug: (field) =>
    `${field} must be a short name in lower-case letters, digits and hyphens without spaces, such as nlw-stage.`,
  instance: (field) => `${field} must be the name of a class without spaces, such as db.m6g.large.`,
  email: (field) => `${field} must be e-mail addresses, such as ops@shop.example.`,
  hash: (field) => `${field} must be the 64 lower-case hexadecimal digits that the request names.`,
  instant: (field) => `${field} must be a moment that exists, with its offset, such as 2026-12-01T09:00:00+01:00.`,
  localTime: (field) => `${field} must be a date and time that exist, such as 2026-12-01T09:00.`,
  timeZone: (field) => `${field} must be the name of a zone, such as Europe/Berlin; an offset is not enough.`,
  endNotAfterStart: (field) => `${field} must be later than the start.`,
  windowTooShort: (field, { seconds }) => `${field} must be at least ${counted(seconds, 'second')} after the start.`,
  windowTooLong: (field, { days }) =>
    `${field} may be at most ${counted(days, 'day')} after the start. Ask for a permanent change if it is to stay.`,
  startTooFar: (field, { months }) => `${field} may be at most ${counted(months, 'month')} from now.`,
  endOfPermanent: (field) => `${field} must be empty for a permanent change. Empty it or take the tick away.`,
  skippedLocalTime: (field, { before, after, timeZone }) =>
    `${field} is a time that the clocks in ${timeZone} skip that day. Choose ${formatInstant(before, timeZone)} or ${formatInstant(after, timeZone)}.`,
  repeatedLocalTime: (field, { firstOffset, secondOffset }) =>
    `${field} is a time that comes twice that day. Choose the first (UTC${firstOffset}) or the second (UTC${secondOffset}).`,
  notComeYet: (field) => `${field} must not be later than now: what begins later is planned maintenance.`,
  notAhead: (field) => `${field} must be later than now.`,
  tooLongAgo: (field, { days }) => `${field} may be at most ${counted(days, 'day')} ago.`,
  lastsTooLong: (field, { days }) => `${field} may be at most ${counted(days, 'day')} after the start.`,
  alreadyBegun: (field) => `${field} cannot be changed any more: it has begun. End it early or extend it.`,
  notAfterEnd: (field) => `${field} must be later than the end it has now. To make it sooner, end it early.`,
  unknownService: (field, { choices }) => `${field} must be one of this environment's services: ${choices}.`,
  unknownEnvironment: (field) => `${field} must be other environments that you can see.`,
  nothingWanted: (field) => `${field} must change in at least one attribute.`,
  notForMove: (field, { move }) => `${field} does not belong to the move “${move}”. Leave it out.`,
  nothingOffered: (field) => `${field} must name other sizes, another window, or both.`,
  ...ENDPOINT_ERRORS,
};

/** What is wrong with a field and what is accepted, in one or two sentences that name it; services names the lines, where they are known. */
export function fieldErrorWords(error: FieldError, services: readonly string[] = []): string {
  const write = WRITERS[error.code] as (field: string, params: FieldError['params']) => string;
  return write(fieldWords(error.path, services), error.params);
}
