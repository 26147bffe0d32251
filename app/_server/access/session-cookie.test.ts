import assert from 'node:assert/strict';
import { test } from 'node:test';

process.env.AUTH_SECRET = 'a secret of this test, long enough to be one';
const { newSessionSecret, openSessionCookie, readSessionCookie, sealSessionCookie, sessionIdOf } = await import(
  './session-cookie.ts'
);

const PERSON = '6b3f6c3e-6c60-4a5e-8d66-0d1f9dbd2a11';

test('what was sealed is read; the id in the database is not what the cookie holds', () => {
  const secret = newSessionSecret();
  const cookie = sealSessionCookie(PERSON, secret);
  assert.deepEqual(openSessionCookie(cookie), { personId: PERSON, secret });
  assert.deepEqual(readSessionCookie(cookie), { personId: PERSON, sessionId: sessionIdOf(secret) });
  assert.ok(!cookie.includes(sessionIdOf(secret)));
});

test('any change breaks the seal', () => {
  const cookie = sealSessionCookie(PERSON, newSessionSecret());
  for (let at = 0; at < cookie.length; at++) {
    const other = cookie[at] === '0' ? '1' : '0';
    const changed = cookie.slice(0, at) + other + cookie.slice(at + 1);
    // the last digit of base64url has two bits that say nothing
    if (at < cookie.length - 1) assert.equal(openSessionCookie(changed), null, `character ${at}`);
  }
});

test('what is no cookie of ours is nobody', () => {
  const seal = 'A'.repeat(43);
  for (const value of [
    undefined,
    '',
    '..',
    'garbage',
    `${PERSON}.${seal}.${seal}`,
    `${PERSON}.${seal}`,
    '\0',
    seal.repeat(99),
  ])
    assert.equal(openSessionCookie(value), null);
});
