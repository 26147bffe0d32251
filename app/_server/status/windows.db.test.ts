import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { actorOf } from '../testing/requests.ts';
import { contractInSight } from './contract.ts';
import { activeWindows } from './windows.ts';

let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());

const slugsOf = async () => (await db().environment.findMany({ select: { slug: true } })).map(({ slug }) => slug);
async function seenBy(email: string, at = Date.now()): Promise<string[]> {
  const windows = await activeWindows(await actorOf(email), await slugsOf(), at);
  return windows.map(({ reference }) => reference).sort();
}

test('An active upscale is told with its end and its sizes, to those who may see the request, and to nobody else', async () => {
  const active = await db().upscaleRequest.findMany({
    where: { state: 'ACTIVE', OR: [{ windowEnd: null }, { windowEnd: { gt: new Date() } }] },
    include: { contract: true, environment: true, lines: true },
  });
  assert.ok(active.length > 0);
  assert.deepEqual(await seenBy('operator@headroom.example'), active.map(({ reference }) => reference).sort());
  for (const email of ['customer@nordlicht.example', 'partner@brueckner.example', 'customer@kestrel.example']) {
    const actor = await actorOf(email);
    const mine = active.filter(({ contractId }) => actor.contracts.has(contractId));
    assert.deepEqual(await seenBy(email), mine.map(({ reference }) => reference).sort(), email);
  }
  const [one] = active;
  const all = await activeWindows(await actorOf('operator@headroom.example'), [one!.environment.slug], Date.now());
  const told = all.find(({ reference }) => reference === one!.reference);
  assert.equal(told?.until, one!.windowEnd?.getTime() ?? null);
  assert.deepEqual(
    told?.lines.map(({ service, requested }) => [service, requested]),
    one!.lines.map(({ service, granted, requested }) => [service, granted ?? requested]).sort(),
  );
});

test('A window that is over says nothing, and no environments no statement', async () => {
  const operator = await actorOf('operator@headroom.example');
  const permanent = (await activeWindows(operator, await slugsOf(), Date.now())).filter(({ until }) => until === null);
  const later = await activeWindows(operator, await slugsOf(), Date.parse('2100-01-01T00:00:00Z'));
  assert.deepEqual(later, permanent);
  assert.deepEqual(await activeWindows(operator, [], Date.now()), []);
});

test('A contract is found by those who have a standing on it; not yours is not there', async () => {
  const { id } = await db().contract.findUniqueOrThrow({ where: { reference: 'NLW-2024' } });
  for (const email of ['customer@nordlicht.example', 'partner@brueckner.example', 'operator@headroom.example'])
    assert.equal(await contractInSight(await actorOf(email), 'NLW-2024'), id, email);
  assert.equal(await contractInSight(await actorOf('customer@kestrel.example'), 'NLW-2024'), null);
  for (const reference of ['NOPE-1', '', 'a\0b', '__proto__', "' OR true --"])
    for (const email of ['customer@nordlicht.example', 'operator@headroom.example'])
      assert.equal(await contractInSight(await actorOf(email), reference), null, reference);
});
