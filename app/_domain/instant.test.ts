import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInstant } from './instant.ts';

test('instants with any offset are read to the millisecond', () => {
  const noon = Date.UTC(2026, 10, 25, 12);
  for (const text of [
    '2026-11-25T12:00:00Z',
    '2026-11-25t12:00:00z',
    '2026-11-25T12:00:00.000Z',
    '2026-11-25T13:00:00+01:00',
    '2026-11-25T17:45:00+05:45',
    '2026-11-24T22:00:00-14:00',
    '2026-11-25T12:00:00-00:00',
    '2026-11-25T12:00:00.0009Z',
  ])
    assert.equal(readInstant(text), noon, text);
  assert.equal(readInstant('2026-11-25T12:00:00.5Z'), noon + 500);
  assert.equal(readInstant('2026-11-25T12:00:00.123Z'), noon + 123);
  assert.equal(readInstant('2026-11-25T12:00:00.123456+00:00'), noon + 123);
  assert.equal(readInstant('2028-02-29T00:00:00Z'), Date.UTC(2028, 1, 29));
  assert.equal(readInstant('2026-12-31T23:30:00-01:00'), Date.UTC(2027, 0, 1, 0, 30));
});

test('times that do not exist and other texts are refused', () => {
  for (const text of [
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-12-31T23:59:60Z',
    '2026-01-01T00:00:00',
    '2026-01-01',
    '2026-01-01T00:00Z',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00+0100',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+01:60',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00,5Z',
    '+002026-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '1999-12-31T23:59:59Z',
    '20261-01-01T00:00:00Z',
    'now',
    '',
    '1796126400000',
    '2026-01-01T00:00:00Z\n',
    '２０２６-01-01T00:00:00Z',
  ])
    assert.equal(readInstant(text), null, text);
});
