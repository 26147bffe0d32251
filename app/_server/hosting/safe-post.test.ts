import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { selfSigned } from '../testing/certificate.ts';
import { endless, type Receiver, says, startReceiver } from '../testing/receiver.ts';
import { mayCall, rangesOf } from './addresses.ts';
import { type Post, type Posted, safePost } from './safe-post.ts';

let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
});
after(() => receiver.close());
beforeEach(() => {
  receiver.arrived.length = 0;
  receiver.answer(says(200, 'heard'));
});

const nobody = rangesOf('');
const here = rangesOf('127.0.0.0/8');
const onlyHere = (address: string) => mayCall(address, here);
const leadsTo =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

function post(host: string, more: Partial<Post> = {}): Promise<Posted> {
  const url = new URL(host.includes('//') ? host : `http://${host}:${receiver.port}/hook?a=1`);
  const signal = new AbortController().signal;
  return safePost({
    url,
    headers: { 'x-own': 'own' },
    body: '{"ü":1}',
    mayCall: onlyHere,
    signal,
    ...more,
  });
}

test('a message arrives as it is, and its answer comes back', async () => {
  receiver.answer(says(207, 'grüß', { 'x-said': 'yes' }));
  const posted = await post('127.0.0.1');
  assert.ok(posted.kind === 'answered');
  assert.deepEqual([posted.status, posted.text, posted.isWhole, posted.headers['x-said']], [207, 'grüß', true, 'yes']);
  const [call] = receiver.arrived;
  assert.deepEqual([call?.method, call?.url, call?.text], ['POST', '/hook?a=1', '{"ü":1}']);
  assert.equal(call?.headers['x-own'], 'own');
  assert.equal(call?.headers['content-length'], '8');
});

test('an address that may not be called is never connected to, literal or named', async () => {
  const none = (address: string) => mayCall(address, nobody);
  for (const host of ['127.0.0.1', '127.1', '2130706433', 'localhost', '[::ffff:127.0.0.1]', '0.0.0.0'])
    assert.equal((await post(host, { mayCall: none })).kind, 'forbidden', host);
  const named = await post('receiver.example', { resolve: leadsTo('10.0.0.7') });
  assert.deepEqual(named, { kind: 'forbidden', address: '10.0.0.7' });
  assert.equal(receiver.arrived.length, 0);
});

test('one forbidden address among several is one too many', async () => {
  for (const other of ['169.254.169.254', '10.0.0.1', '::1', 'fd00::1']) {
    const posted = await post('receiver.example', { resolve: leadsTo('127.0.0.1', other) });
    assert.deepEqual(posted, { kind: 'forbidden', address: other });
  }
  assert.equal(receiver.arrived.length, 0);
});

test('the connection goes to the judged address, whatever the name says by then', async () => {
  const answers = [leadsTo('127.0.0.1'), leadsTo('169.254.169.254')];
  const asked: string[] = [];
  const resolve = (host: string) => {
    asked.push(host);
    return (answers.shift() ?? leadsTo())();
  };
  const posted = await post('receiver.example', { resolve });
  assert.equal(posted.kind, 'answered');
  assert.deepEqual(asked, ['receiver.example']);
  assert.equal(receiver.arrived[0]?.headers.host, `receiver.example:${receiver.port}`);
});

test('a redirect is an answer and is not followed', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.answer(says(status, '', { location: `http://127.0.0.1:${receiver.port}/elsewhere` }));
    const posted = await post('127.0.0.1');
    assert.ok(posted.kind === 'answered' && posted.status === status);
  }
  assert.deepEqual(new Set(receiver.arrived.map(({ url }) => url)), new Set(['/hook?a=1']));
});

test('what never left is told apart from what may have arrived', async () => {
  const gone = await startReceiver();
  await gone.close();
  const refused = await post(`http://127.0.0.1:${gone.port}/`);
  assert.ok(refused.kind === 'notSent' && refused.detail === 'ECONNREFUSED' && !refused.timedOut);
  const unknown = await post('receiver.example', {
    resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })),
  });
  assert.ok(unknown.kind === 'notSent' && unknown.detail === 'ENOTFOUND');
  assert.equal((await post('receiver.example', { resolve: leadsTo() })).kind, 'notSent');
  receiver.answer((response) => response.socket?.resetAndDestroy());
  const reset = await post('127.0.0.1');
  assert.ok(reset.kind === 'unheard' && !reset.timedOut);
  assert.equal(receiver.arrived.length, 1);
});

test('who does not speak HTTP was sent to, and not heard', async () => {
  const server = createServer((socket: Socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  assert.equal((await post(`http://127.0.0.1:${port}/`)).kind, 'unheard');
  server.close();
});

test('nobody waits for ever: not for a name, an answer or the end of one', async () => {
  const signal = () => AbortSignal.timeout(250);
  const name = await post('receiver.example', { signal: signal(), resolve: () => new Promise(() => {}) });
  assert.ok(name.kind === 'notSent' && name.timedOut);
  receiver.answer(() => {});
  const answer = await post('127.0.0.1', { signal: signal() });
  assert.ok(answer.kind === 'unheard' && answer.timedOut);
  receiver.answer((response) => response.writeHead(202).write('wait'));
  const end = await post('127.0.0.1', { signal: signal() });
  assert.ok(end.kind === 'answered' && end.status === 202 && end.text === 'wait' && !end.isWhole);
  const before = await post('127.0.0.1', { signal: AbortSignal.abort() });
  assert.ok(before.kind === 'notSent' && before.timedOut);
});

test('an endless answer is cut off', async () => {
  receiver.answer(endless);
  const posted = await post('127.0.0.1');
  assert.ok(posted.kind === 'answered' && posted.status === 200 && !posted.isWhole);
  assert.ok(posted.text.length <= 256 * 1024);
});

test('over TLS the certificate is verified, for the name that was asked for', async () => {
  const certificate = selfSigned('receiver.example');
  const encrypted = await startReceiver(certificate);
  encrypted.answer(says(204));
  const known = getCACertificates('default');
  const to = (host: string) => post(`https://${host}:${encrypted.port}/`, { resolve: leadsTo('127.0.0.1') });
  try {
    const stranger = await to('receiver.example');
    assert.ok(stranger.kind === 'notSent', 'nobody vouches for it');
    setDefaultCACertificates([...known, certificate.cert]);
    assert.equal((await to('receiver.example')).kind, 'answered');
    const other = await to('other.example');
    assert.ok(other.kind === 'notSent' && other.detail === 'ERR_TLS_CERT_ALTNAME_INVALID');
    assert.equal(encrypted.arrived.length, 1);
  } finally {
    setDefaultCACertificates(known);
    await encrypted.close();
  }
});
