import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf, isCidr, isLoopback, isWithin, mayCall, rangesOf } from './addresses.ts';

const NOBODY = rangesOf('');

/** What is nobody's business: this machine, its network, its cloud, and other clothes of the same. */
const FORBIDDEN = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.255'],
  ...['169.254.169.254', '169.254.170.2', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1', '192.88.99.1'],
  ...['192.168.0.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255'],
  ...['240.0.0.1', '255.255.255.255', '168.63.129.16'],
  ...['::', '::1', '::7f00:1', '::10.0.0.1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '0:0:0:0:0:ffff:a00:1'],
  ...['64:ff9b::a00:1', '64:ff9b::808:808', '64:ff9b:1::1', '100::1', '2001::1', '2001:20::1', '2001:db8::1'],
  ...['2002:a00:1::1', '3fff::1', '5f00::1', 'fc00::1', 'fd00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0'],
  ...['2a00::1%lo', 'fec0::1', 'ff02::1', 'ff0e::1', '', 'localhost', '10.1', '8.8.8.8 ', '08.8.8.8', '8.8.8.8/32'],
];
const PUBLIC = [
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '192.0.1.1',
  '223.255.255.255',
  '2a00:1450::1',
  '2600::1',
];

test('only public addresses are called', () => {
  for (const address of FORBIDDEN) assert.equal(mayCall(address, NOBODY), false, address);
  for (const address of PUBLIC) assert.equal(mayCall(address, NOBODY), true, address);
});

test('a range that is allowed opens itself and nothing beside it', () => {
  const allowed = rangesOf('10.0.0.0/8, fd00::/8,127.0.0.1/32');
  for (const address of ['10.0.0.1', '10.255.255.255', 'fd00::1', '127.0.0.1', '::ffff:10.0.0.1', '8.8.8.8'])
    assert.equal(mayCall(address, allowed), true, address);
  for (const address of ['11.0.0.1', '169.254.169.254', '127.0.0.2', '::1', 'fc00::1', '64:ff9b::a00:1', '10.1'])
    assert.equal(mayCall(address, allowed), address === '11.0.0.1', address);
});

test('a host is judged as what it leads to, however it is spelt', () => {
  const hosts = [
    '127.1',
    '2130706433',
    '0x7f.1',
    '0x7f000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '１２７.0.0.1',
    '%31%32%37.1',
  ];
  for (const host of hosts) assert.equal(hostOf(new URL(`http://${host}/`)), '127.0.0.1', host);
  assert.equal(hostOf(new URL('http://2852039166/')), '169.254.169.254');
  assert.equal(hostOf(new URL('http://[::ffff:10.0.0.1]:80/')), '::ffff:a00:1');
  assert.equal(mayCall('::ffff:a00:1', NOBODY), false);
});

test('only this machine is loopback', () => {
  for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) assert.ok(isLoopback(host), host);
  for (const host of [
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '127.example',
    'headroom.example',
    'localhost.example',
    '::ffff:7f00:1',
  ])
    assert.ok(!isLoopback(host), host);
});

test('ranges are read from a list', () => {
  for (const range of ['10.0.0.0/8', ' fd00::/8 ', '0.0.0.0/0', '::1/128']) assert.ok(isCidr(range), range);
  for (const range of ['10.0.0.0', '10.0.0.0/33', '::/129', '10.0/8', '/8', 'a/8', '10.0.0.0/-1', '10.0.0.0/'])
    assert.ok(!isCidr(range), range);
  assert.equal(isWithin('10.9.9.9', rangesOf('192.168.0.0/16,10.0.0.0/8')), true);
  assert.equal(isWithin('10.9.9.9', NOBODY), false);
});
