import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { selfSigned } from '../testing/certificate.ts';
import { leadsTo, proberOf, told } from '../testing/probing.ts';
import { type Receiver, startReceiver } from '../testing/receiver.ts';

const DAY = 86_400_000;
const receivers: Receiver[] = [];
after(() => Promise.all(receivers.map((receiver) => receiver.close())));

/** A server with a certificate of its own, and a prober that trusts it. */
async function presenting(host: string, days: number) {
  const certificate = selfSigned(host, days);
  const receiver = await startReceiver(certificate);
  receivers.push(receiver);
  const here = leadsTo('127.0.0.1');
  return {
    receiver,
    prober: proberOf({ resolve: here, ca: [certificate.cert] }),
    stranger: proberOf({ resolve: here }),
  };
}

test('A certificate that is good says when it ends, by https and by TLS alone', async () => {
  const { receiver, prober } = await presenting('shop.example', 30);
  for (const [kind, target] of [
    ['HTTP', `https://shop.example:${receiver.port}/`],
    ['TLS', `shop.example:${receiver.port}`],
  ] as const) {
    for (const intervalSeconds of [60, 5, 5]) {
      const probed = await prober.probe({ kind, target, intervalSeconds });
      assert.equal(told(probed), 'UP');
      assert.ok(Math.abs((probed.certificateEndsAt ?? 0) - Date.now() - 30 * DAY) < 120_000);
    }
  }
  assert.equal(receiver.arrived.length, 3);
  prober.close();
});

test('A certificate that ends soon degrades, also of an https address', async () => {
  const { receiver, prober } = await presenting('shop.example', 5.5);
  for (const [kind, target] of [
    ['HTTP', `https://shop.example:${receiver.port}/`],
    ['TLS', `shop.example:${receiver.port}`],
  ] as const) {
    const probed = await prober.probe({ kind, target });
    assert.deepEqual([probed.outcome, probed.reason], ['SLOW', { code: 'certificateSoon', params: { days: 5 } }]);
    assert.equal(told(await prober.probe({ kind, target, certificateDays: 5 })), 'UP');
  }
});

test('An expired certificate, one of nobody that is trusted and one for another name are down, and nothing is sent', async () => {
  const expired = await presenting('shop.example', -3.5);
  const own = await presenting('shop.example', 30);
  for (const [kind, scheme, end] of [
    ['HTTP', 'https://', '/'],
    ['TLS', '', ''],
  ] as const) {
    const at = (host: string, { port }: Receiver) => ({ kind, target: `${scheme}${host}:${port}${end}` });
    const late = await expired.prober.probe(at('shop.example', expired.receiver));
    assert.deepEqual(late.reason, { code: 'certificateExpired', params: { days: 3 } });
    assert.ok(late.outcome === 'DOWN' && (late.certificateEndsAt ?? 0) < Date.now() - 3 * DAY);
    assert.equal(told(await own.stranger.probe(at('shop.example', own.receiver))), 'DOWN certificateInvalid');
    assert.equal(told(await own.prober.probe(at('other.example', own.receiver))), 'DOWN certificateInvalid');
    assert.equal(told(await own.prober.probe(at('127.0.0.1', own.receiver))), 'DOWN certificateInvalid');
  }
  assert.deepEqual([...expired.receiver.arrived, ...own.receiver.arrived], []);
});

test('A connection is tried by TCP alone', async () => {
  const { receiver, prober } = await presenting('shop.example', 1);
  const target = `127.0.0.1:${receiver.port}`;
  assert.equal(told(await prober.probe({ kind: 'TCP', target })), 'UP');
  await receiver.close();
  for (const kind of ['TCP', 'TLS'] as const) assert.equal(told(await prober.probe({ kind, target })), 'DOWN refused');
});

test('Who does not speak TLS is no certificate, and who is silent is not waited for', async () => {
  const plain = await startReceiver();
  receivers.push(plain);
  const prober = proberOf();
  const probed = await prober.probe({ kind: 'TLS', target: `127.0.0.1:${plain.port}`, timeoutMs: 2000 });
  assert.equal(probed.outcome, 'DOWN');
  assert.ok(['failed', 'reset', 'timeout'].includes(probed.reason?.code ?? ''), told(probed));
});
