import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { test } from 'node:test';
import { atTheFrontDoor } from './front.ts';

const LOCAL = ['http://localhost:3000', 'http://127.0.0.1:3000'];

function arrive(
  url: string,
  headers: IncomingHttpHeaders,
  origins = LOCAL,
  method = 'GET',
  remoteAddress = '::ffff:203.0.113.7',
) {
  const request = { url, method, headers, socket: { remoteAddress } };
  return { refused: atTheFrontDoor(request as never, origins)?.status ?? null, headers };
}

test('the hosts of the accepted origins are served, others are misdirected', () => {
  for (const host of ['localhost:3000', '127.0.0.1:3000', 'LOCALHOST:3000'])
    assert.equal(arrive('/', { host }).refused, null, host);
  for (const host of [
    undefined,
    '',
    'evil.example',
    'localhost',
    'localhost:3001',
    'localhost:3000.evil.example',
    'evil.example@localhost:3000',
    'localhost:3000/evil',
    'localhost:3000, evil.example',
  ])
    assert.equal(arrive('/', { host }).refused, 421, host);
});

test('the default port may be named or not', () => {
  const origins = ['https://headroom.example'];
  assert.equal(arrive('/', { host: 'headroom.example' }, origins).refused, null);
  assert.equal(arrive('/', { host: 'headroom.example:443' }, origins).refused, null);
  assert.equal(arrive('/', { host: 'headroom.example:80' }, origins).refused, 421);
});

test('only a path is asked for, never an address', () => {
  for (const url of ['http://localhost:3000/', 'http://evil.example/', 'evil.example:443', '*', ''])
    assert.equal(arrive(url, { host: 'localhost:3000' }).refused, 421, url);
});

test('an address that is no UTF-8 is unreadable, whatever its query', () => {
  for (const url of ['/%', '/%zz', '/api/v1/environments/%E0%A4', '/api/v1/requests/%ff?x=1'])
    assert.equal(arrive(url, { host: 'localhost:3000' }).refused, 400, url);
  for (const url of ['/%00', '/%E2%82%AC', '/requests?state=%zz'])
    assert.equal(arrive(url, { host: 'localhost:3000' }).refused, null, url);
});

test('a mutation comes from a page of this portal; the API has no pages', () => {
  const post = (url: string, headers: IncomingHttpHeaders) =>
    arrive(url, { host: 'localhost:3000', ...headers }, LOCAL, 'POST').refused;
  assert.equal(post('/sign-in', { origin: 'http://localhost:3000' }), null);
  assert.equal(post('/sign-in', {}), 403);
  assert.equal(post('/nope', { origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' }), 403);
  assert.equal(post('/api/auth/session', {}), 403);
  assert.equal(post('/api/v1/requests', {}), null);
  for (const url of [
    '/api/v1/../requests/new',
    '/api/v1/%2e%2e/%2E%2E/sign-in',
    '/api/v1\\..\\..\\account',
    '/api/v10',
  ])
    assert.equal(post(url, {}), 403, url);
});

test('methods that nothing here knows, and all but reading of files, are refused', () => {
  const own = { host: 'localhost:3000', origin: 'http://localhost:3000' };
  for (const method of ['TRACE', 'PROPFIND', 'BREW'])
    for (const url of ['/requests', '/api/v1/me'])
      assert.equal(arrive(url, { ...own }, LOCAL, method).refused, 405, url);
  for (const url of ['/favicon.ico', '/icon.svg', '/_next/static/x.js', '/x/../robots.txt'])
    for (const method of ['POST', 'OPTIONS']) assert.equal(arrive(url, { ...own }, LOCAL, method).refused, 405, url);
  assert.equal(arrive('/requests', { host: 'localhost:3000' }, LOCAL, 'OPTIONS').refused, null);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])
    assert.equal(arrive('/api/v1/openapi.json', { ...own }, LOCAL, method).refused, null, method);
});

test('forwarded headers of a client are replaced by what is true', () => {
  const { headers } = arrive('/', {
    host: 'localhost:3000',
    'x-forwarded-for': '198.51.100.1',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    forwarded: 'for=198.51.100.1',
    'x-headroom-local': '1',
  });
  assert.deepEqual(headers, {
    host: 'localhost:3000',
    'x-headroom-local': '0',
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-host': 'localhost:3000',
    'x-forwarded-proto': 'http',
  });
});

test('local is who is on this machine and nobody whom a proxy there speaks for', () => {
  const local = (remoteAddress: string, headers: IncomingHttpHeaders = {}) =>
    arrive('/metrics', { host: 'localhost:3000', ...headers }, LOCAL, 'GET', remoteAddress).headers['x-headroom-local'];
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) assert.equal(local(address), '1', address);
  for (const headers of [{ 'x-forwarded-for': '198.51.100.1' }, { 'x-forwarded-for': '127.0.0.1' }, { forwarded: '' }])
    assert.equal(local('127.0.0.1', headers), '0', JSON.stringify(headers));
  assert.equal(local('203.0.113.7', { 'x-forwarded-for': '127.0.0.1', 'x-headroom-local': '1' }), '0');
});
