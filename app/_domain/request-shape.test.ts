import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { FieldError, Parsed } from './field-error.ts';
import {
  draftShape,
  parseDraft,
  parseEnvironmentSlug,
  parseRequest,
  requestShape,
  wantsDraft,
} from './request-shape.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const BODY = {
  environment: 'nlw-stage',
  purpose: 'LOAD_TEST',
  reason: 'Rehearsal of the winter sale',
  lines: [{ service: 'yves', wanted: { max: 4 } }],
  window: { start: '2026-12-01T09:00:00+01:00', end: '2026-12-01T17:00:00Z', timeZone: 'Europe/Berlin' },
  consistency: { follow: [], note: 'None: only the size changes' },
  contact: 'Ada, +49 69 1234',
  authority: true,
};

type Body = Record<string, unknown>;
/** The body with the value put at a dotted path. */
function withAt(path: string, value: unknown): Body {
  const body: Body = structuredClone(BODY);
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  const holder = parts.reduce((at, part) => {
    at[part] = at[part] ?? {};
    return at[part] as Body;
  }, body);
  holder[last] = value;
  return body;
}
function without(path: string): Body {
  const body = withAt(path, 0);
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  delete parts.reduce((at, part) => at[part] as Body, body)[last];
  return body;
}
const errorsOf = (parsed: Parsed<unknown>): FieldError[] => (parsed.ok ? [] : parsed.errors);
const read = (input: unknown) => errorsOf(parseRequest(input, NOW)).map(({ path, code }) => `${path} ${code}`);
const refused = (path: string, value: unknown, ...expected: string[]) =>
  assert.deepEqual(read(withAt(path, value)), expected, `${path} = ${JSON.stringify(value)?.slice(0, 60)}`);
const accepted = (path: string, value: unknown) =>
  assert.deepEqual(read(withAt(path, value)), [], `${path} = ${JSON.stringify(value)?.slice(0, 60)}`);

test('a good body is read: instants as UTC ms, defaults for what may be left out', () => {
  const parsed = parseRequest(BODY, NOW);
  assert.deepEqual(parsed, {
    ok: true,
    value: {
      ...BODY,
      window: { start: Date.UTC(2026, 11, 1, 8), end: Date.UTC(2026, 11, 1, 17), timeZone: 'Europe/Berlin' },
      prescaleMinutes: 0,
      watchers: [],
    },
  });
});

test('every optional member is read', () => {
  const more = {
    prescaleMinutes: 1440,
    emergency: { reason: 'The campaign was moved' },
    expected: { peakRps: 0, ordersPerHour: 12.5 },
    loadTest: { tool: 'k6', dataSharePercent: 0.5, trafficSharePercent: 25, generators: ['192.0.2.7'] },
    purchaseOrder: 'PO-7',
    watchers: ['ops@nordlicht.example'],
  };
  const parsed = parseRequest({ ...BODY, ...more }, NOW);
  assert.ok(parsed.ok);
  for (const [name, value] of Object.entries(more))
    assert.deepEqual(parsed.value[name as keyof typeof parsed.value], value);
});

test('a missing member is named', () => {
  for (const path of [
    'environment',
    'purpose',
    'reason',
    'lines',
    'window',
    'consistency',
    'contact',
    'authority',
    'window.start',
    'window.end',
    'window.timeZone',
    'consistency.note',
    'consistency.follow',
  ])
    assert.deepEqual(read(without(path)), [`${path} required`]);
  refused('emergency', {}, 'emergency.reason required');
  refused(
    'loadTest',
    {},
    ...['tool', 'dataSharePercent', 'trafficSharePercent', 'generators'].map((each) => `loadTest.${each} required`),
  );
});

test('an extra member is named where it is, also __proto__ and constructor', () => {
  assert.deepEqual(read({ ...BODY, priority: 1 }), ['priority unknownMember']);
  refused('window.zone', 'x', 'window.zone unknownMember');
  refused('lines', [{ service: 'yves', wanted: { max: 4, price: 1 } }], 'lines.0.wanted.price unknownMember');
  refused('lines', [{ service: 'yves', wanted: { max: 4 }, current: {} }], 'lines.0.current unknownMember');
  const proto = JSON.parse(`{"__proto__": {"authority": true}, "constructor": 1, ${JSON.stringify(BODY).slice(1)}`);
  assert.deepEqual(read(proto), ['__proto__ unknownMember', 'constructor unknownMember']);
  const inner = JSON.parse('{"max": 4, "__proto__": {"cpu": 1}}');
  refused('lines', [{ service: 'yves', wanted: inner }], 'lines.0.wanted.__proto__ unknownMember');
});

test('wrong types are named and never coerced', () => {
  for (const body of [null, undefined, 5, 'text', [], true])
    assert.deepEqual(read(body), [body === undefined ? ' required' : ' type']);
  for (const path of ['reason', 'contact', 'purchaseOrder', 'window.timeZone', 'window.start'])
    for (const value of [5, {}, [], true, null]) refused(path, value, `${path} type`);
  for (const path of ['prescaleMinutes', 'expected.peakRps'])
    for (const value of ['5', {}, [], true, null]) refused(path, value, `${path} type`);
  for (const path of ['lines', 'watchers'])
    for (const value of ['5', {}, 5, null]) refused(path, value, `${path} type`);
  refused('reason', { contains: 'x' }, 'reason type');
  refused('authority', 'true', 'authority mustBeTrue');
  refused('authority', false, 'authority mustBeTrue');
  refused('draft', 'yes', 'draft type');
  refused('emergency', true, 'emergency type');
  refused('emergency', null, 'emergency type');
});

test('numbers: whole, finite, in bounds', () => {
  const size = (attribute: string, value: unknown, code: string) =>
    refused('lines', [{ service: 'yves', wanted: { [attribute]: value } }], `lines.0.wanted.${attribute} ${code}`);
  for (const attribute of ['cpu', 'memory', 'min', 'desired', 'max', 'count', 'diskGiB']) {
    size(attribute, -1, 'tooSmall');
    size(attribute, JSON.parse('1e309'), 'notFinite');
    size(attribute, Number.NaN, 'notFinite');
    size(attribute, 2 ** 31, 'tooBig');
    size(attribute, 1e300, 'tooBig');
    size(attribute, 1.5, 'notWhole');
    size(attribute, '4', 'type');
    size(attribute, null, 'type');
  }
  size('cpu', 2 ** 24 + 1, 'tooBig');
  size('max', 10_001, 'tooBig');
  accepted('lines', [{ service: 'yves', wanted: { cpu: 2 ** 24, memory: 2 ** 24, min: 0, desired: 0, max: 10_000 } }]);
  refused('lines', [{ service: 'yves', wanted: {} }], 'lines.0.wanted nothingWanted');
  for (const value of [-1, 1441, 2 ** 31])
    refused('prescaleMinutes', value, `prescaleMinutes ${value < 0 ? 'tooSmall' : 'tooBig'}`);
  refused('prescaleMinutes', 0.5, 'prescaleMinutes notWhole');
  refused('expected', { peakRps: -1 }, 'expected.peakRps tooSmall');
  for (const share of [0, -1])
    refused(
      'loadTest',
      { tool: 'k6', dataSharePercent: share, trafficSharePercent: 10, generators: [] },
      'loadTest.dataSharePercent notAbove',
    );
  const parsed = parseRequest(withAt('prescaleMinutes', 2 ** 31), NOW);
  assert.deepEqual(errorsOf(parsed), [{ path: 'prescaleMinutes', code: 'tooBig', params: { max: 1440 } }]);
});

test('enums, slugs, instants and zones take no spaces and no other case', () => {
  for (const value of [' LOAD_TEST', 'LOAD_TEST ', 'load_test', '', 'toString'])
    refused('purpose', value, 'purpose choice');
  for (const value of [' nlw-stage', 'nlw-stage ', 'NLW-STAGE', 'nlw--stage', '../x', 'nlw\0'])
    refused('environment', value, 'environment slug');
  refused('consistency.follow', [' nlw-prod'], 'consistency.follow.0 slug');
  for (const value of [' 2026-12-01T09:00:00Z', '2026-12-01T09:00:00Z '])
    refused('window.start', value, 'window.start instant');
  for (const value of [
    '+02:00',
    'UTC+1',
    ' UTC',
    'Europe/Berlin ',
    'Mars/Base',
    '',
    'GMT+2',
    'Europe/Berlin\0',
    `A${'/a'.repeat(50_000)}`,
  ])
    refused('window.timeZone', value, 'window.timeZone timeZone');
  for (const value of ['UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+2'])
    accepted('window.timeZone', value);
  refused(
    'lines',
    [{ service: 'database', wanted: { instance: ' db.m6g.large' } }],
    'lines.0.wanted.instance instance',
  );
});

test('a window lasts 30 s to 92 days and starts at most 18 months ahead', () => {
  const start = Date.UTC(2026, 11, 1);
  const window = (length: number | null, from = start) => ({
    start: new Date(from).toISOString(),
    end: length === null ? null : new Date(from + length).toISOString(),
    timeZone: 'Europe/Berlin',
  });
  const day = 86_400_000;
  for (const length of [null, 30_000, 92 * day]) accepted('window', window(length));
  refused('window', window(0), 'window.end endNotAfterStart');
  refused('window', window(-1), 'window.end endNotAfterStart');
  refused('window', window(29_999), 'window.end windowTooShort');
  refused('window', window(92 * day + 1), 'window.end windowTooLong');
  refused('window', window(5 * 365 * day), 'window.end windowTooLong');
  const farthest = Date.UTC(2028, 4, 22, 12);
  accepted('window', window(day, farthest));
  refused('window', window(day, farthest + 1), 'window.start startTooFar');
  refused('window', window(null, farthest + 1), 'window.start startTooFar');
  // 31 August 2026 and 18 months: February 2028 has 29 days
  const augustEnd = Date.UTC(2026, 7, 31, 8);
  const inFebruary = (extra: number) =>
    errorsOf(parseRequest(withAt('window', window(day, Date.UTC(2028, 1, 29, 8) + extra)), augustEnd));
  assert.deepEqual(inFebruary(0), []);
  assert.equal(inFebruary(1)[0]?.code, 'startTooFar');
});

test('a bad window is told beside other errors', () => {
  const body = { ...withAt('window.end', BODY.window.start), contact: '' };
  assert.deepEqual(read(body), ['contact required', 'window.end endNotAfterStart']);
});

test('lists are bounded and name each thing once', () => {
  const line = (service: string) => ({ service, wanted: { max: 4 } });
  refused('lines', [], 'lines tooFew');
  refused('lines', [line('yves'), line('glue'), line('yves')], 'lines.2.service duplicate');
  refused(
    'lines',
    Array.from({ length: 21 }, (_, n) => line(`s${n}`)),
    'lines tooMany',
  );
  refused('consistency.follow', ['nlw-prod', 'nlw-prod'], 'consistency.follow.1 duplicate');
  refused(
    'consistency.follow',
    Array.from({ length: 21 }, (_, n) => `e${n}`),
    'consistency.follow tooMany',
  );
  refused(
    'watchers',
    Array.from({ length: 21 }, (_, n) => `p${n}@x.example`),
    'watchers tooMany',
  );
  for (const value of ['x', '@x.example', 'a@b', 'a b@x.example', 'a@x.example,b@x.example ,'])
    refused('watchers', [value], 'watchers.0 email');
});

test('a draft needs its environment only and is judged where it says something', () => {
  const draft = (input: unknown) => errorsOf(parseDraft(input, NOW)).map(({ path, code }) => `${path} ${code}`);
  assert.deepEqual(parseDraft({ environment: 'nlw-stage', draft: true }, NOW), {
    ok: true,
    value: { environment: 'nlw-stage' },
  });
  assert.deepEqual(draft({ draft: true }), ['environment required']);
  assert.deepEqual(draft({ environment: 'nlw-stage', reason: '', prescaleMinutes: -1, extra: 1 }), [
    'reason required',
    'prescaleMinutes tooSmall',
    'extra unknownMember',
  ]);
  assert.deepEqual(draft({ environment: 'nlw-stage', window: { ...BODY.window, end: BODY.window.start } }), [
    'window.end endNotAfterStart',
  ]);
  assert.deepEqual(draft({ ...BODY, draft: true }), []);
  assert.equal(wantsDraft({ draft: true }), true);
  for (const input of [{ draft: 1 }, { draft: 'true' }, {}, null, [], 'draft', Object.create({ draft: true })])
    assert.equal(wantsDraft(input), false);
});

test('the environment alone is read first', () => {
  const at = (input: unknown) => errorsOf(parseEnvironmentSlug(input)).map(({ path, code }) => `${path} ${code}`);
  assert.deepEqual(parseEnvironmentSlug({ environment: 'nlw-stage', reason: 5, x: 1 }), {
    ok: true,
    value: 'nlw-stage',
  });
  assert.deepEqual(at({}), ['environment required']);
  assert.deepEqual(at({ environment: {} }), ['environment type']);
  assert.deepEqual(at({ environment: ' x' }), ['environment slug']);
  for (const input of [null, [], 5, 'x']) assert.deepEqual(at(input), [' type']);
});

test('huge and deep inputs are refused quickly', () => {
  let deep: unknown = {};
  for (let n = 0; n < 100_000; n++) deep = [deep];
  const many = Array(100_000).fill(0);
  const lines = Array.from({ length: 100_000 }, () => ({ service: 'yves', wanted: { max: 4 } }));
  const keys = Object.fromEntries(many.map((_, n) => [`k${n}`, n]));
  const inputs = [
    deep,
    { ...BODY, reason: deep },
    { ...BODY, lines: many },
    { ...BODY, lines },
    { ...BODY, watchers: many },
    { ...BODY, ...keys },
    { ...BODY, extra: many },
    { ...BODY, consistency: { follow: many, note: 'x' } },
    { ...BODY, reason: 'x'.repeat(100_000) },
    { ...BODY, reason: ' '.repeat(100_000) },
    { ...BODY, environment: 'a-'.repeat(50_000) },
    { ...BODY, lines: [{ service: 'x'.repeat(1e5), wanted: { instance: '.'.repeat(1e5) } }] },
  ];
  for (const [index, input] of inputs.entries()) {
    const begun = process.cpuUsage();
    const errors = read(input);
    assert.ok(errors.length > 0 && errors.length <= 50, `input ${index} has ${errors.length} errors`);
    assert.ok(process.cpuUsage(begun).user < 2_000_000, `input ${index} took ${process.cpuUsage(begun).user} µs`);
  }
});

test('the shapes describe themselves as JSON Schema', () => {
  const schema = z.toJSONSchema(requestShape, { io: 'input' });
  assert.deepEqual([...(schema.required ?? [])].sort(), [
    'authority',
    'consistency',
    'contact',
    'environment',
    'lines',
    'purpose',
    'reason',
    'window',
  ]);
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(z.toJSONSchema(draftShape, { io: 'input' }).required, ['environment']);
});
