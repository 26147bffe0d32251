import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryHash, GENESIS, type RecordEntry, verifyChain } from './record-chain.ts';

type Stored = RecordEntry & { hash: string };

function chain(length: number): Stored[] {
  const entries: Stored[] = [];
  for (let n = 1; n <= length; n++) {
    const entry: RecordEntry = {
      n,
      at: new Date(Date.UTC(2026, 10, 22) + n).toISOString(),
      who: 'customer@nordlicht.example',
      standing: 'customer',
      what: 'submit',
      subject: `request UR-2026-000${n}`,
      before: null,
      after: { state: 'IN_REVIEW', n },
      verdict: { allowed: true },
      previous: entries.at(-1)?.hash ?? GENESIS,
    };
    entries.push({ ...entry, hash: entryHash(entry) });
  }
  return entries;
}
const headOf = (entries: Stored[]) => ({ n: entries.length, hash: entries.at(-1)?.hash ?? GENESIS });
const problemOf = async (entries: Stored[], head: { n: number; hash: string }) =>
  (await verifyChain(entries, head))?.problem ?? null;

test('an empty record and a whole chain are intact, from an array or a stream', async () => {
  assert.equal(await problemOf([], { n: 0, hash: GENESIS }), null);
  const entries = chain(5);
  assert.equal(await problemOf(entries, headOf(entries)), null);
  async function* stream() {
    yield* entries;
  }
  assert.equal(await verifyChain(stream(), headOf(entries)), null);
});

test('the hash covers every member and nothing else', () => {
  const [entry] = chain(1) as [Stored];
  assert.equal(entryHash(entry), entry.hash, 'a carried hash does not count');
  for (const member of Object.keys(entry).filter((key) => key !== 'hash'))
    assert.notEqual(entryHash({ ...entry, [member]: 'other' }), entry.hash, member);
  // fixed for ever: a change of this value breaks every installed record
  assert.equal(entry.hash, 'bc800536b0e37b02b967023e4175cdd68a66c3373ce1a3e42f25cf6a8fcd06c8');
});

test('a changed member is found at its entry', async () => {
  const entries = chain(5);
  const head = headOf(entries);
  for (const change of [{ who: 'x' }, { after: null }, { at: '2026-01-01T00:00:00.000Z' }, { hash: 'f'.repeat(64) }]) {
    const changed = entries.map((entry) => (entry.n === 3 ? { ...entry, ...change } : entry));
    assert.equal(await problemOf(changed, head), 'entry 3: was changed after it was written');
  }
});

test('an entry rewritten with a fitting hash breaks the chain at the next one, or at the head', async () => {
  const entries = chain(5);
  const rewritten = (n: number) =>
    entries.map((entry) => {
      if (entry.n !== n) return entry;
      const forged = { ...entry, who: 'somebody@else.example' };
      return { ...forged, hash: entryHash(forged) };
    });
  assert.equal(await problemOf(rewritten(3), headOf(entries)), 'entry 4: does not continue the entry before it');
  assert.equal(await problemOf(rewritten(5), headOf(entries)), 'entry 5: is not the one the head names');
});

test('removed entries are named: in the middle, at the start, at the end', async () => {
  const entries = chain(5);
  const head = headOf(entries);
  const without = (n: number) => entries.filter((entry) => entry.n !== n);
  assert.equal(await problemOf(without(2), head), 'entry 2: is missing, entry 3 stands in its place');
  assert.equal(await problemOf(without(1), head), 'entry 1: is missing, entry 2 stands in its place');
  assert.equal(await problemOf(entries.slice(0, 3), head), 'missing tail: 2 of 5');
  assert.equal(await problemOf([], head), 'missing tail: 5 of 5');
});

test('entries twice, swapped or beyond the head are found', async () => {
  const entries = chain(4);
  const [a, b, c] = entries as [Stored, Stored, Stored];
  assert.match((await problemOf([a, a, b], headOf(entries))) ?? '', /^entry 2: /);
  assert.match((await problemOf([a, c, b], headOf(entries))) ?? '', /^entry 2: /);
  assert.equal(await problemOf(entries, { n: 3, hash: c.hash }), 'entry 4: stands beyond the head, which names 3');
});
