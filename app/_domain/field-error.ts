/** Every way in which one field is not of the form asked for, with what its sentence needs; the sentences are in #ui/words/shape.ts. */
export type FieldParams = {
  // any member
  required: Record<never, never>;
  unknownMember: Record<never, never>;
  type: { expected: 'text' | 'number' | 'object' | 'list' | 'trueOrFalse' };
  /** choices separated by ', ' */
  choice: { choices: string };
  mustBeTrue: Record<never, never>;
  // numbers
  notFinite: Record<never, never>;
  notWhole: Record<never, never>;
  tooSmall: { min: number };
  notAbove: { min: number };
  tooBig: { max: number };
  unreadableNumber: Record<never, never>;
  // lists
  tooFew: { min: number };
  tooMany: { max: number };
  duplicate: Record<never, never>;
  // texts
  tooLong: { max: number };
  /** character as 'U+202E' */
  badCharacter: { character: string };
  secret: Record<never, never>;
  slug: Record<never, never>;
  instance: Record<never, never>;
  email: Record<never, never>;
  hash: Record<never, never>;
  // times
  instant: Record<never, never>;
  localTime: Record<never, never>;
  timeZone: Record<never, never>;
  endNotAfterStart: Record<never, never>;
  windowTooShort: { seconds: number };
  windowTooLong: { days: number };
  startTooFar: { months: number };
  endOfPermanent: Record<never, never>;
  /** instants in UTC ms, as far before and after the gap */
  skippedLocalTime: { before: number; after: number; timeZone: string };
  /** offsets as '+02:00' */
  repeatedLocalTime: { firstOffset: string; secondOffset: string };
  // times of incidents and maintenance
  notComeYet: Record<never, never>;
  notAhead: Record<never, never>;
  tooLongAgo: { days: number };
  lastsTooLong: { days: number };
  alreadyBegun: Record<never, never>;
  notAfterEnd: Record<never, never>;
  // what the environment has
  unknownService: { choices: string };
  unknownEnvironment: Record<never, never>;
  nothingWanted: Record<never, never>;
  // moves
  notForMove: { move: string };
  nothingOffered: Record<never, never>;
  // what is probed
  httpUrl: Record<never, never>;
  hostPort: Record<never, never>;
  urlPassword: Record<never, never>;
  urlFragment: Record<never, never>;
  statusRanges: Record<never, never>;
  onlyHttp: Record<never, never>;
  longerThanInterval: { seconds: number };
  /** an address that this installation does not probe */
  privateAddress: { address: string };
  nameTaken: { name: string };
};
export type FieldCode = keyof FieldParams;

/** One field that is not of the form asked for; path is the member of the API body, dotted: 'lines.0.wanted.max', '' = the whole. */
export type FieldError = { [C in FieldCode]: { path: string; code: C; params: FieldParams[C] } }[FieldCode];

/** What reading an untrusted input answers. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] };

/** Makes a field error. */
export function fieldError<C extends FieldCode>(path: string, code: C, params: FieldParams[C]): FieldError {
  return { path, code, params } as FieldError;
}
