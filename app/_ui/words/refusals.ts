import type { Refusal, RefusalCode, RefusalParams } from '#domain/refusal.ts';
import type { Contacts } from './contact.ts';
import { HOSTING } from './refusals-hosting.ts';
import { STATUS } from './refusals-status.ts';
import { WHAT } from './refusals-what.ts';
import { WHEN } from './refusals-when.ts';
import { WHO } from './refusals-who.ts';

/** Whom to ask, and the zone in which times are said. */
export type WordsContext = { contact: Contacts; timeZone: string };
/** A refusal in plain words: why, and what to do next. */
export type RefusalWords = { reason: string; next: string };
/** A writer of words for each of some codes. */
export type Writers<Codes extends RefusalCode> = {
  [C in Codes]: (params: RefusalParams[C], context: WordsContext) => RefusalWords;
};

const WRITERS: Writers<RefusalCode> = { ...WHO, ...WHAT, ...WHEN, ...HOSTING, ...STATUS };

/** Why something may not be and what to do next, in words a customer understands. */
export function refusalWords(refusal: Refusal, context: WordsContext): RefusalWords {
  const write = WRITERS[refusal.code] as (params: Refusal['params'], context: WordsContext) => RefusalWords;
  return write(refusal.params, context);
}
