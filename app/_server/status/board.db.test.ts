import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { STATUS_PAGE_SIZE, type StatusPage } from '#domain/status-view.ts';
import { dateOf } from '#domain/uptime.ts';
import { STATUS_CHANGES, statusChangeOf } from '../changes.ts';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { newContract, newEndpoint, newEnvironment, newNotice, probed } from '../testing/status.ts';
import { contractOfSlug, publicContract, statusOf, statusPage } from './board.ts';

const DAY = 86_400_000;

let database: FreshDatabase;
let contractId: string;
let otherId: string;
before(async () => {
  database = await freshDatabase();
  contractId = await newContract('AAA-2026');
  otherId = await newContract('BBB-2026');
  const data = { contractId: otherId, slug: 'elsewhere', name: 'Elsewhere', kind: 'PROD', region: 'eu' } as const;
  await db().environment.create({ data: { id: randomUUID(), ...data } });
});
after(() => database?.drop());

/** Waits until the board shows what is true. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(20);
}
const mine = (query = '', page = 1) => statusPage({ contracts: [contractId], query, page });
const told = (environmentId: string | null, of = contractId) =>
  db().$executeRaw`SELECT pg_notify(${STATUS_CHANGES}, ${statusChangeOf({ contractId: of, environmentId })})`;
const slugOf = async (id: string) => (await db().environment.findUniqueOrThrow({ where: { id } })).slug;
const slugs = ({ environments }: StatusPage) => environments.map(({ slug }) => slug);

test('what went stale while nobody was at work is unknown from the first page on', async () => {
  const id = await newEnvironment();
  await probed(await newEndpoint(id, 'shop'), { at: Date.now() - DAY, outcome: 'UP', lasts: 60_000 });
  const slug = await slugOf(id);
  assert.equal((await statusOf([slug])).get(slug)?.level, 'UNKNOWN');
});

test('a level that changes is on the board as soon as it is committed, with why and since when', async () => {
  const id = await newEnvironment(['yves']);
  const slug = await slugOf(id);
  await told(null);
  await until(async () => (await statusOf([slug])).has(slug));
  assert.equal((await statusOf([slug])).get(slug)?.since, null, 'never measured');
  const endpoint = await newEndpoint(id, 'shop', 'yves');
  const at = Date.now();
  await probed(endpoint, { at: at - 1000, outcome: 'UP' });
  await probed(endpoint, { at, outcome: 'DOWN' });
  await until(async () => (await statusOf([slug])).get(slug)?.level === 'MAJOR_OUTAGE');
  const environment = (await statusOf([slug])).get(slug);
  assert.equal(environment?.since, at);
  assert.deepEqual(environment?.services, [{ service: 'yves', level: 'MAJOR_OUTAGE', since: at }]);
  assert.deepEqual(
    environment?.reasons.map((reason) => reason.what === 'endpoint' && reason.endpoint),
    ['shop'],
  );
  const page = await mine();
  assert.equal(page.environments[0]?.slug, slug, 'unhealthy first');
  assert.deepEqual([page.level, page.counts.MAJOR_OUTAGE, page.stale], ['MAJOR_OUTAGE', 1, false]);
  assert.ok(page.asOf >= at);
  // one that the board has never heard of comes with its first level
  const fresh = await newEnvironment();
  await probed(await newEndpoint(fresh, 'shop'), { at: Date.now(), outcome: 'UP' });
  const freshSlug = await slugOf(fresh);
  await until(async () => (await statusOf([freshSlug])).get(freshSlug)?.level === 'OPERATIONAL');
  await db().environment.delete({ where: { id: fresh } });
  await db().environment.update({ where: { id }, data: { name: 'Renamed <i>' } });
  await told(null);
  await until(async () => (await statusOf([slug])).get(slug)?.name === 'Renamed <i>');
  await db().environment.delete({ where: { id } });
  await told(null);
  await until(async () => !(await statusOf([slug])).has(slug));
});

test('of an environment that is not live nothing is expected, whatever endpoints it has', async () => {
  const [live, later] = [await newEnvironment(), await newEnvironment()];
  await db().environment.updateMany({ where: { id: { in: [live, later] } }, data: { name: 'Twins' } });
  await db().environment.update({ where: { id: later }, data: { live: false } });
  await newEndpoint(later, 'shop');
  await probed(await newEndpoint(live, 'shop'), { at: Date.now(), outcome: 'UP' });
  await told(null);
  const [slug, laterSlug] = [await slugOf(live), await slugOf(later)];
  await until(async () => (await statusOf([slug])).get(slug)?.level === 'OPERATIONAL');
  const { environments, level } = await mine('twins');
  assert.equal(level, 'OPERATIONAL');
  assert.deepEqual(
    environments.map((each) => [each.slug, each.level]),
    [
      [laterSlug, 'UNKNOWN'],
      [slug, 'OPERATIONAL'],
    ],
  );
  await db().environment.deleteMany({ where: { id: { in: [live, later] } } });
  await told(null);
  await until(async () => !(await statusOf([slug])).has(slug));
});

test('a contract that is public no longer is not on the board either, though nobody tells of it', async () => {
  const isPublic = (publicStatus: boolean) =>
    db().contract.update({ where: { id: contractId }, data: { publicStatus } });
  await statusPage({ contracts: 'all' });
  assert.equal(publicContract('AAA-2026'), null);
  await isPublic(true);
  await until(async () => publicContract('AAA-2026') !== null);
  await isPublic(false);
  await until(async () => publicContract('AAA-2026') === null);
});

test('ninety days are those that are rolled up, later ones come from the spans; what nobody saw is a gap', async () => {
  const id = await newEnvironment();
  const today = Math.floor(Date.now() / DAY) * DAY;
  const day = (ago: number) => new Date(today - ago * DAY);
  const sums = { maintenanceSeconds: 600, upMaintenanceSeconds: 300, observedMaintenanceSeconds: 400 };
  const rolled = { environmentId: id, level: 'DEGRADED', upSeconds: 80_000, observedSeconds: 86_000, ...sums } as const;
  await db().environmentDay.createMany({ data: [89, 5, 120].map((ago) => ({ ...rolled, date: day(ago) })) });
  const level = { level: 'OPERATIONAL', underlying: 'OPERATIONAL' } as const;
  // days of yesterday and before it are not rolled up yet
  await db().environmentStatus.create({
    data: { environmentId: id, ...level, since: day(2), settledAt: new Date(), rolledTo: day(2) },
  });
  const span = { environmentId: id, ...level, maintenance: false };
  await db().levelSpan.createMany({
    data: [
      {
        ...span,
        level: 'MAJOR_OUTAGE',
        underlying: 'MAJOR_OUTAGE',
        from: day(3),
        to: new Date(today - DAY - 3_600_000),
      },
      { ...span, from: new Date(today - DAY - 3_600_000) },
    ],
  });
  const slug = await slugOf(id);
  await told(null);
  await until(async () => (await statusOf([slug])).get(slug)?.level === 'OPERATIONAL');
  const environment = (await statusOf([slug])).get(slug);
  const days = environment?.days ?? [];
  assert.equal(days.length, 90);
  assert.deepEqual([days[0]?.date, days[89]?.date], [dateOf(today - 89 * DAY), dateOf(today)]);
  assert.deepEqual(days[0], {
    date: dateOf(today - 89 * DAY),
    level: 'DEGRADED',
    upSeconds: 80_000,
    observedSeconds: 86_000,
    ...sums,
  });
  assert.deepEqual([days[84]?.upSeconds, days[83]?.level, days[83]?.observedSeconds], [80_000, 'UNKNOWN', 0]);
  assert.deepEqual([days[87]?.level, days[87]?.upSeconds, days[87]?.observedSeconds], ['MAJOR_OUTAGE', 3600, 86_400]);
  assert.deepEqual([days[88]?.level, days[88]?.upSeconds], ['OPERATIONAL', 86_400]);
  assert.equal(environment?.uptime.d1, days[89]?.observedSeconds ? 1 : null);
  const share = (sum: number, of: number) => sum / of;
  assert.equal(
    environment?.uptime.d7,
    share(80_000 + 3600 + 86_400 + (days[89]?.upSeconds ?? 0), 86_000 + 2 * 86_400 + (days[89]?.observedSeconds ?? 0)),
  );
});

test('notices are told to the contracts they affect: open, planned and past, as safe HTML, never a draft', async () => {
  const id = await newEnvironment();
  const now = Date.now();
  const [HOUR, at] = [3_600_000, { publishedAt: now }];
  const open = await newNotice(id, { kind: 'INCIDENT', ...at, startsAt: now - HOUR, impact: 'DEGRADED' });
  const over = await newNotice(id, { kind: 'INCIDENT', ...at, startsAt: now - 3 * HOUR, endsAt: now - HOUR });
  const planned = await newNotice(id, { kind: 'MAINTENANCE', ...at, startsAt: now + HOUR, endsAt: now + 2 * HOUR });
  const running = await newNotice(id, { kind: 'MAINTENANCE', ...at, startsAt: now - 2 * HOUR, endsAt: now + HOUR });
  const ended = await newNotice(id, { kind: 'MAINTENANCE', ...at, startsAt: now - 3 * HOUR, endsAt: now - 2 * HOUR });
  const draft = await newNotice(id, { kind: 'INCIDENT', publishedAt: null, startsAt: now });
  const old = await newNotice(id, { kind: 'INCIDENT', ...at, startsAt: now - 100 * DAY, endsAt: now - 95 * DAY });
  const older = await newNotice(id, { kind: 'MAINTENANCE', ...at, startsAt: now - 99 * DAY, endsAt: now - 98 * DAY });
  await db().notice.updateMany({ where: { id: { in: [old, older] } }, data: { updatedAt: new Date(now - 95 * DAY) } });
  const person = await db().person.findFirstOrThrow();
  const update = { noticeId: open, state: 'INVESTIGATING', personId: person.id } as const;
  await db().noticeUpdate.createMany({
    data: [
      { ...update, id: randomUUID(), at: new Date(now - HOUR), text: 'First <b>words</b>' },
      { ...update, id: randomUUID(), at: new Date(now), text: 'We **look**.' },
    ],
  });
  const elsewhere = await db().environment.findFirstOrThrow({ where: { contractId: otherId } });
  const { slug, name } = elsewhere;
  await db().noticeScope.create({
    data: { noticeId: open, number: 2, contractId: otherId, environmentId: elsewhere.id, slug, name },
  });
  await told(null);
  await told(null, otherId);
  await until(async () => (await mine()).open.some(({ updates }) => updates.length === 2));
  const page = await mine();
  assert.deepEqual(
    page.open.map((notice) => notice.id),
    [open, running],
  );
  assert.deepEqual(
    [page.planned.map((notice) => notice.id), page.past.map((notice) => notice.id)],
    [[planned], [over, ended]],
  );
  assert.equal(page.past[1]?.state, 'COMPLETED', 'whatever is stored');
  assert.equal(page.open[0]?.updates[0]?.html, '<p>We <strong>look</strong>.</p>\n');
  assert.match(page.open[0]?.updates[1]?.html ?? '', /&lt;b&gt;/);
  assert.doesNotMatch(JSON.stringify(page), new RegExp(draft));
  // each is told of its own alone
  await until(async () => (await statusPage({ contracts: [otherId] })).open.length === 1);
  const [theirs] = (await statusPage({ contracts: [otherId] })).open;
  assert.deepEqual(theirs?.affected, [{ slug, name, service: null, removed: false }]);
  assert.deepEqual(
    page.open[0]?.affected.map((each) => each.slug),
    [await slugOf(id)],
  );
  const [both] = (await statusPage({ contracts: 'all' })).open;
  assert.equal(both?.affected.length, 2);
  // an environment that goes stays told by its name; a notice that is taken back goes
  await db().environment.delete({ where: { id } });
  await db().notice.update({ where: { id: planned }, data: { publishedAt: null } });
  await told(null);
  await until(async () => (await mine()).open[0]?.affected[0]?.removed === true);
  assert.deepEqual((await mine()).planned, []);
  await db().notice.deleteMany();
  await told(null);
  await told(null, otherId);
  await until(async () => (await statusPage({ contracts: 'all' })).open.length === 0);
});

test('scope and search hold on every page: words in any case, in name, slug, contract and organisation', async () => {
  const contract = await db().contract.findUniqueOrThrow({
    where: { id: contractId },
    include: { organisation: true },
  });
  const data = Array.from({ length: 60 }, (_, n) => ({
    id: randomUUID(),
    contractId,
    slug: `many-${n}`,
    name: `Many ${n}`,
    kind: 'DEV' as const,
    region: 'eu',
    position: 1000 + n,
  }));
  await db().environment.createMany({ data });
  await told(null);
  await until(async () => (await mine('MANY')).total === 60);
  const [first, last] = [await mine('many'), await mine('many', 3)];
  assert.deepEqual([first.environments.length, first.pages, first.page], [STATUS_PAGE_SIZE, 3, 1]);
  assert.deepEqual(
    slugs(last),
    data.slice(50).map(({ slug }) => slug),
  );
  assert.equal((await mine('many', 99)).page, 3, 'no page after the last');
  assert.deepEqual(slugs(await mine('many 7')), ['many-7', 'many-17', 'many-27', 'many-37', 'many-47', 'many-57']);
  assert.equal((await mine(contract.organisation.name.toUpperCase())).total, (await mine()).total);
  assert.equal((await statusPage({ contracts: [otherId], query: 'many' })).total, 0);
  assert.equal((await statusPage({ contracts: [] })).total, 0);
  assert.equal((await mine('no such thing')).level, 'UNKNOWN');
  const everything = await statusPage({ contracts: 'all' });
  assert.equal(everything.total, await db().environment.count());
  assert.equal(
    Object.values(everything.counts).reduce((a, b) => a + b),
    everything.total,
  );
  assert.equal(everything.contract, null);
});

test('a contract is public as long as it says so', async () => {
  await db().contract.update({ where: { id: contractId }, data: { publicStatus: true } });
  await told(null);
  const { reference } = await db().contract.findUniqueOrThrow({ where: { id: contractId } });
  await until(async () => publicContract(reference)?.id === contractId);
  await db().contract.update({ where: { id: contractId }, data: { publicStatus: false } });
  await told(null);
  await until(async () => publicContract(reference) === null);
  assert.equal(contractOfSlug('many-1')?.id, contractId);
});

test('what a clock that was ahead told is of now, and the page with it', async () => {
  const id = await newEnvironment(['yves']);
  const slug = await slugOf(id);
  const ahead = Date.now() + DAY;
  await probed(await newEndpoint(id, 'shop', 'yves'), { at: ahead, outcome: 'SLOW' });
  await until(async () => (await statusOf([slug])).get(slug)?.level === 'DEGRADED');
  const { asOf } = await mine();
  assert.ok(asOf <= Date.now(), new Date(asOf).toISOString());
  const environment = (await statusOf([slug])).get(slug);
  assert.equal(environment?.days.at(-1)?.date, dateOf(asOf));
  assert.ok((environment?.since ?? ahead) <= asOf && (environment?.services[0]?.since ?? ahead) <= asOf);
});
