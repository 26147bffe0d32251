import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { isAsSigned, receiptKey, signReceipt } from './receipt.ts';
import { canonicalJson, type Json } from './record.ts';

const SECRET = 'a secret of the tests, long enough to be one';
const unsigned = {
  format: 'headroom-receipt',
  version: 1,
  issuedAt: '2026-11-23T08:00:00.000Z',
  installation: { origin: 'https://headroom.example' },
} as Parameters<typeof signReceipt>[0];

test('the key follows from the secret alone, for ever', () => {
  // a change of this value makes every issued receipt one of a stranger
  assert.deepEqual(receiptKey(SECRET), {
    algorithm: 'Ed25519',
    publicKey: 'XP8QrxjRmd599Yl6wv4kqs3g_pjHMIc_KxUo6jvT9nc',
    keyId: '04ca92a0adb22169',
  });
  assert.notEqual(receiptKey(`${SECRET}.`).publicKey, receiptKey(SECRET).publicKey);
});

test('the signature is Ed25519 over RFC 8785 JSON of all the rest, the key included', () => {
  const { signature, ...rest } = signReceipt(unsigned, SECRET);
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: rest.publicKey }, format: 'jwk' });
  const holds = (signed: object) =>
    verify(null, Buffer.from(canonicalJson(signed as Json)), key, Buffer.from(signature, 'base64url'));
  assert.ok(holds(rest));
  assert.ok(!holds({ ...rest, issuedAt: '2026-11-23T08:00:00.001Z' }));
  assert.ok(!holds({ ...rest, publicKey: receiptKey('another secret').publicKey }));
});

test('a receipt is as signed until anything of it is another; whose key that was is another question', () => {
  const receipt = signReceipt(unsigned, SECRET);
  const other = signReceipt(unsigned, 'another secret');
  assert.ok(isAsSigned(receipt));
  assert.ok(isAsSigned(other));
  const { signature, publicKey } = receipt;
  for (const changed of [
    { issuedAt: '2026-11-23T08:00:00.001Z' },
    { added: null },
    { head: { n: Number.POSITIVE_INFINITY, hash: '' } },
    { publicKey: other.publicKey },
    { publicKey: publicKey.slice(1) },
    { publicKey: '' },
    { signature: other.signature },
    { signature: `${signature}=` },
    { signature: signature.slice(0, -1) },
    { signature: '' },
  ])
    assert.ok(!isAsSigned({ ...receipt, ...changed } as typeof receipt), JSON.stringify(changed));
});
