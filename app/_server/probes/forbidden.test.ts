import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Resolve } from '../hosting/resolve.ts';
import { leadsTo, proberOf, told } from '../testing/probing.ts';
import { type Receiver, says, startReceiver } from '../testing/receiver.ts';

let shop: Receiver;
let canary: Receiver;
/** The shop's; the canary answers at every address of this machine. */
const ALLOWED = '127.0.0.1/32';
before(async () => {
  shop = await startReceiver();
  canary = await startReceiver(undefined, '0.0.0.0');
  for (const host of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) {
    const heard = await proberOf().probe({ target: `http://${host}:${canary.port}/` });
    assert.equal(told(heard), 'UP', 'the canary can be heard');
  }
  assert.equal(canary.arrived.splice(0).length, 3);
});
after(async () => {
  assert.deepEqual([canary.arrived, canary.connections()], [[], 3]);
  await Promise.all([shop.close(), canary.close()]);
});
beforeEach(() => {
  shop.arrived.length = 0;
});

test('What the operator does not allow is never connected to, however it is written or named', async () => {
  const strict = proberOf({ allowed: '' });
  const hosts = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ];
  for (const host of [...hosts, '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '[::]']) {
    assert.equal(told(await strict.probe({ target: `http://${host}:${canary.port}/` })), 'nothing forbidden', host);
    for (const kind of ['TCP', 'TLS'] as const)
      assert.equal(told(await strict.probe({ kind, target: `${host}:${canary.port}` })), 'nothing forbidden', host);
  }
  for (const address of [
    '169.254.169.254',
    '10.0.0.7',
    '192.168.0.1',
    '100.64.0.1',
    'fd00::1',
    'fe80::1',
    '168.63.129.16',
  ]) {
    const named = proberOf({ allowed: '', resolve: leadsTo('93.184.215.14', address) });
    const probed = await named.probe({ target: `http://shop.example:${canary.port}/`, retries: 3 });
    assert.deepEqual([probed.outcome, probed.ms, probed.reason?.code], [null, null, 'forbidden'], address);
    assert.ok(!JSON.stringify(probed).includes(address));
  }
});

test('The operator allows a range and nothing beside it', async () => {
  const prober = proberOf({ allowed: ALLOWED });
  assert.equal(told(await prober.probe({ target: `http://127.0.0.1:${shop.port}/` })), 'UP');
  assert.equal(told(await prober.probe({ target: `http://127.0.0.2:${canary.port}/` })), 'nothing forbidden');
  assert.equal(told(await prober.probe({ target: 'http://169.254.169.254/latest/meta-data/' })), 'nothing forbidden');
});

test('The connection goes to the judged address, whatever the name says by then', async () => {
  const answers = [leadsTo('127.0.0.1'), leadsTo('127.0.0.2')];
  const asked: string[] = [];
  const resolve: Resolve = (host) => {
    asked.push(host);
    return (answers.shift() ?? leadsTo())(host);
  };
  const prober = proberOf({ allowed: ALLOWED, resolve });
  const target = `http://shop.example:${shop.port}/`;
  assert.equal(told(await prober.probe({ target, intervalSeconds: 5 })), 'UP');
  assert.deepEqual([asked, shop.arrived[0]?.headers.host], [['shop.example'], `shop.example:${shop.port}`]);
  // the kept connection does not help either
  assert.equal(told(await prober.probe({ target, intervalSeconds: 5 })), 'nothing forbidden');
  assert.equal(shop.arrived.length, 1);
  prober.close();
});

test('A redirect leads nowhere that an endpoint may not lead', async () => {
  const prober = proberOf({ allowed: ALLOWED, resolve: async (host) => (names[host] ?? leadsTo(host))(host) });
  const names: Record<string, Resolve> = { 'inside.example': leadsTo('127.0.0.3') };
  for (const location of [
    `http://127.0.0.2:${canary.port}/`,
    `//127.0.0.2:${canary.port}/`,
    `http://inside.example:${canary.port}/`,
    `http://[::1]:${canary.port}/`,
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    `http://me:secret@127.0.0.1:${canary.port}/`,
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'http://',
  ]) {
    shop.answer(says(302, '', { location }));
    const probed = await prober.probe({ target: `http://127.0.0.1:${shop.port}/` });
    assert.equal(told(probed), 'DOWN redirectForbidden', location);
    assert.equal(shop.arrived.length, 1, location);
    shop.arrived.length = 0;
  }
});

test('A redirect is followed three times at most, and is an answer where redirects are expected', async () => {
  const prober = proberOf({ allowed: ALLOWED });
  const target = `http://127.0.0.1:${shop.port}/3`;
  shop.answer((response, arrived) => {
    const left = Number(arrived.url.slice(1));
    return left === 0
      ? says(200, 'there')(response, arrived)
      : says(307, '', { location: `./${left - 1}` })(response, arrived);
  });
  assert.equal(told(await prober.probe({ target, expectText: 'there' })), 'UP');
  assert.deepEqual(
    shop.arrived.map(({ url }) => url),
    ['/3', '/2', '/1', '/0'],
  );
  assert.equal(told(await prober.probe({ target: target.replace('/3', '/4') })), 'DOWN tooManyRedirects');
  shop.arrived.length = 0;
  assert.equal(told(await prober.probe({ target, expectStatus: '307' })), 'UP');
  assert.equal(shop.arrived.length, 1);
  shop.answer(says(200));
});

test('An endpoint of the demo leads to its own shop and nowhere else', async () => {
  const strict = proberOf({
    allowed: '',
    resolve: async (host) => leadsTo(host.endsWith('.example') ? '127.0.0.1' : host)(host),
  });
  const demo = { demo: true, shopPort: shop.port };
  assert.equal(told(await strict.probe({ ...demo, target: `http://127.0.0.1:${shop.port}/` })), 'UP');
  assert.equal(told(await strict.probe({ ...demo, kind: 'TCP', target: `127.0.0.1:${shop.port}` })), 'UP');
  for (const target of [`127.0.0.1:${canary.port}`, `127.0.0.2:${shop.port}`, `[::1]:${shop.port}`, '93.184.215.14:80'])
    assert.equal(told(await strict.probe({ ...demo, target: `http://${target}/` })), 'nothing forbidden', target);
  const closed = { ...demo, shopPort: null, target: `http://127.0.0.1:${shop.port}/` };
  assert.equal(told(await strict.probe(closed)), 'nothing forbidden');
  shop.answer(says(302, '', { location: `http://127.0.0.1:${canary.port}/` }));
  assert.equal(
    told(await strict.probe({ ...demo, target: `http://127.0.0.1:${shop.port}/` })),
    'DOWN redirectForbidden',
  );
  // nor does a connection that the demo keeps serve others
  shop.answer(says(200));
  const soon = { target: `http://127.0.0.1:${shop.port}/`, intervalSeconds: 5 };
  assert.equal(told(await strict.probe({ ...demo, ...soon })), 'UP');
  assert.equal(told(await strict.probe(soon)), 'nothing forbidden');
  strict.close();
});
