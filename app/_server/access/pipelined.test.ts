import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { after, before, test } from 'node:test';
import { endsPileOf } from './pipelined.ts';

const BODY = 'x'.repeat(300_000);
const ASKED = 'GET / HTTP/1.1\r\nHost: portal.example\r\n\r\n';
let answered = 0;
const server = createServer((request, response) => {
  if (endsPileOf(request, response)) return;
  answered++;
  response.end(BODY);
});
before(async () => once(server.listen(0, '127.0.0.1'), 'listening'));
after(() => {
  server.closeAllConnections();
  server.close();
});
const open = () => connect((server.address() as AddressInfo).port, '127.0.0.1');

test('a connection that asks on and on without reading is ended, after a few answers', async () => {
  const accepted = once(server, 'connection');
  const socket = open();
  socket.on('error', () => {});
  socket.write(ASKED.repeat(1000));
  const [held] = await accepted;
  await once(held, 'close');
  socket.destroy();
  assert.ok(answered <= 70, `${answered} answers were made`);
});

test('a few at once, and many one after the other, are answered', async () => {
  for (const [rounds, at] of [
    [4, 20],
    [100, 1],
  ] as const) {
    answered = 0;
    const socket = open();
    let read = 0;
    socket.on('data', (bytes) => {
      read += bytes.length;
    });
    for (let round = 1; round <= rounds; round++) {
      socket.write(ASKED.repeat(at));
      while (read < round * at * BODY.length) await once(socket, 'data');
    }
    assert.equal(answered, rounds * at);
    socket.destroy();
  }
});
