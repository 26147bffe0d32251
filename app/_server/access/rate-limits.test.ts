import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeGuestSlot, takeTokenSlot, takeTrySlot } from './rate-limits.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

test('a token has 1,200 requests in any minute', () => {
  for (let i = 0; i < 1_200; i++) {
    const slot = takeTokenSlot('many', NOON + i * 20);
    assert.ok(slot.ok, `request ${i + 1}`);
    slot.release();
  }
  // 24 s after the first one
  assert.deepEqual(takeTokenSlot('many', NOON + 24_000), { ok: false, retryAfterSeconds: 37 });
  assert.equal(takeTokenSlot('many', NOON + 60_000).ok, false, 'the first second is within the minute yet');
  assert.equal(takeTokenSlot('many', NOON + 61_000).ok, true);
  assert.equal(takeTokenSlot('another', NOON + 24_000).ok, true, 'each token has its own');
});

test('a burst is over when the refusal says so', () => {
  for (let i = 0; i < 1_200; i++) {
    const slot = takeTokenSlot('burst', NOON);
    if (slot.ok) slot.release();
  }
  const full = takeTokenSlot('burst', NOON + 5_300);
  assert.deepEqual(full, { ok: false, retryAfterSeconds: 56 });
  assert.equal(takeTokenSlot('burst', NOON + 5_300 + 56_000).ok, true);
});

test('a token has 200 requests at once, and an ended one makes room once', () => {
  const slots = Array.from({ length: 200 }, () => takeTokenSlot('parallel', NOON));
  assert.ok(slots.every((slot) => slot.ok));
  assert.deepEqual(takeTokenSlot('parallel', NOON), { ok: false, retryAfterSeconds: 1 });
  const [first] = slots;
  assert.ok(first?.ok);
  first.release();
  first.release();
  assert.equal(takeTokenSlot('parallel', NOON).ok, true);
  assert.equal(takeTokenSlot('parallel', NOON).ok, false, 'releasing twice gives one place');
});

test('a guest has 600 a minute; silence forgets', () => {
  for (let i = 0; i < 600; i++) assert.ok(takeGuestSlot('192.0.2.1', NOON).ok);
  assert.deepEqual(takeGuestSlot('192.0.2.1', NOON + 59_000), { ok: false, retryAfterSeconds: 2 });
  assert.ok(takeGuestSlot('192.0.2.2', NOON).ok);
  assert.ok(takeGuestSlot('192.0.2.1', NOON + 86_400_000).ok);
});

test('a flood of addresses is forgotten, a running request is not', () => {
  const slots = Array.from({ length: 200 }, () => takeTokenSlot('busy', NOON));
  for (let i = 0; i < 20_000; i++) takeGuestSlot(`flood ${i}`, NOON);
  const { headroomCallers } = globalThis as { headroomCallers?: Map<string, unknown> };
  assert.ok((headroomCallers?.size ?? 0) <= 10_000);
  assert.equal(takeTokenSlot('busy', NOON).ok, false);
  for (const slot of slots) if (slot.ok) slot.release();
});

test('a person tries endpoints ten times in any minute, each person by themselves', () => {
  for (let i = 0; i < 10; i++) assert.equal(takeTrySlot('jana', NOON + i * 1_000).ok, true, `try ${i + 1}`);
  assert.deepEqual(takeTrySlot('jana', NOON + 30_000), { ok: false, retryAfterSeconds: 31 });
  assert.equal(takeTrySlot('nora', NOON + 30_000).ok, true);
  assert.equal(takeTrySlot('jana', NOON + 61_000).ok, true);
});
