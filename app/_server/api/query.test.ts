import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCursor, encodeCursor, statusPlace } from './query.ts';

test('a cursor comes back as the place it was made of; what no place can be is none', () => {
  const place = ['NLW-2024', 'PROD', 3, 'nlw-prod'] as const;
  assert.deepEqual(decodeCursor(encodeCursor(place), statusPlace), place);
  for (const forged of [
    ['\0', 'PROD', 3, 'nlw-prod'],
    ['NLW-2024', 'PROD', 3, 'nlw\0'],
    ['\ud800', 'PROD', 3, 'nlw-prod'],
    ['', 'PROD', 3, 'nlw-prod'],
    ['NLW-2024', 'TEST', 3, 'nlw-prod'],
    ['NLW-2024', 'PROD', 2 ** 31, 'nlw-prod'],
    ['NLW-2024', 'PROD', 3],
  ])
    assert.equal(decodeCursor(encodeCursor(forged), statusPlace), null, JSON.stringify(forged));
  assert.equal(decodeCursor('not one of ours', statusPlace), null);
});
