import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Client } from 'pg';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, codesOf, recordEnd } from '../testing/requests.ts';
import { SHOP_CHANGES } from './changes.ts';
import { listShops } from './list.ts';
import { setShop } from './switch.ts';

const SLUG = 'alp-stage-eu';
const LATER = new Date(Date.now() + 3_600_000);
let database: Awaited<ReturnType<typeof freshDatabase>>;
let operator: Actor;
before(async () => {
  database = await freshDatabase({ demo: true });
  operator = await actorOf('operator@headroom.example');
});
after(() => database?.drop());
beforeEach(async () => {
  await db().demoShop.updateMany({ data: { mode: 'OPEN', service: null } });
  await db().probeState.updateMany({ data: { nextAt: LATER } });
});

async function switched(): Promise<string[]> {
  const rows = await db().demoShop.findMany({ where: { mode: { not: 'OPEN' } }, include: { environment: true } });
  return rows.map(({ environment, mode, service }) => `${environment.slug} ${mode} ${service}`);
}
/** Environments that are probed sooner than was planned. */
async function hurried(): Promise<string[]> {
  const rows = await db().endpoint.findMany({
    where: { state: { nextAt: { lt: LATER } } },
    select: { environment: { select: { slug: true } } },
  });
  return rows.map(({ environment }) => environment.slug);
}
const set = (actor: Actor, mode: 'OPEN' | 'SLOW' | 'DOWN', service: string | null = null, environment = SLUG) =>
  setShop(actor, { environment, mode, service });

test('Nobody but an operator switches a shop, and each attempt is kept', async () => {
  const known = {
    'customer@alpina.example': 'customer',
    'partner@tallgrass.example': 'partner',
    'manager@headroom.example': 'manager',
  };
  for (const [email, standing] of Object.entries(known)) {
    const actor = await actorOf(email);
    assert.deepEqual(codesOf(await set(actor, 'DOWN')), ['notOperator'], email);
    const { who, what, standing: as, verdict } = await recordEnd();
    assert.deepEqual([who, what, as, (verdict as { rule: string }).rule], [email, 'shop.switch', standing, 'R13']);
    assert.deepEqual(await listShops(actor), []);
  }
  assert.deepEqual(codesOf(await set(await actorOf('customer@kestrel.example'), 'DOWN')), ['notFound']);
  const { who, verdict } = await recordEnd();
  assert.deepEqual([who, verdict], ['customer@kestrel.example', { allowed: false, code: 'notFound' }]);
  assert.deepEqual([await switched(), await hurried()], [[], []]);
});

test('A shop is switched and switched back; each time it is told, recorded, and probed at once', async () => {
  const listener = new Client({ connectionString: database.url });
  await listener.connect();
  await listener.query(`LISTEN ${SHOP_CHANGES}`);
  const told = new Promise<string | undefined>((heard) =>
    listener.once('notification', ({ payload }) => heard(payload)),
  );
  assert.equal((await set(operator, 'SLOW', 'glue')).kind, 'done');
  const { id } = await db().environment.findUniqueOrThrow({ where: { slug: SLUG } });
  assert.equal(await told, id);
  await listener.end();
  assert.deepEqual([await switched(), await hurried()], [[`${SLUG} SLOW glue`], [SLUG, SLUG, SLUG, SLUG]]);
  const first = await db().auditEntry.findFirstOrThrow({ orderBy: { n: 'desc' } });
  assert.deepEqual(
    [first.who, first.standing, first.what, first.subject, first.before, first.after],
    [
      ...['operator@headroom.example', 'operator', 'shop.switch', `environment ${SLUG}`],
      ...[
        { mode: 'OPEN', service: null },
        { mode: 'SLOW', service: 'glue' },
      ],
    ],
  );
  assert.deepEqual(
    (await listShops(operator)).filter(({ mode }) => mode !== 'OPEN'),
    [{ environment: SLUG, mode: 'SLOW', service: 'glue' }],
  );
  const { n } = await recordEnd();
  await set(operator, 'SLOW', 'glue');
  assert.equal((await recordEnd()).n, n);
  await set(operator, 'OPEN', 'glue');
  assert.deepEqual([await switched(), (await recordEnd()).n], [[], n + 1]);
});

test('Only a shop that is there is switched, and only services that it has', async () => {
  assert.deepEqual(codesOf(await set(operator, 'DOWN', null, 'jun-prod')), ['notFound']);
  assert.deepEqual(codesOf(await set(operator, 'DOWN', null, 'nowhere')), ['notFound']);
  assert.deepEqual(codesOf(await set(operator, 'DOWN', 'database')), ['service unknownService']);
  assert.deepEqual(await switched(), []);
});

test('An endpoint that is paused stays so', async () => {
  await db().endpoint.updateMany({ where: { name: 'API', environment: { slug: SLUG } }, data: { paused: true } });
  await set(operator, 'DOWN');
  assert.deepEqual(await hurried(), [SLUG, SLUG, SLUG]);
});
