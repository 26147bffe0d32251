import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseCommand, parseMove } from './command-shape.ts';
import type { Parsed } from './field-error.ts';
import { fieldOf, fieldsOf } from './form-fields.ts';
import { PERSON_MOVES } from './lifecycle.ts';
import { formToBody } from './request-form.ts';
import { parseDraft, parseEnvironmentSlug, parseRequest, wantsDraft } from './request-shape.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const BODY = {
  environment: 'nlw-stage',
  purpose: 'LOAD_TEST',
  reason: 'Rehearsal',
  lines: [
    { service: 'yves', wanted: { max: 4, cpu: 1024 } },
    { service: 'database', wanted: { instance: 'db.m6g.large', count: 1 } },
  ],
  window: { start: '2026-12-01T09:00:00+01:00', end: '2026-12-01T17:00:00Z', timeZone: 'Europe/Berlin' },
  prescaleMinutes: 10,
  emergency: { reason: 'x' },
  expected: { peakRps: 30, ordersPerHour: 10 },
  loadTest: { tool: 'k6', dataSharePercent: 10, trafficSharePercent: 10, generators: ['192.0.2.7'] },
  consistency: { follow: ['nlw-prod'], note: 'x' },
  contact: 'Ada',
  purchaseOrder: 'PO',
  authority: true,
  watchers: ['a@x.example'],
};
const NASTY = [
  null,
  -1,
  1.5,
  Number.POSITIVE_INFINITY,
  2 ** 31,
  Number.NaN,
  '',
  ' ',
  'x'.repeat(100_000),
  'a\0b',
  '\u202e',
  '\ud800',
  [],
  {},
  [[]],
  [null],
  true,
  JSON.parse('{"__proto__": 1}'),
  '2026-02-30T00:00:00Z',
];

/** An answer is the value, or at least one error and never more than a page of them. */
function sound(parsed: Parsed<unknown>): void {
  if (parsed.ok) return;
  assert.ok(parsed.errors.length > 0 && parsed.errors.length <= 60, `${parsed.errors.length} errors`);
  for (const { path, code } of parsed.errors) {
    assert.ok(path.length < 400);
    assert.match(code, /^[a-zA-Z]+$/, `${path}: ${code}`);
  }
}
function readAll(input: unknown): void {
  for (const read of [parseRequest, parseDraft, parseCommand]) sound(read(input, NOW));
  for (const read of [parseMove, parseEnvironmentSlug]) sound(read(input));
  wantsDraft(input);
}

/** The good body with one value somewhere inside it replaced, removed or added to. */
const spoiled = fc
  .tuple(
    fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
    fc.oneof(fc.constantFrom(...NASTY), fc.jsonValue()),
    fc.constantFrom('replace', 'remove', 'add'),
  )
  .map(([way, value, how]) => {
    const body = structuredClone(BODY) as unknown as Record<string, unknown>;
    let holder = body;
    let name = '';
    for (const turn of way) {
      const names = Object.keys(holder);
      name = names[turn % names.length] ?? 'none';
      const next = holder[name];
      if (typeof next !== 'object' || next === null || Object.keys(next).length === 0) break;
      if (turn !== way.at(-1)) holder = next as Record<string, unknown>;
    }
    if (how === 'remove') delete holder[name];
    else holder[how === 'add' ? `${name}x` : name] = value;
    return body;
  });

test('the good body is good, so that what is spoiled was not spoiled before', () => {
  const parsed = parseRequest(BODY, NOW);
  assert.ok(parsed.ok, JSON.stringify(parsed));
});

test('no JSON and no other value makes a parser throw', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), readAll), { numRuns: 2000 });
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withNullPrototype: true,
        withSparseArray: true,
        withTypedArray: true,
        withBoxedValues: true,
      }),
      readAll,
    ),
    { numRuns: 2000 },
  );
});

test('a good body with one thing spoiled is read or refused, never thrown at', () => {
  fc.assert(fc.property(spoiled, readAll), { numRuns: 5000 });
});

test('commands around spoiled bodies are read or refused', () => {
  const command = fc.record(
    {
      move: fc.constantFrom(...PERSON_MOVES),
      changes: spoiled,
      offer: fc.oneof(spoiled, fc.jsonValue()),
      reason: fc.oneof(fc.string(), fc.jsonValue()),
      version: fc.jsonValue(),
      contentHash: fc.jsonValue(),
    },
    { requiredKeys: ['move'] },
  );
  fc.assert(fc.property(command, readAll), { numRuns: 3000 });
});

test('what is read can be sent again and is read the same', () => {
  const again = (value: { window: { start: number; end: number | null; timeZone: string } }) => ({
    ...value,
    window: {
      ...value.window,
      start: new Date(value.window.start).toISOString(),
      end: value.window.end === null ? null : new Date(value.window.end).toISOString(),
    },
  });
  let read = 0;
  fc.assert(
    fc.property(spoiled, (body) => {
      const parsed = parseRequest(body, NOW);
      if (!parsed.ok) return;
      read++;
      assert.deepEqual(parseRequest(again(parsed.value), NOW), parsed);
    }),
    { numRuns: 3000 },
  );
  assert.ok(read > 20, `${read} were read`);
});

test('no form makes the conversion throw, and every error leads to a text', () => {
  const names = fc.constantFrom(
    'environment',
    'purpose',
    'reason',
    'start',
    'end',
    'timeZone',
    'permanent',
    'startChoice',
    'dataShare',
    'generators',
    'follow',
    'watchers',
    'emergency',
    'wanted.yves.max',
    'wanted.x.instance',
    'wanted.constructor.toString',
    'authority',
  );
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'LOAD_TEST',
      '2027-03-28T02:30',
      '2027-10-31T02:30',
      'Europe/Berlin',
      'first',
      'on',
      '-1',
      '9'.repeat(400),
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(names, fc.string()), value), { maxLength: 20 }), (entries) => {
      for (const draft of [true, false]) {
        const { body, errors } = formToBody(fieldsOf(entries), { draft });
        const parsed = draft ? parseDraft(body, NOW) : parseRequest(body, NOW);
        sound(parsed);
        if (errors.length > 0) assert.equal(parsed.ok, false, 'what the form refuses the shape refuses');
        for (const { path } of parsed.ok ? [] : parsed.errors) assert.equal(typeof fieldOf(path, body), 'string');
      }
    }),
    { numRuns: 3000 },
  );
});
