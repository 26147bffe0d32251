import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Address, Resolve } from '../hosting/resolve.ts';
import { Lookups } from './lookups.ts';

const HERE: Address[] = [{ address: '127.0.0.1', family: 4 }];

/** Lookups where names under dead.example, and dead.test, are not answered; `asked` is what reached the resolver. */
function lookups() {
  const asked: string[] = [];
  const held: (() => void)[] = [];
  const resolve: Resolve = (host) => {
    asked.push(host);
    if (!host.replace(/\.$/, '').endsWith('.dead.example') && host !== 'dead.test') return Promise.resolve(HERE);
    return new Promise((_, reject) =>
      held.push(() => reject(Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' }))),
    );
  };
  /** Ends what is not answered until all of some is known. */
  const end = async <T>(some: Promise<T>[]): Promise<T[]> => {
    let known: T[] | null = null;
    Promise.all(some).then((all) => {
      known = all;
    });
    while (!known) {
      for (const each of held.splice(0)) each();
      await turn();
    }
    return known;
  };
  return { asked, end, lookups: new Lookups(resolve) };
}
const codeOf = (asking: Promise<unknown>) =>
  asking.then(
    () => 'found',
    ({ code }) => code,
  );

test('Names of a domain that nobody answers keep neither other environments nor other domains waiting', async () => {
  const { asked, end, lookups: all } = lookups();
  const silent = Array.from({ length: 20 }, (_, n) => codeOf(all.of('stage')(`shop-${n}.dead.example`)));
  await turn();
  assert.equal(asked.length, 2);
  assert.deepEqual(await all.of('stage')('pay.test'), HERE);
  assert.deepEqual(await all.of('prod')('shop.test'), HERE);
  silent.push(codeOf(all.of('stage')('dead.test')));
  await turn();
  assert.equal(asked.length, 5);
  // an environment has so many and no more; others have their own, and an address needs none
  const waits = codeOf(all.of('stage')('shop.test'));
  await turn();
  assert.equal(asked.length, 5);
  assert.deepEqual(await all.of('prod')('shop.test'), HERE);
  assert.deepEqual(await all.of('stage')('127.0.0.1'), HERE);
  assert.deepEqual([...new Set(await end(silent))], ['EAI_AGAIN']);
  assert.equal(await waits, 'found');
});

test('Who asks for what is being looked up waits for that answer; of those who wait there is a most', async () => {
  const { asked, end, lookups: all } = lookups();
  const stage = all.of('stage');
  const first = [codeOf(stage('a.dead.example')), codeOf(stage('a.dead.example'))];
  await turn();
  assert.deepEqual(asked, ['a.dead.example']);
  assert.deepEqual(await end(first), ['EAI_AGAIN', 'EAI_AGAIN']);
  const many = Array.from({ length: 502 }, (_, n) => codeOf(stage(`${n}.dead.example.`)));
  assert.equal(await codeOf(stage('one-more.dead.example')), 'EAI_AGAIN');
  assert.ok(!asked.includes('one-more.dead.example'));
  await end(many);
  assert.equal(asked.length, 503);
});
