import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseCommand } from '#domain/command-shape.ts';
import { parseEndpoint } from '#domain/endpoint-shape.ts';
import { type FieldCode, type FieldError, type FieldParams, fieldError } from '#domain/field-error.ts';
import { parseRequest } from '#domain/request-shape.ts';
import { FIELDS, fieldWords } from './fields.ts';
import { fieldErrorWords } from './shape.ts';

/** One of every code; the type makes the list whole. */
const SAMPLES: { [C in FieldCode]: [path: string, params: FieldParams[C], words: RegExp] } = {
  required: ['reason', {}, /^Reason must be given\.$/],
  unknownMember: ['priority', {}, /“priority”.*Leave it out/],
  type: ['prescaleMinutes', { expected: 'number' }, /number without quotes/],
  choice: ['purpose', { choices: 'DEMO, OTHER' }, /Purpose must be one of DEMO, OTHER\./],
  mustBeTrue: ['authority', {}, /“I have authority to order” must be ticked/],
  notFinite: ['expected.peakRps', {}, /too large or no number/],
  notWhole: ['lines.0.wanted.max', {}, /Max tasks of yves must be a whole number/],
  tooSmall: ['prescaleMinutes', { min: 0 }, /0 or more/],
  notAbove: ['loadTest.dataSharePercent', { min: 0 }, /Data share \(%\) must be more than 0/],
  tooBig: ['lines.0.wanted.max', { max: 10_000 }, /10,000 or less/],
  unreadableNumber: ['expected.peakRps', {}, /in digits/],
  tooFew: ['lines', { min: 1 }, /Services must name at least one\./],
  tooMany: ['watchers', { max: 20 }, /at most 20/],
  duplicate: ['lines.1.service', {}, /Service 2 was named before/],
  tooLong: ['contact', { max: 200 }, /at most 200 characters/],
  badCharacter: ['reason', { character: 'U+202E' }, /hidden character \(U\+202E\)/],
  secret: ['reason', {}, /password safe/],
  slug: ['environment', {}, /nlw-stage/],
  instance: ['lines.0.wanted.instance', {}, /Instance class of yves.*db\.m6g\.large/],
  email: ['watchers.0', {}, /Watchers.*ops@shop\.example/],
  hash: ['contentHash', {}, /64/],
  instant: ['window.start', {}, /Start.*2026-12-01T09:00:00\+01:00/],
  localTime: ['window.start', {}, /2026-12-01T09:00/],
  timeZone: ['window.timeZone', {}, /Europe\/Berlin/],
  endNotAfterStart: ['window.end', {}, /End must be later than the start/],
  windowTooShort: ['window.end', { seconds: 30 }, /30 seconds/],
  windowTooLong: ['window.end', { days: 92 }, /92 days.*permanent/],
  startTooFar: ['window.start', { months: 18 }, /18 months/],
  endOfPermanent: ['window.end', {}, /End must be empty/],
  skippedLocalTime: [
    'window.start',
    { before: Date.UTC(2027, 2, 28, 0, 30), after: Date.UTC(2027, 2, 28, 1, 30), timeZone: 'Europe/Berlin' },
    /skip that day\. Choose Sun 28 Mar 2027 01:30 or Sun 28 Mar 2027 03:30\./,
  ],
  repeatedLocalTime: [
    'window.start',
    { firstOffset: '+02:00', secondOffset: '+01:00' },
    /first \(UTC\+02:00\).*second \(UTC\+01:00\)/,
  ],
  notComeYet: ['window.start', {}, /Start must not be later than now/],
  notAhead: ['window.start', {}, /Start must be later than now/],
  tooLongAgo: ['window.start', { days: 31 }, /at most 31 days ago/],
  lastsTooLong: ['window.end', { days: 92 }, /End may be at most 92 days/],
  alreadyBegun: ['window.start', {}, /Start cannot be changed/],
  notAfterEnd: ['window.end', {}, /End must be later than the end it has now/],
  unknownService: ['lines.0.service', { choices: 'yves, glue' }, /yves, glue/],
  unknownEnvironment: ['consistency.follow.0', {}, /Environments that follow/],
  nothingWanted: ['lines.0.wanted', {}, /The size of yves must change/],
  notForMove: ['offer', { move: 'approve' }, /“approve”/],
  nothingOffered: ['offer', {}, /Offer must name/],
  httpUrl: ['target', {}, /Address must be a whole address/],
  hostPort: ['target', {}, /shop\.example:443/],
  urlPassword: ['target', {}, /password before its @/],
  urlFragment: ['target', {}, /before its #/],
  statusRanges: ['expectStatus', {}, /Expected status.*200-299,301/],
  onlyHttp: ['expectText', {}, /Expected text.*choose HTTP/],
  longerThanInterval: ['timeoutMs', { seconds: 5 }, /Timeout.*5 seconds/],
  privateAddress: ['target', { address: '10.0.0.1' }, /10\.0\.0\.1.*HEADROOM_PROBE_ALLOW/],
  nameTaken: ['name', { name: 'Shop' }, /“Shop”/],
};

test('every code has a sentence that names the field', () => {
  for (const [code, [path, params, words]] of Object.entries(SAMPLES)) {
    const sentence = fieldErrorWords(fieldError(path, code as FieldCode, params as never), ['yves']);
    assert.match(sentence, words);
    assert.match(sentence, /^[A-Z“].*\.$/);
    assert.doesNotMatch(sentence, /undefined|NaN|\[object/);
  }
});

test('fields are called what their labels say, also inside changes and offers', () => {
  assert.equal(fieldWords(''), 'The body');
  assert.equal(fieldWords('changes.window.end'), 'End');
  assert.equal(fieldWords('offer.lines.1.wanted.count', ['yves', 'key_value_store']), 'Count of key-value store');
  assert.equal(fieldWords('lines.1.wanted.max'), 'Max tasks of service 2');
  assert.equal(fieldWords('lines.0.price'), 'price of service 1');
  assert.equal(fieldWords('loadTest.generators.3'), 'Load generators');
  for (const name of ['toString', '__proto__', 'constructor']) {
    assert.equal(fieldWords(name), name);
    assert.equal(fieldWords(`lines.0.wanted.${name}`), `${name} of service 1`);
  }
});

test('every member that the shapes ask for has a name', () => {
  const whole = {
    emergency: {},
    expected: 1,
    loadTest: {},
    purchaseOrder: 1,
    watchers: 1,
    consistency: {},
    window: {},
    prescaleMinutes: '',
  };
  const errors: FieldError[] = [
    parseRequest({}, 0),
    parseRequest(whole, 0),
    parseCommand({ move: 'edit' }, 0),
    parseCommand({ move: 'ask' }, 0),
    parseEndpoint({ kind: 'HTTP', target: '' }),
  ].flatMap((parsed) => (parsed.ok ? [] : parsed.errors));
  assert.ok(errors.length > 20);
  for (const error of errors) assert.ok(Object.hasOwn(FIELDS, error.path), error.path);
});

test('whatever is refused has a sentence', () => {
  const body = fc.record(
    {
      ...Object.fromEntries(Object.keys(FIELDS).map((name) => [name, fc.jsonValue()])),
      move: fc.constantFrom('approve', 'edit'),
    },
    { requiredKeys: ['move'] },
  );
  fc.assert(
    fc.property(body, (input) => {
      for (const parsed of [parseRequest(input, 0), parseCommand(input, 0), parseEndpoint(input)])
        for (const error of parsed.ok ? [] : parsed.errors) assert.match(fieldErrorWords(error), /\.$/);
    }),
    { numRuns: 500 },
  );
});
