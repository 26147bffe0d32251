import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { problemAnswer } from '#server/api/schemas.ts';
import { type StatusBody, statusBody } from '#server/api/status-schema.ts';
import { STATUS_CHANGES, statusChangeOf } from '#server/changes.ts';
import { db } from '#server/db.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { call, tokenOf } from './_http/testing.ts';

const HOUR = 3_600_000;
const JANA = 'customer@nordlicht.example';
const SECRET = 'Geheimnis';

let database: FreshDatabase;
const tokens: Record<string, string> = {};
const environments: Record<string, { id: string; contractId: string }> = {};
before(async () => {
  database = await freshDatabase({ demo: true });
  for (const { id, contractId, slug } of await db().environment.findMany()) environments[slug] = { id, contractId };
  await db().notice.deleteMany();
  await db().environmentStatus.deleteMany();
  await db().levelSpan.deleteMany();
  await db().environmentDay.deleteMany();
  await db().endpoint.deleteMany();
  await measured('nlw-stage');
  await publish('The queue is slow', 'nlw-stage');
  await publish('Kestrel alone', 'kes-prod');
  await publish(SECRET, 'nlw-stage', true);
});
after(() => database?.drop());

/** An environment that was degraded for the last two hours, before that well for one. */
async function measured(slug: string): Promise<void> {
  const { id: environmentId } = place(slug);
  const now = Math.floor(Date.now() / 1000) * 1000;
  const [from, turn] = [new Date(now - 3 * HOUR), new Date(now - 2 * HOUR)];
  const level = { level: 'DEGRADED', underlying: 'DEGRADED', maintenance: false } as const;
  const well = { level: 'OPERATIONAL', underlying: 'OPERATIONAL', maintenance: false } as const;
  await db().levelSpan.createMany({
    data: [
      { environmentId, from, to: turn, ...well },
      { environmentId, from: turn, ...level },
    ],
  });
  const reason = { what: 'endpoint', endpoint: 'Shop', service: null, level: 'DEGRADED', code: 'slow' };
  const services = [{ service: 'yves', level: 'DEGRADED', since: turn.getTime() }];
  const rolledTo = new Date(from.toISOString().slice(0, 10));
  await db().environmentStatus.create({
    data: { environmentId, ...level, since: turn, settledAt: new Date(now), services, reasons: [reason], rolledTo },
  });
  const target = `https://${SECRET.toLowerCase()}.example/`;
  const state = { environmentId, outcome: 'SLOW' as const, at: new Date(now), staleAt: new Date(now + HOUR) };
  await db().endpoint.deleteMany({ where: { environmentId } });
  await db().endpoint.create({
    data: { environmentId, name: 'Shop', kind: 'HTTP', target, state: { create: state } },
  });
}

/** from and to in hours from now. */
async function maintain(title: string, slug: string, from: number, to: number): Promise<void> {
  const [startsAt, endsAt] = [from, to].map((hours) => new Date(Date.now() + hours * HOUR));
  await publish(title, slug);
  const kept = { kind: 'MAINTENANCE', state: 'PLANNED', impact: 'DEGRADED', worst: 'DEGRADED' } as const;
  await db().notice.updateMany({ where: { title }, data: { ...kept, startsAt, endsAt } });
  await told(place(slug).contractId);
}

async function told(contractId: string): Promise<void> {
  await db().$executeRaw`SELECT pg_notify(${STATUS_CHANGES}, ${statusChangeOf({ contractId, environmentId: null })})`;
}

async function publish(title: string, slug: string, draft = false): Promise<void> {
  const { id: createdById } = await db().person.findUniqueOrThrow({ where: { email: 'manager@headroom.example' } });
  const { id: environmentId, contractId } = place(slug);
  const startsAt = new Date(Date.now() - HOUR);
  await db().notice.create({
    data: {
      ...{
        id: randomUUID(),
        kind: 'INCIDENT',
        title,
        state: 'IDENTIFIED',
        impact: 'OPERATIONAL',
        worst: 'OPERATIONAL',
        startsAt,
        createdById,
      },
      publishedAt: draft ? null : startsAt,
      updates: {
        create: { id: randomUUID(), at: startsAt, state: 'IDENTIFIED', text: 'We *look*.', personId: createdById },
      },
      scope: { create: { number: 1, contractId, environmentId, slug, name: slug } },
    },
  });
  await told(contractId);
}

function place(slug: string): { id: string; contractId: string } {
  const found = environments[slug];
  assert.ok(found, slug);
  return found;
}

async function get(email: string, query = '', headers = {}) {
  tokens[email] ??= await tokenOf(email, false);
  return call('GET', `/status${query}`, { token: tokens[email], headers });
}

async function seen(email: string, query = ''): Promise<StatusBody> {
  const answered = await get(email, query);
  assert.equal(answered.status, 200, answered.text);
  assert.equal(answered.headers.get('cache-control'), 'no-store');
  return statusBody.parse(answered.body);
}

const slugs = ({ environments: all }: StatusBody) => all.map(({ slug }) => slug).join(' ');

test('each person is told the status of what they may see, and nothing of others', async () => {
  assert.equal(slugs(await seen(JANA)), 'nlw-dev nlw-stage nlw-prod');
  assert.equal(slugs(await seen('partner@brueckner.example')), 'nlw-dev nlw-stage nlw-prod');
  assert.equal(
    slugs(await seen('both@alpina.example')),
    'alp-stage-eu alp-stage-us alp-prod nlw-dev nlw-stage nlw-prod',
  );
  const all = await seen('operator@headroom.example');
  assert.equal(all.environments.length, Object.keys(environments).length);
  for (const email of [JANA, 'partner@brueckner.example']) {
    const { text } = await get(email);
    assert.doesNotMatch(text, /kes-|Kestrel|Geheim/i);
  }
  assert.deepEqual(
    (await seen('customer@kestrel.example')).incidents.map(({ title }) => title),
    ['Kestrel alone'],
  );
});

test('level, since, reasons and sums are those that are stored; what was never measured is unknown', async () => {
  const told = await seen('partner@brueckner.example');
  const stage = told.environments.find(({ slug }) => slug === 'nlw-stage');
  assert.equal(stage?.level, 'DEGRADED');
  assert.deepEqual(stage?.reasons, [{ what: 'endpoint', endpoint: 'Shop', level: 'DEGRADED', code: 'slow' }]);
  assert.deepEqual(
    stage?.services.map(({ service, level }) => [service, level]),
    [['yves', 'DEGRADED']],
  );
  assert.equal(stage?.days.length, 90);
  assert.deepEqual([stage?.uptime.d90, stage?.uptimeOutsideMaintenance.d90], [1, 1]);
  const dev = told.environments.find(({ slug }) => slug === 'nlw-dev');
  assert.deepEqual([dev?.level, dev?.since, dev?.reasons, dev?.uptime], ['UNKNOWN', undefined, [], {}]);
  assert.ok(dev?.days.every(({ level, observedSeconds }) => level === 'UNKNOWN' && observedSeconds === 0));
  assert.equal(told.stale, false);
  assert.ok(Math.abs(Date.parse(told.asOf) - Date.now()) < 2 * 60_000);
});

test('notices of what was asked for alone, without drafts, with their text made safe', async () => {
  const [incident, ...more] = (await seen(JANA, '?environment=nlw-stage')).incidents;
  assert.deepEqual(more, []);
  assert.equal(incident?.title, 'The queue is slow');
  assert.match(incident?.updates[0]?.html ?? '', /<em>look<\/em>/);
  assert.deepEqual((await seen(JANA, '?environment=nlw-prod')).incidents, []);
});

test('a program is told whether a notice is on, to come or over, a maintenance by its times alone', async () => {
  const slug = 'alp-prod';
  await maintain('Under way', slug, -1, 1);
  await maintain('To come', slug, 2, 3);
  await maintain('Over', slug, -3, -2);
  const { incidents, maintenance } = await until('operator@headroom.example', `?environment=${slug}`, 3);
  assert.deepEqual(incidents, []);
  assert.deepEqual(
    maintenance.map(({ title, phase, state }) => [title, phase, state]),
    [
      ['Under way', 'OPEN', 'PLANNED'],
      ['To come', 'PLANNED', 'PLANNED'],
      ['Over', 'PAST', 'COMPLETED'],
    ],
  );
});

async function until(email: string, query: string, maintained: number): Promise<StatusBody> {
  for (;;) {
    const body = await seen(email, query);
    if (body.maintenance.length === maintained && body.incidents.length === 0) return body;
  }
}

test('one contract, one environment, a page at a time', async () => {
  assert.equal(slugs(await seen('manager@headroom.example', '?contract=KES-2022')), 'kes-dev kes-stage kes-prod');
  assert.equal(slugs(await seen('operator@headroom.example', '?contract=KES-2022')), 'kes-dev kes-stage kes-prod');
  assert.equal(slugs(await seen(JANA, '?environment=nlw-dev')), 'nlw-dev');
  const found: string[] = [];
  for (let next = ''; ; ) {
    const page = await seen('operator@headroom.example', `?limit=5${next}`);
    assert.ok(page.environments.length <= 5);
    found.push(...page.environments.map(({ slug }) => slug));
    if (page.nextCursor === undefined) break;
    next = `&cursor=${page.nextCursor}`;
  }
  assert.equal(new Set(found).size, found.length);
  assert.deepEqual(found, slugs(await seen('operator@headroom.example')).split(' '));
});

test('not yours and not there are the same; what cannot be read is said at its member', async () => {
  const missing = await get(JANA, '?environment=nlw-moon');
  assert.equal(missing.status, 404);
  for (const query of [
    '?environment=kes-prod',
    '?contract=KES-2022',
    '?contract=nobody',
    '?contract=NLW-2024&environment=kes-prod',
  ])
    assert.deepEqual([query, (await get(JANA, query)).text], [query, missing.text]);
  assert.equal((await get('operator@headroom.example', '?contract=nobody')).status, 404);
  for (const [query, path] of [
    ['?limit=201', 'limit'],
    ['?limit=0', 'limit'],
    ['?cursor=zzz', 'cursor'],
    [`?cursor=${Buffer.from('["a","MOON",1,"b"]').toString('base64url')}`, 'cursor'],
    ['?environment=A%00B', 'environment'],
  ] as const) {
    const answered = await get(JANA, query);
    assert.equal(answered.status, 422, query);
    assert.equal(problemAnswer.parse(answered.body).errors?.[0]?.path, path);
  }
  assert.equal((await call('GET', '/status')).status, 401);
  assert.equal((await call('POST', '/status', { token: tokens[JANA] ?? '', body: {} })).status, 405);
});

test('an answer that one has already is not sent again, until something changes', async () => {
  const ask = async () => {
    const etag = (await get(JANA)).headers.get('etag') ?? '';
    assert.match(etag, /^"[0-9a-f]{32}"$/);
    return { etag, again: await get(JANA, '', { 'if-none-match': `"other", W/${etag}` }) };
  };
  let { etag, again } = await ask();
  // a minute may begin between the two, and not so soon again
  if (again.status !== 304) ({ etag, again } = await ask());
  assert.deepEqual([again.status, again.text], [304, '']);
  assert.equal(again.headers.get('cache-control'), 'no-store');
  assert.equal((await get(JANA, '', { 'if-none-match': '"other"' })).status, 200);
  assert.notEqual((await get('customer@kestrel.example')).headers.get('etag'), etag);
  await publish('Something new', 'nlw-prod');
  for (;;) {
    const told = await get(JANA, '', { 'if-none-match': etag });
    if (told.status === 200 && told.text.includes('Something new')) break;
  }
});
