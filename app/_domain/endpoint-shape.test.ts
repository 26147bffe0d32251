import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { differences, isOtherProbe } from './endpoint.ts';
import { parseEndpoint } from './endpoint-shape.ts';

const HTTP = { name: 'Shop', kind: 'HTTP', target: 'https://shop.example/health' };
const codes = (changes: object) => {
  const parsed = parseEndpoint({ ...HTTP, ...changes });
  return parsed.ok ? [] : parsed.errors.map(({ path, code }) => `${path} ${code}`);
};
const target = (kind: string, text: string) => {
  const parsed = parseEndpoint({ ...HTTP, kind, target: text });
  return parsed.ok ? parsed.value.target : parsed.errors.map(({ code }) => code).join();
};

test('a name, a kind and an address are enough: the rest is as it is at first', () => {
  assert.deepEqual(parseEndpoint({ name: '  Shop ', kind: 'HTTP', target: ' HTTPS://Shop.Example:443/health ' }), {
    ok: true,
    value: {
      ...{ name: 'Shop', kind: 'HTTP', target: 'https://shop.example/health', service: null },
      ...{ expectStatus: null, expectText: null, intervalSeconds: 60, timeoutMs: 10_000, retries: 1 },
      ...{ slowMs: null, certificateDays: 14 },
    },
  });
});

test('bounds', () => {
  for (const [member, least, most] of [
    ['intervalSeconds', 5, 86_400],
    ['timeoutMs', 100, 60_000],
    ['retries', 0, 5],
    ['slowMs', 1, 60_000],
    ['certificateDays', 0, 365],
  ] as const) {
    const room = member === 'intervalSeconds' ? { timeoutMs: 100 } : {};
    assert.deepEqual(codes({ ...room, [member]: least }), []);
    assert.deepEqual(codes({ ...room, [member]: most }), []);
    assert.deepEqual(codes({ ...room, [member]: least - 1 })[0], `${member} tooSmall`);
    assert.deepEqual(codes({ ...room, [member]: most + 1 })[0], `${member} tooBig`);
    assert.deepEqual(codes({ ...room, [member]: least + 0.5 })[0], `${member} notWhole`);
  }
  assert.deepEqual(codes({ name: 'x'.repeat(81), expectText: 'y'.repeat(201) }), [
    'name tooLong',
    'expectText tooLong',
  ]);
  assert.deepEqual(codes({ timeoutMs: 5001, intervalSeconds: 5 }), ['timeoutMs longerThanInterval']);
  assert.deepEqual(codes({ timeoutMs: 5000, intervalSeconds: 5 }), []);
  assert.deepEqual(codes({ demo: true, paused: true }), ['demo unknownMember', 'paused unknownMember']);
});

test('everything that is wrong is told at once', () => {
  assert.deepEqual(
    codes({ name: '', target: 'shop', expectStatus: 'ok', timeoutMs: 9000, intervalSeconds: 6, retries: 9 }),
    ['name required', 'retries tooBig', 'target httpUrl', 'expectStatus statusRanges', 'timeoutMs longerThanInterval'],
  );
});

test('an http address is absolute and says no password', () => {
  assert.equal(target('HTTP', 'http://[2001:DB8::0:1]:8080'), 'http://[2001:db8::1]:8080/');
  assert.equal(target('HTTP', 'http://0x7f.1/'), 'http://127.0.0.1/');
  assert.equal(target('HTTP', 'https://bücher.example/ä?q=1'), 'https://xn--bcher-kva.example/%C3%A4?q=1');
  for (const text of ['shop.example', '/health', '//shop.example', 'ftp://shop.example', 'file:///etc/passwd'])
    assert.equal(target('HTTP', text), 'httpUrl', text);
  for (const text of [
    'https:shop.example',
    'https:/shop.example',
    'https:///shop.example',
    'http://',
    'http://shop.example:00/',
  ])
    assert.equal(target('HTTP', text), 'httpUrl', text);
  for (const text of [
    'https://shop.example/\tx',
    'https://sh op.example',
    'https://shop.example\\@evil.example',
    'http://a\u200bb',
  ])
    assert.notEqual(target('HTTP', text).slice(0, 4), 'http:', text);
  for (const text of [
    'https://jana:secret@shop.example',
    'https://jana@shop.example/',
    'https://:x@shop.example',
    'https://@shop.example',
  ])
    assert.equal(target('HTTP', text), 'urlPassword', text);
  assert.equal(target('HTTP', 'https://shop.example/@jana?at=@'), 'https://shop.example/@jana?at=@');
  assert.equal(target('HTTP', 'https://shop.example/?api_key=0123456789abcdef'), 'secret');
  assert.equal(target('HTTP', 'https://shop.example/#top'), 'urlFragment');
  assert.equal(target('HTTP', 'https://shop.example/#'), 'urlFragment');
  assert.equal(target('HTTP', `https://shop.example/${'x'.repeat(480)}`), 'tooLong');
  assert.equal(target('HTTP', `https://shop.example/${'ä'.repeat(200)}`), 'tooLong');
});

test('a connection is a host and its port', () => {
  assert.equal(target('TCP', 'Shop.Example:443'), 'shop.example:443');
  assert.equal(target('TLS', '[2001:DB8::0:1]:8443'), '[2001:db8::1]:8443');
  assert.equal(target('TCP', '2130706433:80'), '127.0.0.1:80');
  assert.equal(target('TCP', '127.1:00080'), '127.0.0.1:80');
  for (const text of [
    'shop.example',
    'shop.example:',
    ':443',
    'shop.example:0',
    'shop.example:65536',
    '2001:db8::1:443',
  ])
    assert.equal(target('TCP', text), 'hostPort', text);
  for (const text of ['https://shop.example:443', 'shop.example:443/x', '[::1]', '[shop]:80', 'a b:80', '999.1.1.1:80'])
    assert.equal(target('TLS', text), 'hostPort', text);
  assert.equal(target('TCP', 'jana:secret@shop.example:443'), 'urlPassword');
});

test('what only HTTP has is refused elsewhere and not dropped', () => {
  const tcp = { kind: 'TCP', target: 'shop.example:80' };
  assert.deepEqual(codes({ ...tcp, expectStatus: '200', expectText: 'ok' }), [
    'expectStatus onlyHttp',
    'expectText onlyHttp',
  ]);
  assert.deepEqual(codes({ ...tcp, expectStatus: 'x' }), ['expectStatus statusRanges']);
});

test('secrets and hidden characters are kept out of every text', () => {
  assert.deepEqual(codes({ name: 'password: hunter22', expectText: 'AKIA0123456789ABCDEF' }), [
    'name secret',
    'expectText secret',
  ]);
  assert.deepEqual(codes({ name: 'a\u202eb' }), ['name badCharacter']);
});

test('whatever is read is read the same again', () => {
  const text = fc.oneof(fc.webUrl(), fc.webUrl({ withQueryParameters: true }), fc.string());
  fc.assert(
    fc.property(
      fc.constantFrom('HTTP', 'TCP', 'TLS'),
      fc.oneof(
        text,
        fc.tuple(fc.domain(), fc.nat(70_000)).map((both) => both.join(':')),
      ),
      (kind, typed) => {
        const once = parseEndpoint({ ...HTTP, kind, target: typed });
        if (once.ok) assert.deepEqual(parseEndpoint(once.value), once);
      },
    ),
  );
});

test('a reading outlives another name or rhythm, but no other target or expectation', () => {
  const read = (changes: object) => {
    const parsed = parseEndpoint({ ...HTTP, ...changes });
    assert.ok(parsed.ok);
    return parsed.value;
  };
  for (const changes of [
    { name: 'Other' },
    { intervalSeconds: 30 },
    { timeoutMs: 500 },
    { retries: 0 },
    { service: 'yves' },
  ])
    assert.equal(isOtherProbe(read({}), read(changes)), false, JSON.stringify(changes));
  for (const changes of [
    { target: 'https://other.example/' },
    { kind: 'TCP', target: 'shop.example:443' },
    { expectStatus: '204' },
    { expectText: 'ok' },
    { slowMs: 500 },
    { certificateDays: 0 },
  ])
    assert.equal(isOtherProbe(read({}), read(changes)), true, JSON.stringify(changes));
  assert.deepEqual(differences(read({}), read({ retries: 0, name: 'Other' })), ['name', 'retries']);
});
