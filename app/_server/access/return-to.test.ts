import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeReturnTo, signInPath } from './return-to.ts';

test('a path of this site is kept, with query and fragment', () => {
  for (const path of ['/', '/requests/UR-2026-0001', '/requests/new?environment=nlw-stage&x=%2F', '/guide#stage'])
    assert.equal(safeReturnTo(path), path);
  assert.equal(safeReturnTo('/requests/../guide'), '/guide');
  assert.equal(safeReturnTo('/größe'), '/gr%C3%B6%C3%9Fe');
});

const ELSEWHERE = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/x/../..//evil.example',
  '/%2Fevil.example',
  '/%2f%2fevil.example',
  '/%5Cevil.example',
  '/%2e//evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/\u0000/evil.example',
  '/\u0085/evil.example',
  'https://evil.example',
  'https:/evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '@evil.example',
  'evil.example',
  '?x',
  '#x',
  '',
  `/${'a'.repeat(2_000)}`,
  '/sign-in',
  '/sign-in?returnTo=/sign-in',
  '/api/v1/me',
  ['/guide'],
  { toString: () => '/guide' },
  null,
  undefined,
];
for (const asked of ELSEWHERE)
  test(`${JSON.stringify(asked)?.slice(0, 40)} leads to the overview`, () => assert.equal(safeReturnTo(asked), '/'));

test('whatever is asked, the browser stays on the site', () => {
  const parts = ['/', '\\', '.', '%2f', '%5c', '\t', '@', ':', 'evil.example', '?', '#', '//', ' '];
  for (const a of parts)
    for (const b of parts)
      for (const c of parts)
        for (const d of parts) {
          const to = safeReturnTo(`/${a}${b}${c}${d}`);
          assert.equal(new URL(to, 'http://portal.example/sign-in').origin, 'http://portal.example', to);
        }
});

test('the way back is in the address of the sign-in page', () => {
  assert.equal(signInPath('/'), '/sign-in');
  assert.equal(signInPath('//evil.example'), '/sign-in');
  assert.equal(signInPath('/requests?state=ACTIVE&x=1'), '/sign-in?returnTo=%2Frequests%3Fstate%3DACTIVE%26x%3D1');
});
