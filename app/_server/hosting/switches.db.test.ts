import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import { verifyRecord } from '../record/verify.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, codesOf, recordEnd } from '../testing/requests.ts';
import { chooseProvider, setFault } from './switches.ts';

const SLUG = 'alp-stage-eu';
let database: Awaited<ReturnType<typeof freshDatabase>>;
let operator: Actor;
before(async () => {
  process.env.HEADROOM_PROVIDER = 'simulated';
  database = await freshDatabase({ demo: true });
  operator = await actorOf('operator@headroom.example');
});
after(() => database?.drop());
beforeEach(async () => {
  await db().environment.updateMany({ data: { provider: null } });
  await db().simulatedFault.deleteMany();
});

async function faults(): Promise<string[]> {
  const rows = await db().simulatedFault.findMany({
    include: { service: { include: { environment: true } } },
    orderBy: { service: { name: 'asc' } },
  });
  return rows.map(({ kind, service }) => `${service.environment.slug} ${service.name} ${kind}`);
}
const providerNow = async () => (await db().environment.findUniqueOrThrow({ where: { slug: SLUG } })).provider;
const lastEntry = () => db().auditEntry.findFirstOrThrow({ orderBy: { n: 'desc' } });

const DEEDS = [
  ['hosting.fault', (actor: Actor) => setFault(actor, { environment: SLUG, service: 'yves', fault: 'HANG' })],
  ['hosting.provider', (actor: Actor) => chooseProvider(actor, { environment: SLUG, provider: 'manual' })],
] as const;

test('Nobody but an operator switches anything, and each attempt is kept', async () => {
  const known = {
    'customer@alpina.example': 'customer',
    'partner@tallgrass.example': 'partner',
    'manager@headroom.example': 'manager',
  };
  for (const [what, deed] of DEEDS) {
    for (const [email, standing] of Object.entries(known)) {
      assert.deepEqual(codesOf(await deed(await actorOf(email))), ['notOperator'], email);
      const { who, what: kept, standing: as, verdict } = await recordEnd();
      assert.deepEqual([who, kept, as, (verdict as { rule: string }).rule], [email, what, standing, 'R13']);
    }
    assert.deepEqual(codesOf(await deed(await actorOf('customer@kestrel.example'))), ['notFound']);
    const { who, what: kept, verdict } = await recordEnd();
    assert.deepEqual([who, kept, verdict], ['customer@kestrel.example', what, { allowed: false, code: 'notFound' }]);
  }
  assert.deepEqual([await faults(), await providerNow()], [[], null]);
});

test('A fault is switched on, changed and off, and each is recorded', async () => {
  const set = (fault: 'HANG' | 'STUCK' | null) => setFault(operator, { environment: SLUG, service: 'yves', fault });
  assert.equal((await set('HANG')).kind, 'done');
  assert.deepEqual(await faults(), [`${SLUG} yves HANG`]);
  assert.equal((await set('STUCK')).kind, 'done');
  const { who, standing, what, subject, before, after } = await lastEntry();
  assert.deepEqual(
    [who, standing, what, subject],
    ['operator@headroom.example', 'operator', 'hosting.fault', `environment ${SLUG}`],
  );
  assert.deepEqual([before, after], [{ yves: 'HANG' }, { yves: 'STUCK' }]);
  const { n } = await recordEnd();
  await set('STUCK');
  assert.deepEqual([await faults(), (await recordEnd()).n], [[`${SLUG} yves STUCK`], n]);
  await set(null);
  assert.deepEqual([await faults(), (await lastEntry()).after], [[], { yves: null }]);
});

test('A fault of every service at once is one entry', async () => {
  const { n } = await recordEnd();
  await setFault(operator, { environment: SLUG, service: '*', fault: 'REFUSE' });
  assert.equal((await faults()).length, 9);
  assert.equal((await recordEnd()).n, n + 1);
  await setFault(operator, { environment: SLUG, service: '*', fault: null });
  assert.deepEqual(await faults(), []);
});

test('A fault needs a service that is there, in an environment that is simulated', async () => {
  const set = (environment: string, service: string) => setFault(operator, { environment, service, fault: 'HANG' });
  assert.deepEqual(codesOf(await set(SLUG, 'nothing')), ['service unknownService']);
  assert.deepEqual(codesOf(await set('nowhere', 'yves')), ['notFound']);
  await db().environment.update({ where: { slug: SLUG }, data: { provider: 'manual' } });
  assert.deepEqual(codesOf(await set(SLUG, 'yves')), ['notSimulated']);
  assert.deepEqual(await faults(), []);
});

test('A fault that was left behind can be switched off where nothing is simulated any more', async () => {
  await setFault(operator, { environment: SLUG, service: 'yves', fault: 'HANG' });
  await db().environment.update({ where: { slug: SLUG }, data: { provider: 'manual' } });
  assert.equal((await setFault(operator, { environment: SLUG, service: 'yves', fault: null })).kind, 'done');
  assert.deepEqual(await faults(), []);
});

test('An operator chooses who carries out upscales, or leaves it to the installation', async () => {
  const choose = (provider: 'manual' | 'simulated' | null) => chooseProvider(operator, { environment: SLUG, provider });
  const at = Date.now();
  assert.equal((await choose('manual')).kind, 'done');
  assert.equal(await providerNow(), 'manual');
  const { who, what, subject, before, after } = await lastEntry();
  assert.deepEqual([who, what, subject], ['operator@headroom.example', 'hosting.provider', `environment ${SLUG}`]);
  assert.deepEqual([before, after], [{ provider: null }, { provider: 'manual' }]);
  const { observeAt } = await db().environment.findUniqueOrThrow({ where: { slug: SLUG } });
  assert.ok(observeAt.getTime() >= at);
  const { n } = await recordEnd();
  await choose('manual');
  assert.equal((await recordEnd()).n, n);
  await choose('simulated');
  assert.equal(await providerNow(), 'simulated');
  await choose(null);
  assert.equal(await providerNow(), null);
  assert.equal((await verifyRecord()).ok, true);
});

test('Nobody is chosen while an operation is under way: whoever began it finishes it', async () => {
  const request = await db().upscaleRequest.findFirstOrThrow({
    where: { environment: { slug: SLUG }, state: 'ACTIVE' },
  });
  const at = new Date();
  const { id } = await db().operation.create({
    data: {
      ...{ id: randomUUID(), requestId: request.id, environmentId: request.environmentId, kind: 'APPLY', number: 1 },
      ...{ provider: 'simulated', state: 'CALLING', targets: [], token: 1n, startedAt: at, deadlineAt: at },
    },
  });
  const outcome = await chooseProvider(operator, { environment: SLUG, provider: 'manual' });
  assert.deepEqual(outcome.kind === 'refused' && outcome.refusals[0].params, {
    environment: SLUG,
    reference: request.reference,
  });
  assert.equal(await providerNow(), null);
  await db().operation.update({ where: { id }, data: { state: 'DONE', finishedAt: at } });
  assert.equal((await chooseProvider(operator, { environment: SLUG, provider: 'manual' })).kind, 'done');
});
