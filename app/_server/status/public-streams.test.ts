import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { PublicStreams } from './public-streams.ts';

const MOST_OF_ADDRESS = 600;

let server: Server;
let streams: PublicStreams;
/** Inside the test, so that what goes wrong in the server fails it. */
async function serve(context: TestContext): Promise<void> {
  streams = new PublicStreams();
  server = createServer(({ url = '', headers }, response) => streams.open(url, String(headers.of), response, 'v0'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
}

async function follow(reference: string, of: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const asked = get({ port, path: reference, headers: { of }, agent: false });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  // the first bytes say that it counts, and what stands
  if (answer.statusCode === 200) assert.equal(String(await once(answer, 'data')), 'event: version\ndata: v0\n\n');
  else answer.resume();
  return answer;
}

test('an address has so many streams and no more, whatever they follow; another has its own, and one that is left makes room', async (context) => {
  await serve(context);
  const open: IncomingMessage[] = [];
  for (let n = 0; n < MOST_OF_ADDRESS; n += 50)
    open.push(...(await Promise.all(Array.from({ length: 50 }, (_, k) => follow(k % 2 ? '/A' : '/B', 'office')))));
  assert.ok(open.every(({ statusCode }) => statusCode === 200));
  const refused = await follow('/A', 'office');
  assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [429, '30']);
  const other = await follow('/A', 'elsewhere');
  assert.equal(other.statusCode, 200);
  open.pop()?.destroy();
  for (;;) {
    const again = await follow('/A', 'office');
    if (again.statusCode === 200) break;
  }
  const told = Promise.all([other, open[1]].map((stream) => stream && once(stream, 'data')));
  streams.tell('/A', 'v1');
  for (const data of await told) assert.equal(String(data), 'event: change\ndata: v1\n\n');
  const ended = Promise.all([other, ...open].map((stream) => once(stream.resume(), 'end')));
  streams.end();
  // none is closed yet: an ended one takes no more, and that is no error
  streams.tell('/A', 'v2');
  await ended;
});
