import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setImmediate as later } from 'node:timers/promises';
import { answering, answerNotFound } from './own-answer.ts';

test('a page gives its own document 404, and nothing else; without an answer it is told so', async () => {
  const server = createServer((request, response) => {
    answering(response, async () => {
      await later();
      const isSaid = request.url === '/found' || answerNotFound();
      response.end(String(isSaid));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const ask = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(address + path, { headers });
      return [answer.status, await answer.text()];
    };
    const asked = [ask('/found'), ask('/'), ask('/', { rsc: '1' }), ask('/', { 'next-action': 'x' }), ask('/found')];
    assert.deepEqual(await Promise.all(asked), [
      [200, 'true'],
      [404, 'true'],
      [200, 'true'],
      [200, 'true'],
      [200, 'true'],
    ]);
  } finally {
    server.close();
  }
  assert.equal(answerNotFound(), false);
});
