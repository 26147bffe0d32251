import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsOf } from './form-fields.ts';
import { repeatedTimes } from './form-window.ts';
import { readPartial } from './partial-request.ts';
import { formErrors, formToBody } from './request-form.ts';
import { parseRequest } from './request-shape.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const WINDOW = { start: '2026-12-01T09:00', end: '2026-12-01T18:00', timeZone: 'Europe/Berlin' };

/** A form as far as it is filled in, read as the page reads it. */
function read(filled: Record<string, string>) {
  const { body, errors } = formToBody(fieldsOf(Object.entries({ environment: 'nlw-stage', ...filled })));
  const parsed = parseRequest(body, NOW);
  return readPartial(body, formErrors(errors, parsed.ok ? [] : parsed.errors), 'yves', NOW);
}

test('an empty form is judged by no rule but the places', () => {
  assert.deepEqual(read({})?.rules, ['R3', 'R8', 'R4', 'R11']);
});

test('sizes alone are judged as sizes, a window alone as a window, both together also against other windows', () => {
  assert.deepEqual(read({ 'wanted.yves.max': '9' })?.rules, ['R3', 'R8', 'R4', 'R17', 'R6', 'R11']);
  assert.deepEqual(read(WINDOW)?.rules, ['R3', 'R8', 'R4', 'R11', 'R15', 'R16', 'R18']);
  const both = read({ ...WINDOW, 'wanted.yves.max': '9' });
  assert.ok(both?.rules.includes('R14'));
  assert.deepEqual(both?.body.lines, [{ service: 'yves', wanted: { max: 9 } }]);
  assert.equal(both?.body.window.start, Date.UTC(2026, 11, 1, 8));
  assert.deepEqual([both?.has('window'), both?.has('reason')], [true, false]);
});

test('a window whose end is not after its start is no window yet', () => {
  assert.equal(read({ ...WINDOW, end: '2026-12-01T08:00' })?.has('window'), false);
});

test('a load test that is half filled in is not judged as one; without a word about it R7 speaks', () => {
  assert.ok(!read({ purpose: 'LOAD_TEST', tool: 'k6' })?.rules.includes('R7'));
  assert.ok(read({ purpose: 'LOAD_TEST' })?.rules.includes('R7'));
});

test('an emergency is one before its reason is written', () => {
  assert.deepEqual(read({ ...WINDOW, emergency: 'on' })?.body.emergency, { reason: '-' });
});

test('the form asks which of two local times is meant, chosen already or not, and for no other', () => {
  const twice = { start: '2026-10-25T02:30', end: '2026-10-25T12:00', timeZone: 'Europe/Berlin' };
  const asked = (more = {}) => repeatedTimes(fieldsOf(Object.entries({ ...twice, ...more })));
  assert.deepEqual(asked(), { start: ['+02:00', '+01:00'] });
  assert.deepEqual(asked({ startChoice: 'second' }), { start: ['+02:00', '+01:00'] });
  assert.deepEqual(asked({ timeZone: 'Asia/Kathmandu' }), {});
  assert.deepEqual(repeatedTimes(new Map()), {});
});
