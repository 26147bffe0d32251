import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitsFor } from './waiting.ts';

test('a request waits for whom a move leads it on', () => {
  assert.equal(waitsFor(['submit', 'edit', 'withdraw']), 'submit');
  assert.equal(waitsFor(['edit', 'withdraw', 'answer']), 'answer');
  assert.equal(waitsFor(['ask', 'offer', 'approve', 'reject']), 'approve');
  assert.equal(waitsFor(['retry', 'giveUp']), 'retry');
});

test('who can only change it, take it back or end it is not waited for', () => {
  assert.equal(waitsFor([]), null);
  assert.equal(waitsFor(['edit', 'withdraw']), null);
  assert.equal(waitsFor(['cancel', 'end', 'extend', 'reject', 'offer', 'ask']), null);
});
