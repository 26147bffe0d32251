import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOwnOrigin } from './origin.ts';

const OWN = ['http://localhost:3000', 'http://127.0.0.1:3000'];
const cases: [Record<string, string>, boolean, string][] = [
  [{ origin: 'http://localhost:3000' }, true, 'own origin'],
  [{ origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }, true, 'the other one'],
  [{ origin: 'http://127.0.0.1:3000' }, false, 'from one own origin to the other'],
  [{ 'sec-fetch-site': 'same-origin' }, true, 'no Origin, but the browser says same-origin'],
  [{}, false, 'neither'],
  [{ origin: 'null' }, false, 'a sandboxed frame'],
  [{ origin: 'http://evil.example' }, false, 'foreign'],
  [
    { origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' },
    false,
    'foreign, with a matching forwarded host',
  ],
  [{ origin: 'http://localhost:3000.evil.example' }, false, 'own as a prefix'],
  [{ origin: 'http://localhost:3001' }, false, 'another port'],
  [{ origin: 'https://localhost:3000' }, false, 'another scheme'],
  [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }, false, 'the two contradict'],
  [{ 'sec-fetch-site': 'same-site' }, false, 'a neighbour'],
  [{ 'sec-fetch-site': 'none' }, false, 'typed into the address bar: no form'],
];
for (const [headers, expected, name] of cases)
  test(name, () => assert.equal(isOwnOrigin(new Headers({ host: 'localhost:3000', ...headers }), OWN), expected));
