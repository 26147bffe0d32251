import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import type { ShopMode } from '#domain/shop.ts';
import { type ShopServer, shopServer } from './server.ts';

const ID = '8a1f3f0e-5a3c-4f6e-9a53-0c5f7f6f0001';
let shop: ShopServer = shopServer({ id: ID, slug: 'nlw-stage' });
let port: number;
beforeEach(async () => {
  await shop.close();
  shop = shopServer({ id: ID, slug: 'nlw-stage' });
  port = await settled('OPEN', null, null);
});
after(() => shop.close());

async function settled(mode: ShopMode, service: string | null, on: number | null = port): Promise<number> {
  const got = await shop.settle({ mode, service }, on);
  assert.ok(got !== null);
  return got;
}
const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
/** 'ECONNREFUSED', or the status. */
async function answer(path: string): Promise<string> {
  try {
    const response = await get(path);
    await response.text();
    return String(response.status);
  } catch (error) {
    const { cause } = error as { cause: { code: string } };
    return cause.code;
  }
}
const answers = () => Promise.all(['/', '/catalog', '/login'].map(answer));

test('An open shop has a storefront, an API and a back office, and nothing else', async () => {
  const storefront = await get('/');
  assert.match(storefront.headers.get('content-type') ?? '', /text\/html/);
  assert.match(await storefront.text(), /demo shop of nlw-stage[\s\S]*Add to basket/);
  const { shop: whose, products } = (await (await get('/catalog')).json()) as { shop: string; products: object[] };
  assert.deepEqual([whose, products.length], ['nlw-stage', 3]);
  assert.match(await (await get('/login')).text(), /Sign in/);
  assert.equal(await answer('/elsewhere'), '404');
  assert.equal((await fetch(`http://127.0.0.1:${port}/`, { method: 'POST' })).status, 405);
});

test('A slow shop answers late, a failing one with an error, for one service or for all', async () => {
  await settled('SLOW', 'glue');
  assert.equal(await answer('/'), '200');
  const began = performance.now();
  assert.equal(await answer('/catalog'), '200');
  assert.ok(performance.now() - began > 1900);
  await settled('FAILING', 'backoffice');
  assert.deepEqual(await answers(), ['200', '200', '500']);
  await settled('FAILING', null);
  assert.deepEqual(await answers(), ['500', '500', '500']);
  await settled('OPEN', null);
  assert.deepEqual(await answers(), ['200', '200', '200']);
});

test('A shop that is down is not there; a service that is down breaks off', async () => {
  await settled('DOWN', 'yves');
  const [storefront, ...rest] = await answers();
  assert.ok(['ECONNRESET', 'UND_ERR_SOCKET'].includes(storefront ?? ''), storefront);
  assert.deepEqual(rest, ['200', '200']);
  const kept = connect(port, '127.0.0.1');
  await once(kept, 'connect');
  const broken = once(kept, 'close');
  assert.equal(await settled('DOWN', null), port);
  await broken;
  assert.deepEqual(await answers(), ['ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED']);
  assert.equal(await settled('OPEN', null), port);
  assert.deepEqual(await answers(), ['200', '200', '200']);
});

test('A shop whose port is taken moves to another one', async () => {
  await shop.close();
  const other = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
  await once(other, 'listening');
  const taken = port;
  port = await settled('OPEN', null);
  assert.notEqual(port, taken);
  assert.deepEqual(await answers(), ['200', '200', '200']);
  await once(other.close(), 'close');
});

test('A second shop of the same environment leaves the port to the first, and serves when that is gone', async () => {
  const second = shopServer({ id: ID, slug: 'nlw-stage' });
  assert.equal(await second.settle({ mode: 'OPEN', service: null }, port), null);
  const foreign = shopServer({ id: ID.replace(/1$/, '2'), slug: 'nlw-prod' });
  const elsewhere = await foreign.settle({ mode: 'OPEN', service: null }, port);
  assert.ok(elsewhere !== null && elsewhere !== port);
  await foreign.close();
  await shop.close();
  assert.equal(await second.settle({ mode: 'OPEN', service: null }, port), port);
  assert.equal(await answer('/'), '200');
  await second.close();
});
