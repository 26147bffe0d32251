import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvironment } from '../env.ts';
import { addressOf, applicationVariables, isLoopback, providerOf } from './variables.ts';

function parsed(source: Record<string, string>) {
  const result = parseEnvironment(source);
  assert.ok(result.ok);
  return result.value;
}
const own = { DATABASE_URL: 'postgresql://a@b/c', AUTH_SECRET: 'x'.repeat(32) };
const given = { url: 'postgresql://d@e/f', role: 'headroom_app', secret: 'y'.repeat(32), provider: 'manual' };

test('only this machine reaches a loopback host', () => {
  for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) assert.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.example', 'headroom.example'])
    assert.ok(!isLoopback(host), host);
});

test('the address is the origin, else localhost with the port', () => {
  assert.equal(addressOf(parsed({ HEADROOM_ORIGIN: 'https://headroom.example' })), 'https://headroom.example');
  assert.equal(addressOf(parsed({ PORT: '4000', HEADROOM_HOST: '0.0.0.0' })), 'http://localhost:4000');
});

test('upscales are simulated in a demo that is wanted, and as said where it is said', () => {
  assert.equal(providerOf(parsed({}), true), 'simulated');
  assert.equal(providerOf(parsed({}), false), 'manual');
  assert.equal(providerOf(parsed(own), true), 'manual');
  assert.equal(providerOf(parsed({ ...own, HEADROOM_DEMO: '1' }), true), 'simulated');
  assert.equal(providerOf(parsed({ ...own, HEADROOM_PROVIDER: 'simulated' }), false), 'simulated');
});

test('the web server gets its database and secret, never the owner’s login or a shell’s HOSTNAME', () => {
  process.env.MIGRATE_DATABASE_URL = 'postgresql://owner@e/f';
  process.env.HOSTNAME = 'shell';
  const env = applicationVariables(parsed({ PORT: '4000' }), given);
  assert.equal(env.DATABASE_URL, given.url);
  assert.equal(env.AUTH_SECRET, given.secret);
  assert.equal(env.PORT, '4000');
  assert.ok(!('MIGRATE_DATABASE_URL' in env) && !('HOSTNAME' in env));
  const key = (secret: string) =>
    applicationVariables(parsed({}), { ...given, secret }).NEXT_SERVER_ACTIONS_ENCRYPTION_KEY;
  assert.equal(Buffer.from(key(given.secret) ?? '', 'base64').length, 32);
  assert.equal(key(given.secret), env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY);
  assert.notEqual(key('z'.repeat(32)), env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY);
});
