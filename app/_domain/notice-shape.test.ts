import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsOf } from './form-fields.ts';
import type { StoredNotice } from './notice.ts';
import {
  differingFields,
  formToEdit,
  formToExtension,
  formToNotice,
  noticeFieldOf,
  noticeToDeed,
  noticeToForm,
} from './notice-form.ts';
import {
  beganErrors,
  incidentShape,
  keptInstant,
  maintenanceErrors,
  maintenanceShape,
  parseNotice,
  readScope,
} from './notice-shape.ts';

const BASE: [string, string][] = [
  ['title', 'Checkout is slow'],
  ['text', 'We look into it.'],
  ['impact', 'DEGRADED'],
  ['state', 'INVESTIGATING'],
  ['scope', 'nlw-stage'],
  ['timeZone', 'Europe/Berlin'],
];
const form = (...changes: [string, string][]) => {
  const names = new Set(changes.map(([name]) => name));
  return fieldsOf([...BASE.filter(([name]) => !names.has(name)), ...changes]);
};
const incident = (...changes: [string, string][]) =>
  parseNotice(incidentShape, formToNotice(form(...changes), 'INCIDENT'));
const maintenance = (...changes: [string, string][]) =>
  parseNotice(maintenanceShape, formToNotice(form(...changes), 'MAINTENANCE'));
const errorsOf = (parsed: ReturnType<typeof incident> | ReturnType<typeof maintenance>) =>
  parsed.ok ? [] : parsed.errors.map(({ path, code }) => `${path} ${code}`);

test('what a form of an incident tells', () => {
  const parsed = incident(['title', '  Checkout is slow '], ['start', '2026-11-25T09:00'], ['scope', 'nlw-stage/yves']);
  assert.deepEqual(parsed.ok && parsed.value, {
    title: 'Checkout is slow',
    text: 'We look into it.',
    impact: 'DEGRADED',
    state: 'INVESTIGATING',
    scope: [{ environment: 'nlw-stage', service: 'yves' }],
    window: { start: Date.parse('2026-11-25T08:00Z'), timeZone: 'Europe/Berlin' },
  });
  assert.equal(incident().ok, true);
});

test('each thing that is wrong is told at its field', () => {
  assert.deepEqual(errorsOf(incident(['title', ' '])), ['title required']);
  assert.deepEqual(errorsOf(incident(['title', 'x'.repeat(201)])), ['title tooLong']);
  assert.deepEqual(errorsOf(incident(['text', 'x'.repeat(4001)])), ['text tooLong']);
  assert.deepEqual(errorsOf(incident(['text', 'The password: hunter22'])), ['text secret']);
  assert.deepEqual(errorsOf(incident(['title', 'a\u202eb'])), ['title badCharacter']);
  assert.deepEqual(errorsOf(incident(['impact', 'MAINTENANCE'])), ['impact choice']);
  assert.deepEqual(errorsOf(incident(['state', 'RESOLVED'])), ['state choice']);
  assert.deepEqual(errorsOf(incident(['scope', ''])), ['scope tooFew']);
  assert.deepEqual(errorsOf(incident(['scope', 'NLW Stage'])), ['scope.0.environment slug']);
  assert.deepEqual(
    errorsOf(incident(...Array.from({ length: 51 }, (_, n) => ['scope', `e-${n}`] as [string, string]))),
    ['scope tooMany'],
  );
  assert.deepEqual(errorsOf(maintenance()), ['window.start required', 'window.end required']);
  assert.deepEqual(errorsOf(incident(['start', '2026-11-25T09:00'], ['timeZone', ''])), ['window.timeZone required']);
  assert.deepEqual(errorsOf(incident(['start', ''], ['timeZone', ''])), []);
  assert.deepEqual(
    errorsOf(maintenance(['start', '2026-11-25T09:00'], ['end', '2026-11-25T10:00'], ['timeZone', ''])),
    ['window.timeZone required'],
  );
  // in the order of the form
  assert.deepEqual(errorsOf(maintenance(['title', ''], ['text', ''])), [
    'title required',
    'window.start required',
    'window.end required',
    'text required',
  ]);
  assert.deepEqual(errorsOf(maintenance(['start', 'soon'], ['end', '2026-11-25T09:00'])), ['window.start localTime']);
  assert.deepEqual(errorsOf(maintenance(['start', '2026-11-25T09:00'], ['permanent', 'on'])), ['window.end type']);
});

test('a local time that the clocks skip or repeat is asked for', () => {
  const end: [string, string] = ['end', '2027-04-01T09:00'];
  assert.deepEqual(errorsOf(maintenance(['start', '2027-03-28T02:30'], end)), ['window.start skippedLocalTime']);
  assert.deepEqual(errorsOf(maintenance(['start', '2026-10-25T02:30'], end)), ['window.start repeatedLocalTime']);
  const chosen = maintenance(['start', '2026-10-25T02:30'], ['startChoice', 'second'], end);
  assert.equal(chosen.ok && chosen.value.window.start, Date.parse('2026-10-25T01:30Z'));
});

test('a whole environment says all its services, and each place is named once', () => {
  const scope = ['kes-dev/yves', 'nlw-stage/yves', 'nlw-stage', 'kes-dev/yves'].map(
    (place) => ['scope', place] as [string, string],
  );
  assert.deepEqual(readScope(formToEdit(form(...scope), 'INCIDENT').body), [
    { environment: 'nlw-stage', service: undefined },
    { environment: 'kes-dev', service: 'yves' },
  ]);
});

const codes = (errors: ReturnType<typeof beganErrors>) => errors.map(({ path, code }) => `${path} ${code}`);
const NOW = Date.parse('2026-11-25T12:00Z');
const DAY = 24 * 3600_000;

test('an incident has begun, and not long ago', () => {
  assert.deepEqual(codes(beganErrors(NOW, NOW)), []);
  assert.deepEqual(codes(beganErrors(NOW - 31 * DAY, NOW)), []);
  assert.deepEqual(codes(beganErrors(NOW + 1, NOW)), ['window.start notComeYet']);
  assert.deepEqual(codes(beganErrors(NOW - 31 * DAY - 1, NOW)), ['window.start tooLongAgo']);
});

test('maintenance is ahead, in order and not endless', () => {
  const of = (start: number, end: number, begun = false) => codes(maintenanceErrors({ start, end }, NOW, begun));
  assert.deepEqual(of(NOW + 1, NOW + 2), []);
  assert.deepEqual(of(NOW, NOW + DAY), ['window.start notAhead']);
  assert.deepEqual(of(NOW - DAY, NOW), ['window.start notAhead', 'window.end notAhead']);
  assert.deepEqual(of(NOW + DAY, NOW + DAY), ['window.end endNotAfterStart']);
  assert.deepEqual(of(NOW + DAY, NOW + 93 * DAY + 1), ['window.end lastsTooLong']);
  assert.deepEqual(of(NOW + 549 * DAY, NOW + 550 * DAY), ['window.start startTooFar']);
  assert.deepEqual(of(NOW - DAY, NOW + 1, true), []);
  assert.deepEqual(of(NOW - DAY, NOW, true), ['window.end notAhead']);
});

test('what is kept comes back as it is from a form that shows it, to the second that the form cannot show', () => {
  const [startsAt, endsAt] = [Date.parse('2026-10-25T01:30:17Z'), Date.parse('2026-11-25T09:00Z')];
  const scope = [
    { contractId: 'c', environmentId: 'e', slug: 'nlw-stage', name: 'STAGE', service: 'yves' },
    { contractId: 'c', environmentId: null, slug: 'nlw-old', name: 'OLD', service: null },
  ];
  const stored: StoredNotice = {
    ...{
      id: '1',
      kind: 'MAINTENANCE',
      title: 'New database',
      state: 'PLANNED',
      impact: 'PARTIAL_OUTAGE',
      worst: 'PARTIAL_OUTAGE',
      startsAt,
      endsAt,
    },
    ...{ publishedAt: null, postMortem: null, version: 1, scope },
    updates: [{ id: 'u', at: 0, state: 'PLANNED', text: '*soon*', editedAt: null }],
  };
  const fields = new Map([...noticeToForm(stored, 'Europe/Berlin'), ['timeZone', ['Europe/Berlin']]]);
  const parsed = parseNotice(maintenanceShape, formToNotice(fields, 'MAINTENANCE'));
  assert.deepEqual(parsed.ok && [parsed.value.title, parsed.value.impact, parsed.value.text, parsed.value.scope], [
    'New database',
    'PARTIAL_OUTAGE',
    '*soon*',
    [{ environment: 'nlw-stage', service: 'yves' }],
  ]);
  const start = parsed.ok ? parsed.value.window.start : 0;
  assert.equal(start, startsAt - 17_000);
  assert.equal(keptInstant(start, startsAt), startsAt);
  assert.equal(keptInstant(start + 60_000, startsAt), start + 60_000);

  const differs = (...changes: [string, string[]][]) =>
    differingFields(
      stored,
      'publish',
      new Map([...noticeToDeed(stored, 'publish', 'Europe/Berlin'), ['state', ['PLANNED']], ...changes]),
    );
  assert.deepEqual(differs(), []);
  assert.deepEqual(differs(['text', [' *soon*\r\n']], ['title', ['New database ']]), []);
  assert.deepEqual(differs(['scope', []], ['title', ['Old']], ['text', ['*later*']]), ['title', 'scope', 'text']);
  assert.deepEqual(differs(['timeZone', ['UTC']]), ['start', 'end']);
  assert.deepEqual(
    differingFields(
      stored,
      'reword',
      new Map([
        ['update', ['u']],
        ['text', ['*sooner*']],
      ]),
    ),
    ['text'],
  );
  assert.deepEqual(differingFields(stored, 'cancel', new Map([['text', ['Never.']]])), []);
});

test('a later end is read by itself', () => {
  const { body, errors } = formToExtension(form(['end', '2026-11-25T09:00'], ['start', 'nonsense']));
  assert.deepEqual(
    [body, errors],
    [{ text: 'We look into it.', window: { end: '2026-11-25T08:00:00.000Z', timeZone: 'Europe/Berlin' } }, []],
  );
});

test('the field of each member', () => {
  const fields = ['window.start', 'window.end', 'window.timeZone', 'window', 'scope.3.service', 'title'].map(
    noticeFieldOf,
  );
  assert.deepEqual(fields, ['start', 'end', 'timeZone', 'start', 'scope', 'title']);
});
