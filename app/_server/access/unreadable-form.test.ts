import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unreadableForm } from './unreadable-form.ts';

function post(body: BodyInit | null, headers: Record<string, string> = {}): Promise<number | null> {
  return unreadableForm(new Request('http://localhost/sign-in', { method: 'POST', body, headers }));
}
function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}
const MULTIPART = 'multipart/form-data; boundary=x';
const CALL = { 'next-action': 'a', 'content-type': 'text/plain;charset=UTF-8' };

test('a form and a call are read', async () => {
  assert.equal(await post(form({ email: 'a@b', '$ACTION_1:0': '{"id":"x"}', $ACTION_KEY: 'k1' })), null);
  assert.equal(await post(form({ '0': '["$K1"]', '1_email': 'a@b' }), { 'next-action': 'a' }), null);
  assert.equal(await post('[]', CALL), null);
});

test('what is no form is refused by its type', async () => {
  for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'image/png', ''])
    assert.equal(await post('x', { 'content-type': type }), 415, type);
  assert.equal(await post(null), 415);
});

test('a form of more than a megabyte is too big, also when it does not say so', async () => {
  assert.equal(await post(form({ reason: 'x'.repeat(999_000) })), null);
  assert.equal(await post(form({ reason: 'x'.repeat(2_000_000) })), 413);
  assert.equal(await post('x', { 'content-type': MULTIPART, 'content-length': '2000000' }), 413);
});

test('what breaks off or is no JSON inside is unreadable', async () => {
  for (const body of ['', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb', '--y--\r\n'])
    assert.equal(await post(body, { 'content-type': MULTIPART }), 400, body);
  assert.equal(await post('--x--\r\n', { 'content-type': 'multipart/form-data' }), 400);
  assert.equal(await post(form({ '$ACTION_1:1': 'nonsense' })), 400);
  assert.equal(await post(form({ '0': 'nonsense' }), { 'next-action': 'a' }), 400);
  assert.equal(await post('nonsense', CALL), 400);
});

test('arguments that are no list are unreadable', async () => {
  for (const text of ['{}', 'null', '42', '"text"', '{"length":1}']) {
    assert.equal(await post(text, CALL), 400, text);
    assert.equal(await post(form({ '0': text }), { 'next-action': 'a' }), 400, text);
  }
});
