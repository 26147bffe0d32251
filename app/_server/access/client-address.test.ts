import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTrustedProxy } from '../env.ts';
import { clientAddress, limitKey } from './client-address.ts';

const nobody = (address: string) => isTrustedProxy(address, undefined);
const proxies = (address: string) => isTrustedProxy(address, '10.0.0.0/8,fd00::/8,127.0.0.1/32');

test('without a trusted proxy nobody is believed', () => {
  assert.equal(clientAddress('203.0.113.7', '198.51.100.1', nobody), '203.0.113.7');
  assert.equal(clientAddress('::ffff:203.0.113.7', '198.51.100.1', nobody), '203.0.113.7');
  assert.equal(clientAddress(undefined, '198.51.100.1', nobody), 'unknown');
});

test('behind trusted proxies it is the rightmost address that is none', () => {
  assert.equal(clientAddress('10.0.0.2', '198.51.100.1', proxies), '198.51.100.1');
  assert.equal(clientAddress('::ffff:127.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.9', proxies), '198.51.100.1');
  assert.equal(clientAddress('fd00::1', '[2001:db8::1]:4711', proxies), '2001:db8::1');
  assert.equal(clientAddress('10.0.0.2', '198.51.100.1:8080', proxies), '198.51.100.1');
  assert.equal(clientAddress('203.0.113.7', '10.0.0.2', proxies), '203.0.113.7', 'a stranger names a proxy');
});

test('what is no address ends the walk', () => {
  for (const garbage of ['', 'unknown', 'localhost', '1.2.3', "'; drop", '6.6.6.6, _hidden'])
    assert.equal(clientAddress('10.0.0.2', garbage, proxies), '10.0.0.2', garbage);
});

test('one IPv6 subscriber is one caller', () => {
  assert.equal(limitKey('2001:db8:1:2:3:4:5:6'), limitKey('2001:db8:1:2::'));
  assert.equal(limitKey('2001:0db8:1:2::9'), '2001:db8:1:2::/64');
  assert.notEqual(limitKey('2001:db8:1:3::1'), limitKey('2001:db8:1:2::1'));
  assert.equal(limitKey('::1'), '0:0:0:0::/64');
  assert.equal(limitKey('203.0.113.7'), '203.0.113.7');
});
