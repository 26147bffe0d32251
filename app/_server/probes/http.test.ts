import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { endpointOf, leadsTo, proberOf, told } from '../testing/probing.ts';
import { endless, type Receiver, says, startReceiver } from '../testing/receiver.ts';
import { reasonOf } from './faults.ts';
import { probe } from './probe.ts';

let receiver: Receiver;
let prober: ReturnType<typeof proberOf>;
let target: string;
before(async () => {
  receiver = await startReceiver();
  prober = proberOf();
  target = `http://127.0.0.1:${receiver.port}/health?full=1`;
});
after(async () => {
  prober.close();
  await receiver.close();
});
beforeEach(() => {
  receiver.arrived.length = 0;
});

test('An answer is asked for once, by name, without credentials, cookies or a body', async () => {
  receiver.answer(says(200, 'well', { 'set-cookie': 'a=b' }));
  const probed = await prober.probe({ target });
  assert.deepEqual([told(probed), probed.reason, probed.certificateEndsAt], ['UP', null, null]);
  assert.ok(probed.ms !== null && probed.ms >= 0);
  await prober.probe({ target });
  assert.equal(receiver.arrived.length, 2);
  for (const { method, url, headers, text } of receiver.arrived) {
    assert.deepEqual([method, url, text], ['GET', '/health?full=1', '']);
    assert.equal(headers['user-agent'], 'Headroom-Probe');
    assert.equal(headers.host, `127.0.0.1:${receiver.port}`);
    assert.deepEqual([headers.cookie, headers.authorization], [undefined, undefined]);
  }
  const withPassword = await prober.probe({ target: target.replace('//', '//me:secret@') });
  assert.deepEqual([told(withPassword), receiver.arrived.length], ['nothing forbidden', 2]);
});

test('A status is well when it is expected: 200 to 399 unless said otherwise', async () => {
  for (const [status, expectStatus, expected] of [
    [204, null, 'UP'],
    [304, null, 'UP'],
    [302, null, 'UP'],
    [404, null, 'DOWN status'],
    [503, null, 'DOWN status'],
    [404, '404', 'UP'],
    [301, '200-299,301', 'UP'],
    [302, '200-299,301', 'DOWN status'],
    [200, '201-299', 'DOWN status'],
    [503, '200-299,503', 'UP'],
  ] as const) {
    receiver.answer(says(status, ''));
    const probed = await prober.probe({ target, expectStatus });
    assert.equal(told(probed), expected, `${status} for ${expectStatus}`);
    assert.ok(probed.ms !== null);
    if (expected === 'DOWN status') assert.deepEqual(probed.reason?.params, { status });
  }
});

test('A text is looked for in the first 64 KiB of the answer, and no more is read', async () => {
  const expectText = 'Grüße';
  const at = async (before: number) => {
    receiver.answer(says(200, `${'x'.repeat(before)}${expectText}`));
    return told(await prober.probe({ target, expectText }));
  };
  const fits = 65_536 - Buffer.byteLength(expectText);
  assert.deepEqual([await at(0), await at(fits), await at(fits + 1)], ['UP', 'UP', 'DOWN text']);
  receiver.answer(endless);
  assert.equal(told(await prober.probe({ target })), 'UP');
  assert.equal(told(await prober.probe({ target, expectText })), 'DOWN text');
});

test('Nobody is waited for longer than the timeout: not for an answer, the end of its headers or of its body', async () => {
  const drip = (text: string, next: string) => (socket: Socket) => {
    socket.on('error', () => {});
    socket.write(text);
    const timer = setInterval(() => socket.write(next), 20);
    socket.on('close', () => clearInterval(timer));
  };
  const silent = (socket: Socket) => void socket.on('error', () => {});
  for (const serve of [
    silent,
    drip('', 'H'),
    drip('HTTP/1.1 200 OK\r\n', 'x: y\r\n'),
    drip('HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\n'),
    drip('HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n', 'x'),
    drip('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\nx\r\n'),
  ]) {
    const server = await serving(serve);
    const probed = await prober.probe({ target: `http://127.0.0.1:${server.port}/`, timeoutMs: 300 });
    // a drip can also fill the headers before the time is over
    const ended = told(probed) === 'DOWN timeout' || JSON.stringify(probed.reason).includes('HPE_');
    assert.ok(ended, JSON.stringify(probed));
    if (serve === silent) assert.deepEqual(probed.reason, { code: 'timeout', params: { seconds: 0.3 } });
    await server.close();
  }
});

test('A machine that slept longer than the timeout knows nothing of the endpoint', async () => {
  const server = await serving((socket) => void socket.on('error', () => {}));
  const endpoint = endpointOf({ target: `http://127.0.0.1:${server.port}/`, timeoutMs: 100, retries: 2 });
  const probing = probe(endpoint, prober.world, new AbortController().signal);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1700);
  assert.equal(await probing, null);
  await server.close();
});

test('What is no answer is told apart', async () => {
  const hangsUp = await serving((socket) => socket.on('error', () => {}).resetAndDestroy());
  const half = await serving((socket) =>
    socket.on('error', () => {}).end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nx'),
  );
  const other = await serving((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'));
  const far = await serving((socket) =>
    socket.on('error', () => {}).end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`),
  );
  const at = async (port: number) => told(await prober.probe({ target: `http://127.0.0.1:${port}/` }));
  assert.equal(await at(hangsUp.port), 'DOWN reset');
  assert.equal(await at(half.port), 'DOWN reset');
  assert.equal(await at(other.port), 'DOWN failed');
  assert.equal(await at(far.port), 'DOWN failed');
  await other.close();
  assert.equal(await at(other.port), 'DOWN refused');
  await Promise.all([hangsUp.close(), half.close(), far.close()]);
});

test('Some answers may come before the answer, and those without end are not listened to', async () => {
  const before = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
  const some = await serving((socket) =>
    socket.once('data', () => socket.end(`${before.repeat(20)}HTTP/1.1 204 No Content\r\n\r\n`)),
  );
  const { promise: hungUp, resolve: close } = Promise.withResolvers<void>();
  const endlessly = await serving((socket) => {
    socket.on('error', () => {}).on('close', () => close());
    const more = () => {
      while (socket.writable && socket.write(before.repeat(100)));
    };
    socket.on('drain', more).once('data', more);
  });
  assert.equal(told(await prober.probe({ target: `http://127.0.0.1:${some.port}/` })), 'UP');
  const probed = await prober.probe({ target: `http://127.0.0.1:${endlessly.port}/`, timeoutMs: 60_000 });
  assert.deepEqual([probed.outcome, probed.reason], ['DOWN', { code: 'failed', params: { code: 'TOO_MANY_INTERIM' } }]);
  await hungUp;
  await Promise.all([some.close(), endlessly.close()]);
});

test('Of several addresses what one of them said counts, not that this machine has no way to another', () => {
  const failed = (...codes: string[]) =>
    new AggregateError(codes.map((code) => Object.assign(new Error(code), { code })));
  assert.equal(reasonOf(failed('ENETUNREACH', 'ECONNREFUSED')).code, 'refused');
  assert.equal(reasonOf(failed('ECONNRESET', 'ENETUNREACH')).code, 'reset');
  assert.throws(() => reasonOf(failed('ENETUNREACH', 'EADDRNOTAVAIL')), AggregateError);
});

test('A name that leads nowhere is unresolved', async () => {
  const missing = proberOf({ resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) });
  assert.equal(told(await missing.probe({ target: 'http://shop.example/' })), 'DOWN unresolved');
  const empty = proberOf({ resolve: leadsTo() });
  assert.equal(told(await empty.probe({ target: 'http://shop.example/' })), 'DOWN unresolved');
  const silent = proberOf({ resolve: () => new Promise(() => {}) });
  assert.equal(told(await silent.probe({ target: 'http://shop.example/', timeoutMs: 100 })), 'DOWN timeout');
});

test('An answer slower than it may be is slow', async () => {
  receiver.answer((response) => void setTimeout(() => response.end(), 60));
  const probed = await prober.probe({ target, slowMs: 20 });
  assert.ok(probed.reason?.code === 'slow' && probed.reason.params.limitMs === 20 && probed.reason.params.ms >= 50);
  assert.equal(probed.outcome, 'SLOW');
  assert.equal(told(await prober.probe({ target, slowMs: 60_000 })), 'UP');
});

test('Further attempts come before an endpoint counts as down, and the last one counts', async () => {
  const answers = [500, 502, 200, 200];
  receiver.answer((response, arrived) => says(answers.shift() ?? 0)(response, arrived));
  assert.equal(told(await prober.probe({ target, retries: 5 })), 'UP');
  assert.equal(receiver.arrived.length, 3);
  receiver.answer(says(503));
  const probed = await prober.probe({ target, retries: 1 });
  assert.deepEqual([probed.reason?.params, receiver.arrived.length], [{ status: 503 }, 5]);
});

test('A connection is kept for the next probe only where that comes soon', async () => {
  const kept = await startReceiver();
  const close = `http://127.0.0.1:${kept.port}/`;
  for (let i = 0; i < 5; i++) await prober.probe({ target: close, intervalSeconds: 10 });
  assert.equal(kept.connections(), 1);
  for (let i = 0; i < 2; i++) await prober.probe({ target: close, intervalSeconds: 60 });
  assert.equal(kept.connections(), 3);
  await kept.close();
});

test('A kept connection that was closed meanwhile is no failure of the endpoint, and no attempt', async () => {
  let answered = 0;
  const server = await serving((socket) => {
    socket.on('error', () => {});
    let asked = 0;
    socket.on('data', () => {
      asked++;
      if (asked > 1) return void socket.resetAndDestroy();
      answered++;
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx');
    });
  });
  for (let i = 0; i < 4; i++)
    assert.equal(told(await prober.probe({ target: `http://127.0.0.1:${server.port}/`, intervalSeconds: 5 })), 'UP');
  assert.equal(answered, 4);
  await server.close();
});

test('A kept connection is only for those whose name leads to the same address', async () => {
  const kept = await startReceiver();
  const other = proberOf({ resolve: async (host) => (names.get(host) ?? leadsTo())(host) });
  const names = new Map([['shop.example', leadsTo('127.0.0.1')]]);
  const target = `http://shop.example:${kept.port}/`;
  await other.probe({ target, intervalSeconds: 5 });
  names.set('shop.example', leadsTo('127.0.0.9'));
  assert.equal(told(await other.probe({ target, intervalSeconds: 5 })), 'DOWN refused');
  assert.equal(kept.arrived.length, 1);
  other.close();
  await kept.close();
});

/** A server on loopback that treats each connection as it is told to. */
async function serving(serve: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
