import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { EnvironmentView } from '#domain/environment-view.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { actorOf } from '../testing/requests.ts';
import { type EnvironmentPage, environmentPage, getEnvironment, listEnvironments } from './list.ts';

let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());

async function seenBy(email: string): Promise<EnvironmentView[]> {
  return listEnvironments(await actorOf(email));
}
const slugs = (views: EnvironmentView[]) => views.map(({ slug }) => slug).join(' ');

test('Each person sees the environments of the own contracts, DEV, STAGE, PROD', async () => {
  const nordlicht = 'nlw-dev nlw-stage nlw-prod';
  const alpina = 'alp-stage-eu alp-stage-us alp-prod';
  assert.equal(slugs(await seenBy('customer@nordlicht.example')), nordlicht);
  assert.equal(slugs(await seenBy('partner@brueckner.example')), nordlicht);
  assert.equal(slugs(await seenBy('both@alpina.example')), `${alpina} ${nordlicht}`);
  const all = `${alpina} jun-dev jun-stage jun-prod kes-dev kes-stage kes-prod ${nordlicht}`;
  assert.equal(slugs(await seenBy('manager@headroom.example')), all);
  assert.equal(slugs(await seenBy('operator@headroom.example')), all);
});

test('One environment: mine as in the list, not mine and not there are the same', async () => {
  const actor = await actorOf('customer@kestrel.example');
  const mine = await getEnvironment(actor, 'kes-stage');
  assert.equal(mine.kind === 'done' && mine.value.contract, 'KES-2022');
  for (const slug of ['nlw-stage', 'no-such-place', '', 'a\0b', "' OR true --", '__proto__'])
    assert.deepEqual(await getEnvironment(actor, slug), { kind: 'notFound' }, slug);
});

test("NLW has the golden case's sizes and ceilings, tasks on DEV have max 1", async () => {
  const views = await seenBy('customer@nordlicht.example');
  const sizes = (slug: string, size: 'baseline' | 'ceiling') =>
    views
      .find((view) => view.slug === slug)
      ?.services.map((service) => {
        const it = service[size];
        return 'cpu' in it ? `${it.cpu}/${it.memory} ${it.max}` : `${it.instance} ${it.count}`;
      });
  const rest = ['mq.t3.micro 1', 't3.small 1'];
  assert.deepEqual(sizes('nlw-stage', 'baseline'), [
    '1024/2048 2',
    '512/1024 2',
    '512/1024 1',
    '512/1024 1',
    'db.t4g.medium 1',
    'cache.t4g.small 1',
    't3.small.search 1',
    ...rest,
  ]);
  assert.deepEqual(sizes('nlw-stage', 'ceiling'), [
    '1024/2048 4',
    '512/1024 4',
    '512/1024 2',
    '512/1024 1',
    'db.m6g.large 1',
    'cache.t4g.small 1',
    't3.medium.search 1',
    ...rest,
  ]);
  assert.deepEqual(sizes('nlw-prod', 'baseline')?.slice(0, 7), [
    '1024/2048 8',
    '1024/2048 6',
    '1024/2048 4',
    '1024/2048 2',
    'db.m6g.xlarge 1',
    'cache.m6g.large 1',
    'm6g.large.search 3',
  ]);
  assert.ok(
    sizes('nlw-dev', 'baseline')
      ?.slice(0, 4)
      .every((size) => size.endsWith(' 1')),
  );
});

test('Used days: 12 of 120 for NLW, 41 of 60 for ALP, more with each request, never for a partner', async () => {
  const budget = async (email: string, slug: string) =>
    (await seenBy(email)).find((view) => view.slug === slug)?.confidential?.budget;
  const before = await budget('customer@nordlicht.example', 'nlw-stage');
  assert.deepEqual([before?.perYear, before?.used, before?.left], [120, 12, 108]);
  const alpina = await budget('manager@headroom.example', 'alp-prod');
  assert.deepEqual([alpina?.perYear, alpina?.used, alpina?.left], [60, 41, 19]);
  await db().upscaleRequest.updateMany({
    where: { state: 'IN_REVIEW', environment: { slug: 'nlw-stage' } },
    data: { upscaleDays: { increment: 5 } },
  });
  assert.equal((await budget('customer@nordlicht.example', 'nlw-stage'))?.used, 17);
  assert.equal(await budget('partner@brueckner.example', 'nlw-stage'), undefined);
});

test('What may be asked is the rules of the contract for the kind', async () => {
  const rule = ({ upscale }: EnvironmentView) => (upscale.allowed ? 'yes' : upscale.refusal.rule);
  const rules = async (email: string) => (await seenBy(email)).map((view) => `${view.slug} ${rule(view)}`);
  assert.deepEqual(await rules('customer@nordlicht.example'), ['nlw-dev R4', 'nlw-stage yes', 'nlw-prod R8']);
  assert.deepEqual(await rules('customer@juniper.example'), ['jun-dev yes', 'jun-stage yes', 'jun-prod R8']);
  assert.deepEqual(await rules('partner@tallgrass.example'), ['alp-stage-eu R3', 'alp-stage-us R3', 'alp-prod R3']);
});

test("Kestrel's STAGE shows its own purpose as a variation; Juniper's freeze and its PROD that is not live yet", async () => {
  const kestrel = (await seenBy('customer@kestrel.example')).find(({ slug }) => slug === 'kes-stage');
  assert.deepEqual(kestrel?.variations[0]?.changes, ['purpose']);
  assert.match(kestrel?.purpose ?? '', /supplier feeds/);
  const juniper = await seenBy('customer@juniper.example');
  assert.deepEqual(
    juniper.map(({ live, freezes }) => [live, freezes.length]),
    [
      [true, 1],
      [true, 1],
      [false, 1],
    ],
  );
});

test('The level comes with since when and when it was last probed; before anything was measured it is unknown', async () => {
  const statusOf = async (slug: string) => {
    const found = await getEnvironment(await actorOf('partner@brueckner.example'), slug);
    return found.kind === 'done' ? found.value.status : null;
  };
  const { id } = await db().environment.findUniqueOrThrow({ where: { slug: 'nlw-dev' } });
  await db().environmentStatus.deleteMany({ where: { environmentId: id } });
  await db().endpoint.deleteMany({ where: { environmentId: id } });
  assert.deepEqual(await statusOf('nlw-dev'), { level: 'UNKNOWN', since: null, observedAt: null });
  const since = Date.parse('2026-11-20T14:05:00.250Z');
  const at = { since: new Date(since), settledAt: new Date(since), rolledTo: new Date('2026-11-20') };
  await db().environmentStatus.create({
    data: { environmentId: id, level: 'PARTIAL_OUTAGE', underlying: 'PARTIAL_OUTAGE', ...at },
  });
  assert.deepEqual(await statusOf('nlw-dev'), { level: 'PARTIAL_OUTAGE', since, observedAt: null });
  for (const [name, minutes] of [
    ['Shop', 3],
    ['API', 2],
  ] as const)
    await db().endpoint.create({
      data: {
        environmentId: id,
        name,
        kind: 'TCP',
        target: 'shop.example:443',
        state: { create: { environmentId: id, at: new Date(since + minutes * 60_000) } },
      },
    });
  assert.equal((await statusOf('nlw-dev'))?.observedAt, since + 180_000);
});

test('who may see many contracts sees some a page, all of them once, and finds each by any word of it', async () => {
  const operator = await actorOf('operator@headroom.example');
  const model = await db().contract.findUniqueOrThrow({ where: { reference: 'NLW-2024' } });
  const { id: _, ...facts } = model;
  const added = Array.from({ length: 41 }, (_, n) => ({ ...facts, id: randomUUID(), reference: `MANY-${100 + n}` }));
  await db().contract.createMany({ data: added as Prisma.ContractCreateManyInput[] });
  const place = { kind: 'STAGE', region: 'eu' } as const;
  await db().environment.createMany({
    data: added.map(({ id, reference }) => ({
      ...{ ...place, id: randomUUID(), contractId: id, slug: reference.toLowerCase(), name: `Shop 50%_${reference}` },
    })),
  });
  const contracts = (page: EnvironmentPage) => new Set(page.environments.map(({ contract }) => contract));
  const first = await environmentPage(operator);
  assert.deepEqual([first.pages, contracts(first).size], [5, 10]);
  const all = await Promise.all([1, 2, 3, 4, 5].map((page) => environmentPage(operator, { page })));
  const seen = all.flatMap((page) => [...contracts(page)]);
  assert.deepEqual(seen, [...new Set(seen)].sort());
  assert.equal(seen.length, 45);
  const found = async (query: string, of = operator) => [...contracts(await environmentPage(of, { query }))];
  assert.deepEqual(await found('  mAnY-117 sHoP '), ['MANY-117']);
  assert.deepEqual(await found('kes-stage'), ['KES-2022']);
  assert.deepEqual(await found('50%_many-140'), ['MANY-140']);
  for (const query of ['50_%', 'nlw\0', "' OR true --"]) assert.deepEqual(await found(query), [], query);
  const customer = await actorOf('customer@nordlicht.example');
  assert.deepEqual(await found('kes-stage', customer), []);
  assert.deepEqual(await found('nlw-stage', customer), ['NLW-2024']);
  const last = await environmentPage(operator, { page: 99 });
  assert.deepEqual([last.page, contracts(last).size], [5, 5]);
});
