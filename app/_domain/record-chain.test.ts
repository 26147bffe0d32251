import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryHash, GENESIS, type RecordEntry, type RecordHead, verifyChain, type Witness } from './record-chain.ts';

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
const problemOf = async (entries: Stored[], head: RecordHead | null, witnesses: Witness[] = []) =>
  (await verifyChain(entries, head, witnesses))?.problem ?? null;

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

test('a tail cut together with the head is found by who has seen it', async () => {
  const entries = chain(5);
  const witness = (n: number): Witness => ({ n, hash: entries[n - 1]?.hash ?? '', by: 'what was anchored' });
  const cut = entries.slice(0, 3);
  assert.equal(await problemOf(cut, headOf(cut)), null, 'the database alone cannot know');
  assert.equal(await problemOf(cut, headOf(cut), [witness(5), witness(2)]), 'missing tail: 2 of 5');
  assert.equal(await problemOf(cut, null, [witness(4)]), 'missing tail: 1 of 4');
  assert.equal(await problemOf(cut, headOf(entries), [witness(4)]), 'missing tail: 2 of 5');
  assert.equal(await problemOf(entries, headOf(entries), [witness(1), witness(5)]), null);
  assert.equal(await problemOf(cut, null), 'entry 3: is the last, and the head that names it is missing');
});

test('a record written anew from some entry on differs from what others have kept', async () => {
  const entries = chain(5);
  const again: Stored[] = [];
  for (const entry of entries) {
    const forged = { ...entry, previous: again.at(-1)?.hash ?? GENESIS, ...(entry.n === 3 && { who: 'somebody' }) };
    again.push({ ...forged, hash: entryHash(forged) });
  }
  const witnesses = entries.map(({ n, hash }) => ({ n, hash, by: `the receipt ${n}.json` }));
  assert.equal(await problemOf(again, headOf(again)), null);
  assert.equal(await problemOf(again, headOf(again), witnesses), 'entry 3: differs from the receipt 3.json');
});
