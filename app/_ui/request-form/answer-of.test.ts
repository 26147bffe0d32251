import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FieldError, fieldError } from '#domain/field-error.ts';
import { type Refusal, refusal } from '#domain/refusal.ts';
import { answerOf, type Judged } from './answer-of.ts';
import { fieldsOfAnswer } from './fields.ts';

const YVES = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 2 };

function judged(errors: FieldError[], refusals: Refusal[]): Judged {
  return {
    fields: new Map([['reason', ['Sale']]]),
    body: { lines: [{ service: 'yves', wanted: { max: 9 } }] },
    errors,
    refusals,
    effect: { uses: 2, left: 108, earliestStart: Date.UTC(2026, 10, 25, 15), approvers: 1 },
    lines: [{ service: 'yves', wanted: { ...YVES, max: 4 } }],
    window: null,
    prescaleMinutes: 0,
    services: [{ name: 'yves', shape: 'tasks', baseline: YVES, current: YVES, ceiling: YVES }],
    context: {
      contact: { managers: [{ name: 'Nora Feldt', email: 'nora@headroom.example' }] },
      timeZone: 'Europe/Berlin',
    },
    now: 0,
  };
}
const TOO_MUCH = refusal(
  'aboveCeiling',
  { service: 'yves', attribute: 'max', ceiling: '4', wanted: '9' },
  'lines.0.wanted.max',
);
const UNSAID = refusal('consistencyMissing', {}, 'consistency.note');
const MISSING = fieldError('contact', 'required', {});

test('while it is filled in, what is empty is still to fill in and no reproach', () => {
  const { verdict, messages } = answerOf(judged([MISSING], [UNSAID]), 'live');
  assert.deepEqual([verdict?.tone, verdict?.refusals, messages], ['none', [], []]);
  assert.deepEqual(
    verdict?.missing.map(({ field, message }) => [field, message]),
    [
      ['contact', 'Contact'],
      ['note', 'Effect on other environments'],
    ],
  );
});

test('Check tells every refusal, and sending also what is missing', () => {
  const check = answerOf(judged([MISSING], [TOO_MUCH, UNSAID]), 'check');
  assert.deepEqual(
    check.verdict?.refusals.map(({ rule, field }) => [rule, field]),
    [
      ['R17', 'wanted.yves.max'],
      ['R11', 'note'],
    ],
  );
  assert.ok(!check.messages.some(({ field }) => field === 'contact'));
  assert.equal(check.more, 'One more is still to fill in.');
  const sent = answerOf(judged([MISSING], [TOO_MUCH]), 'send');
  assert.deepEqual(
    sent.messages.map(({ field }) => field),
    ['contact', 'wanted.yves.max'],
  );
  assert.equal(sent.more, undefined);
  assert.equal(sent.verdict?.tone, 'bad');
});

test('beside its field an error names cause and next step, and what was typed is kept', () => {
  const fields = fieldsOfAnswer(answerOf(judged([], [TOO_MUCH]), 'send'));
  assert.match(fields.error('wanted.yves.max') ?? '', /ceiling is 4 tasks.*Choose 4 tasks or less/);
  assert.equal(fields.text('reason'), 'Sale');
  assert.equal(fields.error('reason'), undefined);
});

test('the facts say what grows, from when, what it uses and who approves', () => {
  const { verdict } = answerOf(judged([], []), 'check');
  assert.equal(verdict?.tone, 'good');
  assert.deepEqual(verdict?.facts, [
    ['What grows', 'yves to 4 tasks'],
    ['Earliest start', 'Wed 25 Nov 2026 16:00 Europe/Berlin'],
    ['Upscale-days', 'uses 2 of 108 left in that contract year'],
    ['Approval', 'by one project manager'],
  ]);
});
