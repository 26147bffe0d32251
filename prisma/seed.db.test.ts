import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Prisma } from '#prisma/generated/client.ts';
import { db } from '#server/db.ts';
import { simulated } from '#server/hosting/simulated.ts';
import { verifyRecord } from '#server/record/verify.ts';
import { loadRequests } from '#server/requests/load.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { loadManyRequests } from './seed/bulk.ts';
import { DEMO_PASSWORD, DEMO_SIGN_INS, loadDemo } from './seed.ts';

let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());

test('The record is whole and says of every request what the tables say', async () => {
  const verdict = await verifyRecord();
  assert.deepEqual(verdict, { ok: true, entries: await db().auditEntry.count() });
});

test("Kestrel's refused attempt on DEV is an entry of the record and no row", async () => {
  const entry = await db().auditEntry.findFirst({ where: { subject: 'environment kes-dev' } });
  assert.deepEqual([entry?.who, entry?.standing, entry?.what], ['customer@kestrel.example', 'customer', 'submit']);
  assert.match(JSON.stringify(entry?.verdict), /"rule":"R4"/);
  assert.equal(await db().upscaleRequest.count({ where: { environment: { slug: 'kes-dev' } } }), 0);
});

test('Every event of a request is a version of it, and the last one is where it stands', async () => {
  const rows = await db().upscaleRequest.findMany({ include: { events: { orderBy: { seq: 'asc' } } } });
  for (const { reference, version, state, events } of rows) {
    assert.deepEqual(
      events.map(({ seq }) => seq),
      Array.from({ length: version }, (_, index) => index + 1),
      reference,
    );
    assert.equal(events.at(-1)?.to, state, reference);
  }
});

test('The next reference continues the year without a gap', async () => {
  const rows = await db().upscaleRequest.findMany({ select: { reference: true } });
  for (const { year, last } of await db().referenceCounter.findMany())
    assert.equal(rows.filter(({ reference }) => reference.startsWith(`UR-${year}-`)).length, last);
});

test('What runs now is what open windows have brought', async () => {
  const requests = await loadRequests(
    db(),
    Prisma.sql`SELECT id FROM "UpscaleRequest" WHERE state IN ('ACTIVE', 'RETURNING')`,
  );
  assert.equal(requests.length, 2);
  for (const line of requests.flatMap(({ lines }) => lines)) {
    const service = await db().service.findUnique({ where: { id: line.serviceId } });
    assert.deepEqual(service?.current, line.granted);
    assert.notDeepEqual(service?.current, service?.baseline);
  }
});

test('Every service was seen by the simulation, which still runs what open windows have brought', async () => {
  const unseen = await db().service.count({ where: { NOT: { observedBy: 'simulated', observedAt: { not: null } } } });
  assert.equal(unseen, 0);
  for (const { id: place, services } of await db().environment.findMany({ include: { services: true } })) {
    const seen = await simulated.observe({ id: place, slug: '', services }, new AbortController().signal);
    assert.ok(seen.kind === 'seen');
    assert.deepEqual(
      seen.observation.capacities,
      Object.fromEntries(services.map((each) => [each.name, each.current])),
    );
  }
});

test('The overdue return never comes and the pre-scaling never ends, because both are stuck', async () => {
  const stuck = await db().simulatedFault.findMany({
    include: { service: { include: { environment: true, simulated: true } } },
    orderBy: { service: { environment: { slug: 'asc' } } },
  });
  assert.deepEqual(
    stuck.map(({ kind, service }) => `${service.environment.slug} ${service.name} ${kind}`),
    ['alp-stage-us backgw STUCK', 'jun-stage backgw STUCK'],
  );
  for (const { service } of stuck) {
    assert.deepEqual(service.simulated?.from, service.current);
    assert.notDeepEqual(service.simulated?.target, service.current);
    assert.equal(service.driftSince, null);
  }
});

test('All sign-ins can sign in', async () => {
  const { verifyPassword } = await import('#server/access/passwords.ts');
  const people = await db().person.findMany();
  assert.deepEqual(people.map(({ email }) => email).sort(), DEMO_SIGN_INS.map(({ email }) => email).sort());
  const [first] = people;
  assert.equal((await verifyPassword(first?.passwordHash ?? null, DEMO_PASSWORD)).ok, true);
});

test('A second load is refused and changes nothing', async () => {
  const before = await db().auditEntry.count();
  await assert.rejects(loadDemo(database.url), /not empty/);
  assert.equal(await db().auditEntry.count(), before);
});

test('Many finished requests keep references gapless and use no upscale-days of the running year', async () => {
  const days = {
    _sum: { upscaleDays: true },
    where: { windowStart: { gt: new Date(Date.now() - 366 * 86_400_000) } },
  } as const;
  const [before, used] = [await db().upscaleRequest.count(), await db().upscaleRequest.aggregate(days)];
  await loadManyRequests(database.url, 11_000);
  assert.equal(await db().upscaleRequest.count(), before + 11_000);
  assert.deepEqual(await db().upscaleRequest.aggregate(days), used);
  const rows = await db().upscaleRequest.findMany({ select: { reference: true } });
  for (const { year, last } of await db().referenceCounter.findMany()) {
    const numbers = rows.flatMap(({ reference }) =>
      reference.startsWith(`UR-${year}-`) ? [Number(reference.slice(8))] : [],
    );
    assert.deepEqual([new Set(numbers).size, Math.max(...numbers)], [last, last]);
  }
});
