import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formText } from './form-text.ts';

test('texts only, without what React adds', () => {
  const data = new FormData();
  data.append('$ACTION_ID_1', '');
  data.append('$ACTION_KEY', 'k');
  data.append('email', 'a');
  data.append('email', 'b');
  data.append('file', new File(['x'], 'x.txt'));
  assert.deepEqual(formText(data), { email: 'b' });
});

test('a field named __proto__ is a field, and changes no prototype', () => {
  const data = new FormData();
  data.append('__proto__', 'x');
  const typed = formText(data);
  assert.deepEqual(Object.keys(typed), ['__proto__']);
  assert.equal(Object.getPrototypeOf(typed), Object.prototype);
});

test('what is no form has no fields', () => {
  for (const data of [null, undefined, 'text', 7, [], [['a', 'b']], { a: 'b' }]) assert.deepEqual(formText(data), {});
});
