import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fieldOf, fieldsOf, servicesOf } from './form-fields.ts';
import { bodyToForm } from './form-values.ts';
import type { RequestContent } from './request.ts';
import { formErrors, formToBody } from './request-form.ts';
import { parseDraft, parseRequest } from './request-shape.ts';
import { wholeContent } from './whole-content.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const TASKS = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 2 };
const NODES = { instance: 'db.t4g.medium', count: 1, diskGiB: 100 };
const SERVICES = [
  { name: 'yves', shape: 'tasks' as const, baseline: TASKS, current: TASKS, ceiling: TASKS },
  { name: 'database', shape: 'nodes' as const, baseline: NODES, current: NODES, ceiling: NODES },
];
const FORM: Record<string, string | string[]> = {
  environment: 'nlw-stage',
  purpose: 'LOAD_TEST',
  reason: 'Rehearsal',
  'wanted.yves.max': '4',
  'wanted.database.instance': 'db.m6g.large',
  'wanted.database.count': '1',
  start: '2026-12-01T09:00',
  end: '2026-12-01T18:00',
  timeZone: 'Europe/Berlin',
  prescaleMinutes: '10',
  peakRps: '30',
  ordersPerHour: '',
  tool: 'k6',
  dataShare: '12.5',
  trafficShare: '25',
  generators: '192.0.2.7, 192.0.2.8\n192.0.2.9\n',
  follow: ['nlw-prod', 'nlw-dev'],
  note: 'None changes',
  contact: 'Ada',
  purchaseOrder: '',
  authority: 'on',
  emergencyReason: '',
  watchers: 'a@x.example, b@x.example\r\nc@x.example',
};
const fields = (change: Record<string, string | string[]> = {}) =>
  fieldsOf(
    Object.entries({ ...FORM, ...change }).flatMap(([name, value]) =>
      [value].flat().map((each) => [name, each] as const),
    ),
  );
const convert = (change: Record<string, string | string[]> = {}, draft = false) =>
  formToBody(fields(change), { draft, services: SERVICES });
const errorsOf = (change: Record<string, string | string[]>) =>
  convert(change).errors.map(({ path, code }) => `${path} ${code}`);

test('a filled form becomes the body of the API, which reads it', () => {
  const { body, errors } = convert();
  assert.deepEqual(errors, []);
  assert.deepEqual(body, {
    environment: 'nlw-stage',
    purpose: 'LOAD_TEST',
    reason: 'Rehearsal',
    lines: [
      { service: 'yves', wanted: { max: 4 } },
      { service: 'database', wanted: { instance: 'db.m6g.large' } },
    ],
    window: { start: '2026-12-01T08:00:00.000Z', end: '2026-12-01T17:00:00.000Z', timeZone: 'Europe/Berlin' },
    prescaleMinutes: 10,
    expected: { peakRps: 30 },
    loadTest: {
      tool: 'k6',
      dataSharePercent: 12.5,
      trafficSharePercent: 25,
      generators: ['192.0.2.7', ' 192.0.2.8', '192.0.2.9'],
    },
    consistency: { follow: ['nlw-prod', 'nlw-dev'], note: 'None changes' },
    contact: 'Ada',
    authority: true,
    watchers: ['a@x.example', 'b@x.example', 'c@x.example'],
  });
  const parsed = parseRequest(body, NOW);
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.value.loadTest?.generators, ['192.0.2.7', '192.0.2.8', '192.0.2.9']);
});

test('an empty form misses what a request needs, at its fields; the load test and the effect are left to R7 and R11', () => {
  const { body, errors } = formToBody(fieldsOf([['purpose', 'LOAD_TEST']]));
  assert.deepEqual(errors, []);
  const parsed = parseRequest(body, NOW);
  const at = parsed.ok ? [] : parsed.errors.map(({ path, code }) => `${fieldOf(path, {})} ${code}`);
  assert.deepEqual(at, [
    'environment required',
    'reason required',
    'lines required',
    'start required',
    'end required',
    'timeZone required',
    'contact required',
    'authority mustBeTrue',
  ]);
});

test('a draft leaves out whatever is not filled in', () => {
  const { body } = formToBody(
    fieldsOf([
      ['environment', 'nlw-stage'],
      ['timeZone', 'UTC'],
      ['reason', ' '],
      ['wanted.yves.max', ''],
    ]),
    { draft: true },
  );
  assert.deepEqual(body, { environment: 'nlw-stage' });
  assert.ok(parseDraft(body, NOW).ok);
});

test('sizes that say what the baseline says are no wish', () => {
  assert.equal(convert({ 'wanted.yves.max': '2', 'wanted.database.instance': 'db.t4g.medium' }).body.lines, undefined);
  const { body } = formToBody(fields({ 'wanted.yves.max': '2' }));
  assert.deepEqual(body.lines?.[0], { service: 'yves', wanted: { max: 2 } }, 'without the services every size counts');
});

test('numbers that are none are named at their field and refused by the shape as well', () => {
  for (const text of ['four', '1e3', '0x10', '1,5', '--1', '1.', '9'.repeat(16), '½', 'NaN'])
    assert.deepEqual(
      errorsOf({ 'wanted.yves.max': text, dataShare: text }),
      ['lines.0.wanted.max unreadableNumber', 'loadTest.dataSharePercent unreadableNumber'],
      text,
    );
  assert.deepEqual(errorsOf({ prescaleMinutes: 'x', peakRps: 'x' }), [
    'prescaleMinutes unreadableNumber',
    'expected.peakRps unreadableNumber',
  ]);
  assert.deepEqual(
    errorsOf({ prescaleMinutes: '-1', 'wanted.yves.max': '4.5' }),
    [],
    'readable, for the shape to judge',
  );
});

test('a local time that DST skips is refused, one that it repeats asks which', () => {
  assert.deepEqual(convert({ start: '2027-03-28T02:30', end: '2027-03-28T05:00' }).errors, [
    {
      path: 'window.start',
      code: 'skippedLocalTime',
      params: { before: Date.UTC(2027, 2, 28, 0, 30), after: Date.UTC(2027, 2, 28, 1, 30), timeZone: 'Europe/Berlin' },
    },
  ]);
  const autumn = { start: '2027-10-31T02:30', end: '2027-10-31T02:45' };
  assert.deepEqual(convert({ ...autumn, endChoice: 'second' }).errors, [
    { path: 'window.start', code: 'repeatedLocalTime', params: { firstOffset: '+02:00', secondOffset: '+01:00' } },
  ]);
  const { body, errors } = convert({ ...autumn, startChoice: 'first', endChoice: 'second' });
  assert.deepEqual(errors, []);
  assert.deepEqual(body.window, {
    start: '2027-10-31T00:30:00.000Z',
    end: '2027-10-31T01:45:00.000Z',
    timeZone: 'Europe/Berlin',
  });
  assert.deepEqual(errorsOf({ ...autumn, startChoice: 'third', endChoice: 'first' }), [
    'window.start repeatedLocalTime',
  ]);
  assert.deepEqual(
    convert({ startChoice: 'second' }).errors,
    [],
    'a choice left over from another time does not matter',
  );
});

test('times that cannot be read are refused; seconds of zero and a blank between are fine', () => {
  for (const start of ['2026-02-30T00:00', 'tomorrow', '2026-12-01', '2026-12-01T09:00:30', '2026-12-01T09:00Z'])
    assert.deepEqual(errorsOf({ start }), ['window.start localTime']);
  for (const start of ['2026-12-01T09:00:00', '2026-12-01 09:00', ' 2026-12-01T09:00 '])
    assert.deepEqual(errorsOf({ start }), []);
  const { body, errors } = convert({ timeZone: 'Mars/Base' });
  assert.deepEqual(errors, []);
  const parsed = parseRequest(body, NOW);
  assert.deepEqual(parsed.ok || parsed.errors.map(({ path, code }) => `${path} ${code}`), ['window.timeZone timeZone']);
});

test('permanent is an end of null, and takes no end beside it', () => {
  const { body, errors } = convert({ permanent: 'on', end: '' });
  assert.deepEqual(errors, []);
  assert.deepEqual(body.window, { start: '2026-12-01T08:00:00.000Z', end: null, timeZone: 'Europe/Berlin' });
  assert.deepEqual(errorsOf({ permanent: 'on' }), ['window.end endOfPermanent']);
  const parsed = parseRequest(convert({ end: '' }).body, NOW);
  assert.deepEqual(parsed.ok || parsed.errors.map(({ path, code }) => `${path} ${code}`), ['window.end required']);
});

test('whatever the form cannot read, the shape refuses at the same member, and it is told once', () => {
  const bad = {
    'wanted.yves.max': 'x',
    prescaleMinutes: 'x',
    peakRps: 'x',
    dataShare: 'x',
    trafficShare: 'x',
    start: '2027-03-28T02:30',
    permanent: 'on',
  };
  const { body, errors } = convert(bad);
  assert.equal(errors.length, 7);
  for (const parsed of [parseRequest(body, NOW), parseDraft(convert(bad, true).body, NOW)]) {
    assert.ok(!parsed.ok);
    const refused = new Set(parsed.errors.map(({ path }) => path));
    for (const { path } of errors) assert.ok(refused.has(path), path);
    assert.deepEqual(formErrors(errors, parsed.errors), errors);
  }
  assert.deepEqual(formErrors([], [{ path: 'reason', code: 'required', params: {} }]).length, 1);
});

test('an emergency is the tick, its reason a field of its own', () => {
  assert.deepEqual(convert({ emergency: 'on', emergencyReason: 'Moved' }).body.emergency, { reason: 'Moved' });
  assert.equal(convert({ emergencyReason: 'typed before the tick was taken away' }).body.emergency, undefined);
  const parsed = parseRequest(convert({ emergency: 'on' }).body, NOW);
  assert.deepEqual(parsed.ok || parsed.errors.map(({ path }) => fieldOf(path, {})), ['emergencyReason']);
});

test('the figures of a load test count for a load test only', () => {
  assert.equal(convert({ purpose: 'DEMO' }).body.loadTest, undefined);
  const partly = parseRequest(convert({ dataShare: '' }).body, NOW);
  assert.deepEqual(partly.ok || partly.errors.map(({ path }) => fieldOf(path, {})), ['dataShare']);
});

test('every path leads to a field', () => {
  const { body } = convert();
  assert.deepEqual(servicesOf(body), ['yves', 'database']);
  const cases: [string, string][] = [
    ['lines.1.wanted.count', 'wanted.database.count'],
    ['lines.1.wanted', 'wanted.database'],
    ['lines.0.service', 'wanted.yves'],
    ['lines.0', 'wanted.yves'],
    ['lines', 'lines'],
    ['lines.7.wanted.max', 'lines'],
    ['window', 'start'],
    ['window.end', 'end'],
    ['consistency.follow.1', 'follow'],
    ['consistency', 'note'],
    ['loadTest.generators.0', 'generators'],
    ['watchers.2', 'watchers'],
    ['emergency.reason', 'emergencyReason'],
    ['authority', 'authority'],
    ['', ''],
    ['toString', ''],
  ];
  for (const [path, field] of cases) assert.equal(fieldOf(path, body), field, path);
});

test('files and foreign fields are nothing; a form of 100,000 fields is read quickly', () => {
  const { body } = formToBody(
    fieldsOf([
      ['reason', new Blob(['x'])],
      ['$ACTION_ID_1', ''],
      ['constructor', 'x'],
      ['wanted.yves.__proto__', '1'],
      ['wanted', '1'],
    ]),
  );
  assert.equal(body.reason, undefined);
  assert.deepEqual(Object.keys(body.lines?.[0]?.wanted ?? {}), ['__proto__']);
  assert.equal(parseRequest(body, NOW).ok, false);
  for (const name of [(n: number) => `wanted.s${n}.max`, (n: number) => `wanted.yves.a${n}`, () => 'follow']) {
    const begun = process.cpuUsage();
    const converted = formToBody(fieldsOf(Array.from({ length: 100_000 }, (_, n) => [name(n), '4'] as const)));
    assert.equal(parseRequest(converted.body, NOW).ok, false);
    assert.ok(process.cpuUsage(begun).user < 3_000_000, `${name(1)} took ${process.cpuUsage(begun).user} µs`);
  }
});

const ZONES = [
  'Europe/Berlin',
  'Australia/Sydney',
  'Asia/Kathmandu',
  'UTC',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
];
const short = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9 ]{0,20}[a-zA-Z0-9]$/);
const minutes = (from: number, to: number) =>
  fc.integer({ min: from / 60_000, max: to / 60_000 }).map((n) => n * 60_000);
/** Anywhere in the next months, and often where the clocks of Berlin, Sydney and Lord Howe repeat themselves. */
const minute = fc.oneof(
  minutes(Date.UTC(2026, 10, 23), Date.UTC(2028, 3, 1)),
  minutes(Date.UTC(2027, 9, 31, 0), Date.UTC(2027, 9, 31, 3)),
  minutes(Date.UTC(2027, 3, 3, 14), Date.UTC(2027, 3, 3, 18)),
);
const plain = { noNullPrototype: true };
const content: fc.Arbitrary<RequestContent> = fc
  .record({
    start: minute,
    minutes: fc.option(fc.integer({ min: 1, max: 92 * 1440 })),
    timeZone: fc.constantFrom(...ZONES),
    max: fc.integer({ min: 3, max: 10_000 }),
    prescaleMinutes: fc.integer({ min: 0, max: 1440 }),
    reason: short,
    note: fc.option(short, { nil: '' }),
    emergency: fc.option(fc.record({ reason: short }, plain), { nil: undefined }),
    expected: fc.option(fc.record({ peakRps: fc.integer({ min: 0, max: 1e6 }) }, plain), { nil: undefined }),
    loadTest: fc.option(
      fc.record(
        {
          tool: short,
          dataSharePercent: fc.constantFrom(0.5, 10, 99.9),
          trafficSharePercent: fc.constantFrom(1, 50),
          generators: fc.array(short, { maxLength: 20 }),
        },
        plain,
      ),
      { nil: undefined },
    ),
    follow: fc.uniqueArray(fc.constantFrom('nlw-dev', 'nlw-prod')),
    purchaseOrder: fc.option(short, { nil: undefined }),
    watchers: fc.array(fc.constantFrom('a@x.example', 'b@y.example'), { maxLength: 2 }),
  })
  .map(({ start, minutes, timeZone, max, note, follow, emergency, expected, loadTest, purchaseOrder, ...same }) => ({
    ...same,
    environment: 'nlw-stage',
    purpose: loadTest ? ('LOAD_TEST' as const) : ('DEMO' as const),
    lines: [
      { service: 'yves', wanted: { ...TASKS, max } },
      { service: 'database', wanted: { ...NODES, instance: 'db.m6g.large' } },
    ],
    window: { start, end: minutes === null ? null : start + minutes * 60_000, timeZone },
    consistency: { follow, note },
    contact: 'Ada',
    authority: true as const,
    ...(emergency && { emergency }),
    ...(expected && { expected }),
    ...(loadTest && { loadTest }),
    ...(purchaseOrder && { purchaseOrder }),
  }));

test('what is shown in the form and sent unchanged is the same content, in every zone and across DST', () => {
  fc.assert(
    fc.property(content, (asked) => {
      const { body, errors } = formToBody(bodyToForm(asked, SERVICES), { services: SERVICES });
      assert.deepEqual(errors, []);
      const parsed = parseRequest(body, NOW);
      assert.ok(parsed.ok, JSON.stringify(parsed));
      assert.deepEqual(wholeContent(parsed.value, SERVICES), asked);
    }),
    { numRuns: 500 },
  );
});

test('a draft is shown as far as it goes', () => {
  assert.deepEqual([...bodyToForm({ environment: 'nlw-stage' })], [['environment', ['nlw-stage']]]);
  const shown = bodyToForm({ environment: 'nlw-stage', lines: [{ service: 'yves', wanted: { max: 4 } }] }, SERVICES);
  assert.deepEqual(shown.get('wanted.yves.max'), ['4']);
});
