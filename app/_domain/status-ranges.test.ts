import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isExpectedStatus, statusRanges } from './status-ranges.ts';

test('ranges come in order, joined where they meet', () => {
  assert.equal(statusRanges('200'), '200');
  assert.equal(statusRanges(' 301, 200-250,251 - 299 '), '200-299,301');
  assert.equal(statusRanges('200-299,204,250-301'), '200-301');
  for (const bad of [
    '',
    ',',
    '200,',
    '2xx',
    '99',
    '600',
    '299-200',
    '200-',
    '-200',
    '20 0',
    '200;301',
    '٢٠٠',
    '200-299-301',
  ])
    assert.equal(statusRanges(bad), null, bad);
});

test('a status is well when one of the ranges holds it', () => {
  const range = fc
    .tuple(fc.integer({ min: 100, max: 599 }), fc.nat(99))
    .map(([from, more]) => [from, Math.min(599, from + more)] as const);
  fc.assert(
    fc.property(
      fc.array(range, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 100, max: 599 }),
      (ranges, status) => {
        const text = statusRanges(ranges.map(([from, to]) => `${from}-${to}`).join(','));
        const expected = ranges.some(([from, to]) => from <= status && status <= to);
        assert.equal(isExpectedStatus(status, text ?? ''), expected);
      },
    ),
  );
});
