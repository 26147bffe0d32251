import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { MOST_ENDPOINTS } from '#domain/endpoint.ts';
import { staleAfterMs } from '#domain/probe.ts';
import type { Actor } from '../access/standing.ts';
import { db, transaction } from '../db.ts';
import type { Outcome } from '../outcome.ts';
import { verifyRecord } from '../record/verify.ts';
import { settle } from '../status/settle.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, codesOf, recordEnd } from '../testing/requests.ts';
import { addEndpoint, changeEndpoint, pauseEndpoint, removeEndpoint } from './commands.ts';
import { listEndpoints } from './list.ts';

const SLUG = 'alp-stage-eu';
const SHOP = { name: 'Shop', kind: 'HTTP', target: 'https://shop.example/health', service: 'yves' };
const AT = Date.now();

let database: Awaited<ReturnType<typeof freshDatabase>>;
let manager: Actor;
let environmentId: string;
before(async () => {
  process.env.HEADROOM_PROBE_ALLOW = '10.9.0.0/16';
  database = await freshDatabase({ demo: true });
  manager = await actorOf('manager@headroom.example');
  environmentId = (await db().environment.findUniqueOrThrow({ where: { slug: SLUG } })).id;
});
after(() => database?.drop());
beforeEach(async () => {
  await db().endpoint.deleteMany();
});

const valueIn = <T>(outcome: Outcome<T>): T => {
  assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
  return outcome.value;
};
const add = async (changes: object = {}, at = AT) =>
  valueIn(await addEndpoint(manager, SLUG, { ...SHOP, ...changes }, at));
const seen = async (id: number) => {
  const { version } = await db().endpoint.findUniqueOrThrow({ where: { id } });
  return { environment: SLUG, id, version };
};
const stateOf = (id: number) => db().probeState.findUniqueOrThrow({ where: { endpointId: id } });
const levelNow = async () => (await db().environmentStatus.findUnique({ where: { environmentId } }))?.level ?? null;
const lastEntry = () => db().auditEntry.findFirstOrThrow({ orderBy: { n: 'desc' } });
const rows = async () =>
  JSON.stringify(
    [
      await db().endpoint.findMany({ orderBy: { id: 'asc' } }),
      await db().probeState.findMany({ orderBy: { endpointId: 'asc' } }),
    ],
    (_, value) => (typeof value === 'bigint' ? String(value) : value),
  );
/** A probe that went well, as the worker would tell it. */
async function probed(id: number, at: number): Promise<void> {
  await transaction((tx) =>
    settle(tx, environmentId, at, async () => {
      const endpoint = await tx.endpoint.findUniqueOrThrow({ where: { id } });
      const reading = { outcome: 'UP' as const, at: new Date(at), since: new Date(at), ms: 12 };
      await tx.probeState.update({
        where: { endpointId: id },
        data: { ...reading, staleAt: new Date(at + staleAfterMs(endpoint)), nextAt: new Date(at + 60_000) },
      });
    }),
  );
}

test('Nobody but managers of the contract and operators says what is probed; each attempt is kept and nothing changes', async () => {
  const one = { environment: SLUG, id: await add(), version: 1 };
  const deeds: [string, (actor: Actor) => Promise<Outcome<number>>][] = [
    ['endpoint.add', (actor) => addEndpoint(actor, SLUG, { ...SHOP, name: 'Other' })],
    // who may not is not told what is wrong with what was sent
    ['endpoint.add', (actor) => addEndpoint(actor, SLUG, { nonsense: true })],
    ['endpoint.change', (actor) => changeEndpoint(actor, one, { ...SHOP, name: 'Other' })],
    ['endpoint.pause', (actor) => pauseEndpoint(actor, one, true)],
    ['endpoint.resume', (actor) => pauseEndpoint(actor, one, false)],
    ['endpoint.remove', (actor) => removeEndpoint(actor, one)],
  ];
  const before = await rows();
  for (const [what, deed] of deeds) {
    for (const [email, standing] of [
      ['customer@alpina.example', 'customer'],
      ['partner@tallgrass.example', 'partner'],
    ] as const) {
      assert.deepEqual(codesOf(await deed(await actorOf(email))), ['notPublisher'], `${what} ${email}`);
      const { who, what: kept, standing: as, verdict } = await recordEnd();
      assert.deepEqual([who, kept, as, (verdict as { rule: string }).rule], [email, what, standing, 'R13']);
    }
    const stranger = 'customer@kestrel.example';
    assert.deepEqual(codesOf(await deed(await actorOf(stranger))), ['notFound']);
    const { who, what: kept, standing, verdict } = await recordEnd();
    assert.deepEqual([who, kept, standing, verdict], [stranger, what, null, { allowed: false, code: 'notFound' }]);
  }
  assert.equal(await rows(), before);
});

test('A right that was taken away a moment ago is gone', async () => {
  const { contractId } = await db().environment.findUniqueOrThrow({ where: { slug: SLUG } });
  const { personId } = manager;
  await db().managerAssignment.deleteMany({ where: { contractId, personId } });
  assert.deepEqual(codesOf(await addEndpoint(manager, SLUG, SHOP)), ['notFound']);
  await db().managerAssignment.create({ data: { contractId, personId } });
  assert.equal(await db().endpoint.count(), 0);
  await add();
});

test('An endpoint that is added is unknown, and probed within a minute', async () => {
  const id = await add({ intervalSeconds: 3600 });
  const { nextAt, outcome } = await stateOf(id);
  assert.ok(nextAt.getTime() >= AT && nextAt.getTime() <= AT + 60_000);
  assert.deepEqual([outcome, await levelNow()], [null, 'UNKNOWN']);
  const quick = await add({ name: 'Quick', intervalSeconds: 5, timeoutMs: 1000 });
  assert.ok((await stateOf(quick)).nextAt.getTime() <= AT + 5000);
  const { what, standing, subject, before, after } = await lastEntry();
  assert.deepEqual([what, standing, subject, before], ['endpoint.add', 'manager', `environment ${SLUG}`, null]);
  assert.deepEqual(after, {
    ...{ id: quick, ...SHOP, name: 'Quick', expectStatus: null, expectText: null, intervalSeconds: 5 },
    ...{ timeoutMs: 1000, retries: 1, slowMs: null, certificateDays: 14 },
  });
  const list = valueIn(await listEndpoints(manager, SLUG));
  assert.deepEqual(
    list.endpoints.map(({ name, service, reading, paused, demo }) => [name, service, reading.level, paused, demo]),
    [
      ['Quick', 'yves', 'UNKNOWN', false, false],
      ['Shop', 'yves', 'UNKNOWN', false, false],
    ],
  );
  assert.equal((await verifyRecord()).ok, true);
});

test('Another name or rhythm keeps the reading; a quicker rhythm counts from now', async () => {
  const id = await add({ intervalSeconds: 600 });
  await probed(id, AT + 1);
  assert.equal(await levelNow(), 'OPERATIONAL');
  await db().probeState.update({ where: { endpointId: id }, data: { nextAt: new Date(AT + 600_000) } });
  const { token } = await stateOf(id);
  valueIn(
    await changeEndpoint(
      manager,
      await seen(id),
      { ...SHOP, name: 'Front', service: null, intervalSeconds: 20 },
      AT + 2,
    ),
  );
  const state = await stateOf(id);
  assert.deepEqual([state.outcome, state.ms, state.token, state.nextAt.getTime()], ['UP', 12, token, AT + 20_002]);
  assert.equal(await levelNow(), 'OPERATIONAL');
  const { before, after } = await lastEntry();
  assert.deepEqual(
    [before, after].map((each) => [(each as typeof SHOP).name, (each as typeof SHOP).service]),
    [
      ['Shop', 'yves'],
      ['Front', null],
    ],
  );
});

test('Another target makes the reading unknown, the next probe due at once, and a probe that is under way too late', async () => {
  const id = await add();
  await probed(id, AT + 1);
  const { token } = await stateOf(id);
  valueIn(await changeEndpoint(manager, await seen(id), { ...SHOP, target: 'https://other.example/' }, AT + 2));
  const state = await stateOf(id);
  assert.deepEqual(
    [state.outcome, state.at, state.staleAt, state.ms, state.nextAt.getTime()],
    [null, null, null, null, AT + 2],
  );
  assert.ok(state.token > token);
  assert.equal(await levelNow(), 'UNKNOWN');
});

test('A change that changes nothing is done and leaves no trace', async () => {
  const id = await add();
  await probed(id, AT + 1);
  const [before, { n }] = [await rows(), await recordEnd()];
  valueIn(await changeEndpoint(manager, await seen(id), SHOP));
  valueIn(await pauseEndpoint(manager, await seen(id), false));
  assert.deepEqual([await rows(), (await recordEnd()).n], [before, n]);
});

test('A new endpoint takes nothing from the level until it is probed, nor does one that is resumed, which is probed at once', async () => {
  const [shop, other] = [await add(), await add({ name: 'Other' })];
  await probed(shop, AT + 1);
  assert.equal(await levelNow(), 'OPERATIONAL');
  valueIn(await pauseEndpoint(manager, await seen(other), true, AT + 2));
  assert.equal(await levelNow(), 'OPERATIONAL');
  const list = valueIn(await listEndpoints(manager, SLUG));
  assert.deepEqual(
    list.endpoints.map(({ name, nextAt }) => [name, nextAt === null]),
    [
      ['Other', true],
      ['Shop', false],
    ],
  );
  valueIn(await pauseEndpoint(manager, await seen(other), false, AT + 3));
  assert.deepEqual([await levelNow(), (await stateOf(other)).nextAt.getTime()], ['OPERATIONAL', AT + 3]);
  assert.deepEqual(
    [(await lastEntry()).what, (await lastEntry()).after],
    ['endpoint.resume', { id: other, name: 'Other', paused: false }],
  );
});

test('An endpoint that is removed is gone with its reading, and kept in the record', async () => {
  const [shop, other] = [await add(), await add({ name: 'Other' })];
  await probed(shop, AT + 1);
  valueIn(await removeEndpoint(manager, await seen(other), AT + 2));
  assert.deepEqual(
    [await db().endpoint.count(), await db().probeState.count(), await levelNow()],
    [1, 1, 'OPERATIONAL'],
  );
  const { what, before, after } = await lastEntry();
  assert.deepEqual([what, (before as typeof SHOP).name, after], ['endpoint.remove', 'Other', null]);
});

test('What was changed since it was seen stays as it is', async () => {
  const id = await add();
  const old = await seen(id);
  valueIn(await changeEndpoint(manager, old, { ...SHOP, name: 'Front' }));
  const before = await rows();
  for (const outcome of [
    await changeEndpoint(manager, old, { ...SHOP, name: 'Back' }),
    await pauseEndpoint(manager, old, true),
    await removeEndpoint(manager, old),
  ])
    assert.deepEqual(codesOf(outcome), ['endpointChanged']);
  assert.equal(await rows(), before);
});

test('An endpoint of another environment is not there, whoever asks', async () => {
  const id = await add();
  const before = await rows();
  for (const seen of [
    { environment: 'alp-prod', id, version: 1 },
    { environment: SLUG, id: id + 1, version: 1 },
    { environment: SLUG, id: 2 ** 31, version: 1 },
    { environment: SLUG, id: Number.NaN, version: 1 },
    { environment: 'no-such-place', id, version: 1 },
    { environment: 'a\0b', id, version: 1 },
  ])
    assert.deepEqual(codesOf(await removeEndpoint(manager, seen)), ['notFound'], JSON.stringify(seen));
  assert.equal(await rows(), before);
});

test('What leads to a private address is refused at its field, unless its range is allowed', async () => {
  const before = await rows();
  for (const [kind, target] of [
    ['HTTP', 'http://127.0.0.1:5432/'],
    ['HTTP', 'http://0x7f.1/'],
    ['HTTP', 'http://169.254.169.254/latest/meta-data/'],
    ['HTTP', 'http://[::ffff:10.0.0.1]/'],
    ['HTTP', 'http://[::1]/'],
    ['TCP', '10.0.0.1:22'],
    ['TLS', '[fd00::1]:443'],
    ['TCP', '2130706433:22'],
  ])
    assert.deepEqual(
      codesOf(await addEndpoint(manager, SLUG, { ...SHOP, kind, target })),
      ['target privateAddress'],
      target,
    );
  assert.equal(await rows(), before);
  await add({ kind: 'TCP', target: '10.9.1.1:22' });
  await add({ name: 'Public', target: 'http://93.184.216.34/' });
});

test('A service is one of the environment’s own, a name is used once there', async () => {
  await add();
  assert.deepEqual(codesOf(await addEndpoint(manager, SLUG, { ...SHOP, service: 'nothing' })), [
    'service unknownService',
    'name nameTaken',
  ]);
  const other = await add({ name: 'Other' });
  assert.deepEqual(codesOf(await changeEndpoint(manager, await seen(other), SHOP)), ['name nameTaken']);
  valueIn(await addEndpoint(manager, 'alp-prod', SHOP));
});

test('An endpoint of the demo is paused and nothing else, and no form makes one', async () => {
  assert.deepEqual(codesOf(await addEndpoint(manager, SLUG, { ...SHOP, demo: true })), ['demo unknownMember']);
  const id = await add();
  await db().endpoint.update({ where: { id }, data: { demo: true, target: 'http://127.0.0.1:4999/' } });
  const target = async () => (await db().endpoint.findUniqueOrThrow({ where: { id } })).target;
  assert.deepEqual(codesOf(await changeEndpoint(manager, await seen(id), SHOP)), ['endpointOfDemo']);
  assert.deepEqual(codesOf(await removeEndpoint(manager, await seen(id))), ['endpointOfDemo']);
  valueIn(await pauseEndpoint(manager, await seen(id), true));
  assert.equal(await target(), 'http://127.0.0.1:4999/');
});

test('Of those who change at once one does, and of those who add at once no more than there is room for', async () => {
  const id = await add();
  const old = await seen(id);
  const changes = await Promise.all(
    ['A', 'B', 'C', 'D'].map((name) => changeEndpoint(manager, old, { ...SHOP, name })),
  );
  assert.deepEqual(changes.flatMap(codesOf).sort(), ['done', 'endpointChanged', 'endpointChanged', 'endpointChanged']);
  const same = await Promise.all(['X', 'X', 'X'].map((name) => addEndpoint(manager, SLUG, { ...SHOP, name })));
  assert.deepEqual(same.flatMap(codesOf).sort(), ['done', 'name nameTaken', 'name nameTaken']);
  await db().endpoint.createMany({
    data: Array.from({ length: MOST_ENDPOINTS - 3 }, (_, n) => ({
      ...{ environmentId, name: `Many ${n}`, kind: 'TCP' as const, target: 'shop.example:443' },
    })),
  });
  const last = await Promise.all(['1', '2', '3'].map((name) => addEndpoint(manager, SLUG, { ...SHOP, name })));
  assert.deepEqual(last.flatMap(codesOf).sort(), ['done', 'tooManyEndpoints', 'tooManyEndpoints']);
  assert.equal(await db().endpoint.count({ where: { environmentId } }), MOST_ENDPOINTS);
});

test('The list with its targets is for those who say what is probed', async () => {
  await add();
  for (const email of ['customer@alpina.example', 'partner@tallgrass.example'])
    assert.deepEqual(codesOf(await listEndpoints(await actorOf(email), SLUG)), ['notPublisher']);
  assert.deepEqual(codesOf(await listEndpoints(await actorOf('customer@kestrel.example'), SLUG)), ['notFound']);
  for (const slug of ['no-such-place', 'a\0b', '__proto__'])
    assert.deepEqual(codesOf(await listEndpoints(manager, slug)), ['notFound']);
  assert.equal(valueIn(await listEndpoints(await actorOf('operator@headroom.example'), SLUG)).endpoints.length, 1);
});
