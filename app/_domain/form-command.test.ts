import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandFieldOf, formToCommand } from './form-command.ts';
import { fieldsOf } from './form-fields.ts';
import { bodyToForm } from './form-values.ts';

const yves = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 3 };
const LINES = [{ service: 'yves', wanted: yves }];
/** Seconds that no form shows. */
const WINDOW = {
  start: Date.parse('2026-12-01T09:00:30+01:00'),
  end: Date.parse('2026-12-01T18:00:00+01:00'),
  timeZone: 'Europe/Berlin',
};
const SHOWN = { lines: LINES, window: WINDOW };
const AS_IT_IS = { start: '2026-12-01T08:00:30.000Z', end: '2026-12-01T17:00:00.000Z', timeZone: 'Europe/Berlin' };

/** The form of an offer as it is shown, with some fields typed over. */
function typed(changes: Record<string, string>) {
  const shown = [...bodyToForm({ environment: 'nlw-stage', ...SHOWN })].map(([name, [value = '']]) => [name, value]);
  return fieldsOf(Object.entries({ ...Object.fromEntries(shown), ...changes }));
}
const offer = (changes: Record<string, string>) => formToCommand('offer', typed(changes), SHOWN);

test('an offer says sizes and window as they shall stand, so that an earlier offer is not half undone', () => {
  const other = [{ service: 'yves', wanted: { ...yves, max: 2 } }];
  assert.deepEqual(offer({ 'wanted.yves.max': '2' }).input.offer, { lines: other, window: AS_IT_IS });
  assert.deepEqual(offer({ start: '2026-12-01T10:00' }).input.offer, {
    lines: LINES,
    window: { ...AS_IT_IS, start: '2026-12-01T09:00:00.000Z' },
  });
});

test('an offer that changes nothing offers nothing; an empty size is as shown', () => {
  assert.deepEqual(offer({}).input.offer, {});
  assert.deepEqual(offer({ 'wanted.yves.max': '' }).input.offer, {});
});

test('what cannot be read is told at its field', () => {
  const { errors } = offer({ 'wanted.yves.max': 'four', start: '2027-03-28T02:30' });
  assert.deepEqual(
    errors.map(({ path, code }) => [path, code, commandFieldOf(path, 'offer', SHOWN)]),
    [
      ['offer.window.start', 'skippedLocalTime', 'start'],
      ['offer.lines.0.wanted.max', 'unreadableNumber', 'wanted.yves.max'],
    ],
  );
});

test('the reason of an offer or an extension is the note beside it, of every other move the reason', () => {
  const fields = fieldsOf([
    ['note', 'a day later'],
    ['reason', 'no'],
    ['version', '3'],
    ['confirmEmergency', 'on'],
  ]);
  const { input } = formToCommand('offer', fields, SHOWN);
  assert.deepEqual([input.reason, input.version, input.confirmEmergency], ['a day later', 3, true]);
  assert.equal(formToCommand('reject', fields, SHOWN).input.reason, 'no');
  assert.equal(commandFieldOf('reason', 'extend', SHOWN), 'note');
  assert.equal(commandFieldOf('reason', 'reject', SHOWN), 'reason');
});

test('an extension names its new end alone', () => {
  const fields = fieldsOf([
    ['end', '2026-12-01T20:00'],
    ['timeZone', 'Europe/Berlin'],
  ]);
  assert.deepEqual(formToCommand('extend', fields, SHOWN).input.changes, {
    window: { end: '2026-12-01T19:00:00.000Z' },
  });
});
