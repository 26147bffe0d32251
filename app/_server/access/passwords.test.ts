import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gate } from './gate.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

test('a password fits its own hash and no other', async () => {
  const hash = await hashPassword('headroom-demo');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.deepEqual(await verifyPassword(hash, 'headroom-demo'), { ok: true, outdated: false });
  assert.deepEqual(await verifyPassword(hash, 'headroom-demO'), { ok: false });
  assert.notEqual(hash, await hashPassword('headroom-demo'), 'every hash has its own salt');
});

test('a hash of the reference implementation is read, and is outdated', async () => {
  // the test vector of the argon2 command line tool: "password", salt "somesalt", m=65536 t=2 p=1
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.deepEqual(await verifyPassword(reference, 'password'), { ok: true, outdated: true });
});

test('composed and decomposed letters are the same password', async () => {
  assert.deepEqual(await verifyPassword(await hashPassword('Bru\u0308cke'), 'Br\u00fccke'), {
    ok: true,
    outdated: false,
  });
});

test('an unknown account costs as much as a known one', async () => {
  const hash = await hashPassword('headroom-demo');
  const cost = async (stored: string | null) => {
    const times: number[] = [];
    for (let i = 0; i < 9; i++) {
      const before = process.hrtime.bigint();
      assert.deepEqual(await verifyPassword(stored, 'wrong'), { ok: false });
      times.push(Number(process.hrtime.bigint() - before));
    }
    return times.sort((a, b) => a - b)[4] ?? 0;
  };
  const ratio = (await cost(null)) / (await cost(hash));
  assert.ok(ratio > 0.5 && ratio < 2, `unknown ÷ known = ${ratio.toFixed(2)}`);
});

test('a stored text that is no hash is a bug, not a wrong password', async () => {
  await assert.rejects(verifyPassword('headroom-demo', 'headroom-demo'), /PHC/);
});

test('a gate runs so many, lets so many wait and turns the rest away', async () => {
  const run = gate(2, 3);
  let now = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++now);
    await new Promise((done) => setTimeout(done, 5));
    now -= 1;
    return 'ran';
  };
  const answers = await Promise.all(Array.from({ length: 8 }, () => run(work)));
  assert.equal(most, 2);
  assert.deepEqual(answers.filter((answer) => answer === 'busy').length, 3);
  await assert.rejects(
    run(() => Promise.reject(new Error('broken'))),
    /broken/,
  );
  assert.equal(await run(work), 'ran', 'a failure gives its slot back');
});
