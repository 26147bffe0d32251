import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeText, holdsSecret, LONG_TEXT } from './free-text.ts';
import { parseShape } from './shape-errors.ts';

const shape = freeText(LONG_TEXT);
const codeOf = (text: unknown) => {
  const parsed = parseShape(shape, text);
  return parsed.ok ? null : parsed.errors[0]?.code;
};

test('a text is trimmed and its line ends are \\n', () => {
  assert.deepEqual(parseShape(shape, ' \r\n Größe, 大きさ 🏔️\r\n\tmore \n'), {
    ok: true,
    value: 'Größe, 大きさ 🏔️\n\tmore',
  });
});

test('length is counted after trimming; empty is missing unless the text is optional', () => {
  assert.equal(codeOf(`  ${'x'.repeat(4000)}  `), null);
  assert.equal(codeOf('x'.repeat(4001)), 'tooLong');
  for (const empty of ['', '   ', '\n\t', '\u200b', '\u00ad \u3164\u{e0041}']) assert.equal(codeOf(empty), 'required');
  assert.deepEqual(parseShape(freeText(10, { required: false }), '  '), { ok: true, value: '' });
});

test('controls, bidi marks and lone surrogates are refused and named', () => {
  for (const code of [
    0, 1, 8, 0xb, 0xc, 0xd, 0x1b, 0x1f, 0x7f, 0x85, 0x61c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069, 0xd800,
    0xdfff,
  ]) {
    const parsed = parseShape(shape, `a${String.fromCharCode(code)}b`);
    const character = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    assert.deepEqual(parsed, { ok: false, errors: [{ path: '', code: 'badCharacter', params: { character } }] });
  }
  for (const fine of ['a\nb\tc', '👩‍🚀', 'שלום', 'é', '\u00a0x\u200bx'])
    assert.equal(codeOf(fine), null, JSON.stringify(fine));
});

// put together here so that no scanner takes this file for a leak
const PRETEND = [
  `-----BEGIN ${'RSA '}PRIVATE KEY-----`,
  `-----BEGIN ${''}PRIVATE KEY-----\nMIIE`,
  `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----`,
  `key ${'AKIA'}IOSFODNN7EXAMPLE here`,
  `${'ghp_'}abcdefghij0123456789`,
  `${'github_pat_'}11ABCDEFG0abcdefghij`,
  `${'xoxb-'}123456789-abcdef`,
  `${'eyJ'}hbGciOiJIUzI1NiJ9.${'eyJ'}zdWIiOiIxIn0.c2ln`,
  `password${': '}hunter2`,
  `Password${'='}hunter2`,
  `DB_PASSWORD${'='}hunter2`,
  `the pwd${'='}hunter2, please`,
  `"password"${':'} "hunter2"`,
  `Passwort${': '}geheim`,
  `api_key${' = '}0123456`,
  `API key${': '}0123456`,
  `${'npm_'}abcdefghijabcdefghijabcdefghij012345`,
  `postgres${'://'}shop:hunter2@db.example:5432/shop`,
  `redis${'://:'}hunter2@cache.example`,
  `Authorization${': '}Bearer abc`,
  `${'Bearer '}0123456789abcdef`,
  `${'glpat-'}0123456789abcdefghij`,
  `${'hr_'}${'x'.repeat(43)}`,
  `https://status.example/feeds/${'hf_'}${'x'.repeat(43)}.atom`,
];

test('secrets are refused wherever they stand in the text', () => {
  for (const secret of PRETEND) {
    assert.equal(codeOf(secret), 'secret', secret);
    assert.equal(codeOf(`We need it.\n${secret}\nThanks`), 'secret', secret);
  }
});

test('talking about secrets is no secret', () => {
  for (const text of [
    'The password is in the vault',
    'Reset password? Ask the bearer of the key.',
    'See https://shop.example:8443/path and mail ops@shop.example',
    'Tokens: 500 per minute',
    'GitHub Actions runs k6 (github.com/example/tests)',
    'Bearer of the load: yves',
    'npm_config_registry_of_the_build is set',
    'The API keys are with Ada',
    'ssh public keys are in the wiki',
    'Commit 0123456789abcdef0123456789abcdef01234567',
    'postgres://db.example/shop',
  ])
    assert.equal(codeOf(text), null, text);
});

test('looking for secrets is quick in the longest text', () => {
  const long = ['a', 'a.', 'password ', 'eyJ', 'eyJaaaaaa.', 'x://', 'bearer ', '-----BEGIN ', 'A '].map((part) =>
    part.repeat(LONG_TEXT).slice(0, LONG_TEXT),
  );
  for (const text of long) {
    const begun = process.cpuUsage();
    holdsSecret(text);
    assert.ok(process.cpuUsage(begun).user < 500_000, `${text.slice(0, 20)}… took ${process.cpuUsage(begun).user} µs`);
  }
});
