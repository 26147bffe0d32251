import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvironment } from '../env.ts';
import { addressOf, applicationVariables, providerOf } from './variables.ts';

function parsed(source: Record<string, string>) {
  const result = parseEnvironment(source);
  assert.ok(result.ok);
  return result.value;
}
const own = { DATABASE_URL: 'postgresql://a@b/c', AUTH_SECRET: 'x'.repeat(32) };
const given = {
  url: 'postgresql://d@e/f',
  role: 'headroom_app',
  secret: 'y'.repeat(32),
  provider: 'manual',
  anchor: '/anchors/own.head',
};

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
  process.env.HEADROOM_RECORD_ANCHOR = '/anchors/of-another.head';
  const env = applicationVariables(parsed({ PORT: '4000' }), given);
  assert.equal(env.DATABASE_URL, given.url);
  assert.equal(env.AUTH_SECRET, given.secret);
  assert.equal(env.PORT, '4000');
  assert.ok(!('MIGRATE_DATABASE_URL' in env) && !('HOSTNAME' in env));
  assert.equal(env.HEADROOM_RECORD_ANCHOR, '/anchors/own.head');
  const { anchor: _, ...unanchored } = given;
  assert.ok(!('HEADROOM_RECORD_ANCHOR' in applicationVariables(parsed({}), unanchored)));
  const key = (secret: string) =>
    applicationVariables(parsed({}), { ...given, secret }).NEXT_SERVER_ACTIONS_ENCRYPTION_KEY;
  assert.equal(Buffer.from(key(given.secret) ?? '', 'base64').length, 32);
  assert.equal(key(given.secret), env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY);
  assert.notEqual(key('z'.repeat(32)), env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY);
});

function problems(source: Record<string, string>): string[] {
  const result = parseEnvironment(source);
  return result.ok ? [] : result.bad.map(({ name, problem }) => `${name} ${problem}`);
}
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

test('a webhook leads to an https address, or to this machine', () => {
  const accepted = [
    'https://ops.example/hooks?a=1',
    'https://8.8.8.8/',
    'http://127.0.0.1:41000/',
    'http://[::1]/',
    'http://localhost/x',
  ];
  for (const url of accepted)
    assert.deepEqual(problems({ HEADROOM_WEBHOOK_URL: url, HEADROOM_WEBHOOK_SECRET: secret }), [], url);
  for (const url of [
    'http://ops.example/',
    'http://127.example/',
    'http://10.0.0.1/',
    'ftp://ops.example',
    'ops.example',
    'https:',
  ])
    assert.deepEqual(problems({ HEADROOM_WEBHOOK_URL: url, HEADROOM_WEBHOOK_SECRET: secret }), [
      'HEADROOM_WEBHOOK_URL must be an https:// URL; http:// only leads to this machine',
    ]);
});

test('a private address is called only where the operator allows it', () => {
  for (const host of ['10.1.2.3', '0xa010203', '[fd00::1]', '169.254.169.254', '[::ffff:10.1.2.3]']) {
    const given = { HEADROOM_WEBHOOK_URL: `https://${host}/`, HEADROOM_WEBHOOK_SECRET: secret };
    assert.match(problems(given).join(), /^HEADROOM_WEBHOOK_URL leads to a private address/, host);
    const allowed = { ...given, HEADROOM_WEBHOOK_ALLOW: '10.0.0.0/8, fd00::/8,169.254.169.254/32' };
    assert.deepEqual(problems(allowed), [], host);
  }
  assert.match(problems({ HEADROOM_WEBHOOK_ALLOW: '10.0.0.0' }).join(), /^HEADROOM_WEBHOOK_ALLOW must be a comma/);
  assert.deepEqual(problems({ HEADROOM_PROBE_ALLOW: '10.0.0.0/8, fd00::/8' }), []);
  for (const bad of ['10.0.0.0', '10.0.0.0/33', 'intern', '10.0.0.0/8,'])
    assert.match(problems({ HEADROOM_PROBE_ALLOW: bad }).join(), /^HEADROOM_PROBE_ALLOW must be a comma/, bad);
});

test('a webhook is signed with a secret of 24 bytes or more, and needs both', () => {
  const url = { HEADROOM_WEBHOOK_URL: 'https://ops.example/' };
  assert.match(problems(url).join(), /^HEADROOM_WEBHOOK_SECRET is required/);
  assert.deepEqual(
    problems({ HEADROOM_PROVIDER: 'webhook' }).map((each) => each.split(' ')[0]),
    ['HEADROOM_WEBHOOK_URL', 'HEADROOM_WEBHOOK_SECRET'],
  );
  for (const bytes of [24, 25, 26, 64])
    assert.deepEqual(problems({ HEADROOM_WEBHOOK_SECRET: `whsec_${Buffer.alloc(bytes, 250).toString('base64')}` }), []);
  const short = `whsec_${Buffer.alloc(23).toString('base64')}`;
  for (const bad of [short, secret.slice(6), `${secret}=`, `${secret}A`, 'whsec_', secret.replace('B', '-')])
    assert.match(problems({ HEADROOM_WEBHOOK_SECRET: bad }).join(), /^HEADROOM_WEBHOOK_SECRET must be whsec_/, bad);
});

test('how long a simulated change takes is a span of seconds', () => {
  const span = (text: string) => parsed({ HEADROOM_SIMULATED_SECONDS: text }).HEADROOM_SIMULATED_SECONDS;
  assert.deepEqual(
    [span(''), span('0.2-0.5'), span('5-5')],
    [
      [3, 8],
      [0.2, 0.5],
      [5, 5],
    ],
  );
  for (const bad of ['8', '8-3', '3–8', '-1-2', '3-8-9', 'soon', '1e3-2e3', '3-99999'])
    assert.deepEqual(parseEnvironment({ HEADROOM_SIMULATED_SECONDS: bad }), {
      ok: false,
      bad: [{ name: 'HEADROOM_SIMULATED_SECONDS', problem: 'must be a span of seconds such as 3-8 or 0.2-0.5' }],
    });
});

test('how long probes are kept is whole days', () => {
  const kept = (source: Record<string, string>) => {
    const { HEADROOM_KEEP_RAW_DAYS: raw, HEADROOM_KEEP_HOURS_DAYS: hours } = parsed(source);
    return [raw, hours];
  };
  assert.deepEqual(kept({}), [7, 90]);
  assert.deepEqual(kept({ HEADROOM_KEEP_RAW_DAYS: '1', HEADROOM_KEEP_HOURS_DAYS: '400' }), [1, 400]);
  for (const bad of ['0', '-1', '1.5', '91', 'week', '7d'])
    assert.deepEqual(parseEnvironment({ HEADROOM_KEEP_RAW_DAYS: bad }), {
      ok: false,
      bad: [{ name: 'HEADROOM_KEEP_RAW_DAYS', problem: 'must be a number of days, 1 to 90' }],
    });
  assert.equal(parseEnvironment({ HEADROOM_KEEP_HOURS_DAYS: '6' }).ok, false);
});
