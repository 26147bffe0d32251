import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { isFull } from '#domain/request-view.ts';
import { DEMO_SIGN_INS } from '#prisma/seed.ts';
import { getRequest } from '../requests/list.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { actorOf } from '../testing/requests.ts';
import { WORKER_LOCK } from '../worker/due-rows.ts';
import { listOperations, SHOWN } from './list.ts';
import { getWatched } from './watched.ts';

const NOW = Date.now();
const OPERATOR = 'operator@headroom.example';
const MANAGER = 'manager@headroom.example';
/** of ALP-2025 and JUN-2026 alone */
const MANAGER_2 = 'manager2@headroom.example';
const REFUSED = { code: 'refused', params: { detail: 'no quota' } };

let database: FreshDatabase;
let sql: Client;
before(async () => {
  database = await freshDatabase({ demo: true });
  sql = new Client({ connectionString: database.url });
  await sql.connect();
  await sql.query(`DELETE FROM "Operation"`);
  await sql.query('SELECT pg_advisory_lock($1, 1)', [WORKER_LOCK]);
  await sql.query(
    `INSERT INTO "Worker" (id, slot, "startedAt", "beatAt") VALUES ($1, 1, now(), now() + interval '1 hour')`,
    [randomUUID()],
  );
  await begin('alp-stage-us', 'APPLYING', 'simulated');
  await begin('jun-stage', 'RETURNING', 'manual');
  for (const slug of ['nlw-stage', 'jun-dev'])
    await sql.query(
      `UPDATE "Service" SET "driftSince" = now() - interval '1 hour', "observedAt" = now(), "observedBy" = 'simulated',
         current = jsonb_set(current, '{max}', '7')
       WHERE name = 'glue' AND "environmentId" = (SELECT id FROM "Environment" WHERE slug = $1)`,
      [slug],
    );
});
after(async () => {
  await sql.end();
  await database.drop();
});

/** An operation of the first request of an environment in a state, one call refused and one taken. */
async function begin(slug: string, state: string, provider: string): Promise<void> {
  const id = randomUUID();
  const { rowCount } = await sql.query(
    `INSERT INTO "Operation" (id, "requestId", "environmentId", kind, number, provider, state, targets, token, "startedAt", "deadlineAt", progress)
     SELECT $1, r.id, e.id, (CASE WHEN $3 = 'APPLYING' THEN 'APPLY' ELSE 'RETURN' END)::"OperationKind", 1, $4, 'ACCEPTED',
       (SELECT jsonb_agg(jsonb_build_object('service', s.name, 'capacity', CASE WHEN $3 = 'APPLYING' THEN l.granted ELSE s.baseline END))
        FROM "RequestLine" l JOIN "Service" s ON s.id = l."serviceId" WHERE l."requestId" = r.id), 1, now(), now() + interval '10 min', 60
     FROM "UpscaleRequest" r JOIN "Environment" e ON e.id = r."environmentId" WHERE e.slug = $2 AND r.state = $3::"RequestState" LIMIT 1`,
    [id, slug, state, provider],
  );
  assert.equal(rowCount, 1, `${slug} has no request that is ${state}`);
  await sql.query(
    `INSERT INTO "OperationAttempt" ("operationId", number, token, at, "answeredAt", outcome, error)
     VALUES ($1, 1, 1, now() - interval '9 s', now(), 'refused', $2), ($1, 2, 2, now(), now(), 'accepted', NULL)`,
    [id, REFUSED],
  );
}

test('an operator sees what runs, is late and drifted everywhere; a manager on the own contracts; nobody else sees anything', async () => {
  for (const { email } of DEMO_SIGN_INS) {
    const { attention, running, next, environments } = await listOperations(await actorOf(email), NOW);
    const slugs = new Set([
      ...environments.items.map(({ slug }) => slug),
      ...running.items.map(({ environment }) => environment),
      ...next.items.map(({ request }) => request.environment),
      ...attention.items.map((alarm) => ('environment' in alarm ? alarm.environment : 'worker')),
    ]);
    const contracts = new Set([...slugs].map((slug) => slug.slice(0, 3)));
    const mine: Record<string, string[]> = {
      [OPERATOR]: ['alp', 'jun', 'kes', 'nlw'],
      [MANAGER]: ['alp', 'jun', 'kes', 'nlw'],
      [MANAGER_2]: ['alp', 'jun'],
    };
    assert.deepEqual([...contracts].sort(), mine[email] ?? [], email);
    assert.equal(environments.count, environments.items.length, email);
  }
});

test('each alarm says what is wrong and what to do, the worst first', async () => {
  const { attention } = await listOperations(await actorOf(MANAGER_2), NOW);
  assert.deepEqual(
    attention.items.map((alarm) => [
      alarm.kind,
      'next' in alarm ? alarm.next : null,
      'environment' in alarm && alarm.environment,
    ]),
    [
      ['overdue', 'confirmSteps', 'jun-stage'],
      ['drift', null, 'jun-dev'],
    ],
  );
  assert.equal(attention.count, attention.items.length);
  const drift = attention.items.find(({ kind }) => kind === 'drift');
  assert.ok(drift?.kind === 'drift' && drift.expected && 'max' in drift.expected && drift.expected.max === 1);
  assert.ok('max' in drift.observed && drift.observed.max === 7);
});

test('an operation comes with its calls, their errors and what is seen; run sheets come first', async () => {
  const { running } = await listOperations(await actorOf(MANAGER_2), NOW);
  assert.deepEqual(
    running.items.map(({ environment, operation }) => [environment, operation.kind, operation.provider]),
    [
      ['jun-stage', 'RETURN', 'manual'],
      ['alp-stage-us', 'APPLY', 'simulated'],
    ],
  );
  const [, applying] = running.items;
  assert.deepEqual(
    applying?.operation.attempts.map(({ outcome, error }) => [outcome, error]),
    [
      ['refused', REFUSED],
      ['accepted', null],
    ],
  );
  assert.deepEqual(
    applying?.seen.map(({ service }) => service),
    applying?.operation.targets.map(({ service }) => service),
  );
});

test('a worker that never ran or fell silent is the first alarm', async () => {
  const actor = await actorOf(OPERATOR);
  await sql.query(`UPDATE "Worker" SET "beatAt" = now() - interval '1 hour'`);
  const [silent] = (await listOperations(actor, NOW)).attention.items;
  assert.ok(silent?.kind === 'silentWorker' && silent.since !== null && silent.since < NOW - 50_000);
  await sql.query(`UPDATE "Worker" SET "beatAt" = now() + interval '1 hour'`);
  assert.ok((await listOperations(actor, NOW)).attention.items.every(({ kind }) => kind !== 'silentWorker'));
});

test('of many only the first are listed, and all are counted', async () => {
  const actor = await actorOf(OPERATOR);
  const before = (await listOperations(actor, NOW)).environments.count;
  await sql.query(
    `INSERT INTO "Environment" (id, "contractId", slug, name, kind, region)
     SELECT gen_random_uuid(), (SELECT id FROM "Contract" WHERE reference = 'KES-2022'), 'aaa-' || n, 'More', 'DEV', 'x' FROM generate_series(1, 60) n`,
  );
  const { environments } = await listOperations(actor, NOW);
  assert.equal(environments.items.length, SHOWN);
  assert.equal(environments.count, before + 60);
  assert.deepEqual(
    environments.items.slice(0, 2).map(({ slug }) => slug),
    ['jun-dev', 'nlw-stage'],
    'what drifted comes first',
  );
});

test('what was seen of an environment is for whoever may see it; not yours and not there are the same', async () => {
  const partner = await actorOf('partner@brueckner.example');
  assert.equal((await getWatched(partner, 'nlw-stage'))?.services.find(({ name }) => name === 'glue')?.by, 'simulated');
  for (const slug of ['kes-stage', 'no-such-place', 'a\0b']) assert.equal(await getWatched(partner, slug), null, slug);
});

test('a request says what is tried, how late it is and what was seen; a partner’s says none of it', async () => {
  const { rows } = await sql.query<{ reference: string }>(
    `SELECT r.reference FROM "UpscaleRequest" r JOIN "Operation" o ON o."requestId" = r.id ORDER BY o.kind`,
  );
  const [applying = '', returning = ''] = rows.map(({ reference }) => reference);
  const shown = await getRequest(await actorOf(MANAGER), applying, NOW);
  assert.ok(shown.kind === 'done' && isFull(shown.value));
  assert.equal(shown.value.operation?.progress, 60);
  assert.deepEqual(shown.value.operation?.attempts[0]?.error, REFUSED);
  const overdue = await getRequest(await actorOf(MANAGER), returning, NOW);
  assert.ok(overdue.kind === 'done' && isFull(overdue.value) && (overdue.value.lateSeconds ?? 0) > 0);
  const partner = await getRequest(await actorOf('partner@tallgrass.example'), applying, NOW);
  assert.ok(partner.kind === 'done');
  assert.deepEqual(Object.keys(partner.value).sort(), [
    ...['contract', 'createdAt', 'emergency', 'environment', 'lines', 'moves', 'overdue', 'prescaleMinutes'],
    ...['reference', 'state', 'window'],
  ]);
});

test('a window that is raised, returned or has failed is said of its environment; one that failed goes back at its end', async () => {
  const actor = await actorOf(MANAGER_2);
  const read = async () => {
    const { environments, next } = await listOperations(actor, NOW);
    const unsettled = Object.fromEntries(environments.items.map((each) => [each.slug, each.unsettled]));
    const edges = next.items.filter(({ request }) => request.environment === 'alp-stage-us');
    assert.equal(next.count, next.items.length);
    return [unsettled['alp-stage-us'], unsettled['jun-stage'], unsettled['jun-dev'], edges.map(({ kind }) => kind)];
  };
  const ofAlp = `state = 'APPLYING' AND "environmentId" = (SELECT id FROM "Environment" WHERE slug = 'alp-stage-us')`;
  await sql.query(`UPDATE "UpscaleRequest" SET "windowEnd" = now() + interval '5 hours' WHERE ${ofAlp}`);
  assert.deepEqual(await read(), ['underWay', 'underWay', null, ['closes']]);
  await sql.query(`UPDATE "UpscaleRequest" SET state = 'FAILED', "failedDuring" = 'APPLYING' WHERE ${ofAlp}`);
  assert.deepEqual(await read(), ['failed', 'underWay', null, ['returns']]);
});

test('Only who runs the hosting has environments to choose from', async () => {
  const choicesOf = async (email: string) => (await listOperations(await actorOf(email), Date.now())).choices;
  const { rows } = await sql.query<{ slug: string }>('SELECT slug FROM "Environment"');
  assert.deepEqual(new Set(await choicesOf(OPERATOR)), new Set(rows.map(({ slug }) => slug)));
  assert.deepEqual(await choicesOf(MANAGER), []);
  assert.deepEqual(await choicesOf('customer@nordlicht.example'), []);
});
