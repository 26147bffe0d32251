import assert from 'node:assert/strict';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { appliedNames, migrateOnly, migrationNames } from '#prisma/migrate.ts';
import { connect, db } from '../db.ts';
import { readAnchors } from '../record/anchor.ts';
import { type Verdict, verifyRecord } from '../record/verify.ts';
import { moveRequest } from '../requests/move.ts';
import { submitRequest } from '../requests/submit.ts';
import { settleDue } from '../status/settle-due.ts';
import { type FreshDatabase, freshDatabase, untilBlocked } from '../testing/database.ts';
import { engineAt } from '../testing/engine.ts';
import { actorOf, body, doneOf, stateOf } from '../testing/requests.ts';
import { frame, type Header, SEAL_BYTES } from './format.ts';
import { checkBackup } from './read.ts';
import { requireKnown, restore } from './restore.ts';
import { keptTables, LEFT_OUT } from './tables.ts';
import { type Backup, writeBackup } from './write.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2027, 0, 15, 12);
const NEVER = new AbortController().signal;
const BIG = '9007199254740993';
const AWKWARD = 'a\ttab, a\nline, a\rreturn, a back\\slash, \\N, \\., ü 🦉';

const folder = mkdtempSync(join(tmpdir(), 'headroom-backup-'));
const anchor = join(folder, 'record', 'anchor.head');
const clients: Client[] = [];
const made: string[] = [];
let database: FreshDatabase;
let source: Client;
let backup: Backup;
let target: Client;
let targetUrl: string;
const file = join(folder, 'whole.backup');

before(async () => {
  database = await freshDatabase({ demo: true });
  source = await clientOf(database.url);
  await source.query(AWKWARD_ROWS, [AWKWARD, JSON.stringify({ text: AWKWARD, deep: [null, 1.5, { '': BIG }] }), BIG]);
  await source.query(STATUS_ROWS);
  for (const statement of NOT_KEPT) await source.query(statement);
  backup = await writeBackup(database.url, file, NEVER);
});
after(async () => {
  for (const client of clients.slice(1)) await client.end();
  for (const name of made) await source?.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await clients[0]?.end();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

/** What text, JSON and numbers can be at worst. */
const AWKWARD_ROWS = `
  WITH person AS (
      UPDATE "Person" SET name = $1, "timeZone" = NULL WHERE id = (SELECT id FROM "Person" ORDER BY email LIMIT 1)),
    operation AS (
      INSERT INTO "Operation" (id, "requestId", "environmentId", kind, number, provider, state, targets, token, "startedAt", "deadlineAt", "finishedAt", error)
      SELECT gen_random_uuid(), id, "environmentId", 'APPLY', 99, 'manual', 'FAILED', $2::jsonb, $3::bigint, now(), now(), now(), $2::jsonb
      FROM "UpscaleRequest" ORDER BY reference LIMIT 1
      RETURNING id, token),
    report AS (INSERT INTO "OperationReport" SELECT $1, id, now() FROM operation)
  SELECT setval('fencing_token', 4711)`;

/** An environment that was measured an hour before NOW, and everything that is told of it. */
const STATUS_ROWS = `
  DELETE FROM "EnvironmentStatus"; DELETE FROM "LevelSpan"; DELETE FROM "EnvironmentDay"; DELETE FROM "DemoShop"; DELETE FROM "Endpoint";
  INSERT INTO "Endpoint" (id, "environmentId", name, kind, target, "expectText")
    SELECT 4711, id, 'shop', 'HTTP', 'https://shop.example', '\\N' FROM "Environment" WHERE slug = 'nlw-stage';
  INSERT INTO "ProbeState" ("endpointId", "environmentId", token, outcome, since, at, "staleAt", ms, reason)
    SELECT 4711, "environmentId", nextval('probe_token'), 'SLOW', '2027-01-15 10:00Z', '2027-01-15 11:00Z', '2027-01-15 11:02:10Z', 900,
      '{"code": "slow", "params": {"ms": 900, "limitMs": 500}}' FROM "Endpoint";
  INSERT INTO "ProbeHour" VALUES (4711, '2027-01-15 10:00Z', 60, 60, 0, 900, NULL);
  INSERT INTO "ProbeDay" VALUES (4711, '2027-01-14', 1440, 0, 1440, NULL, NULL);
  INSERT INTO "EnvironmentStatus" ("environmentId", level, underlying, since, "settledAt", reasons, "rolledTo")
    SELECT "environmentId", 'DEGRADED', 'DEGRADED', '2027-01-15 10:00Z', '2027-01-15 11:00Z', '[{"what": "endpoint"}]', '2027-01-15' FROM "Endpoint";
  INSERT INTO "LevelSpan" SELECT "environmentId", since, NULL, level, underlying, maintenance FROM "EnvironmentStatus";
  INSERT INTO "EnvironmentDay" SELECT "environmentId", '2027-01-14', 'PARTIAL_OUTAGE', 0, 86400, 60, 0, 60 FROM "Endpoint";
  INSERT INTO "DemoShop" SELECT "environmentId", 4711, 'SLOW', NULL FROM "Endpoint";
  INSERT INTO "Notice" (id, kind, title, state, impact, worst, "startsAt", "publishedAt", "postMortem", "createdById")
    SELECT gen_random_uuid(), 'INCIDENT', 'ü', 'INVESTIGATING', 'OPERATIONAL', 'DEGRADED', now(), now(), E'*a*\n\tb', id FROM "Person" LIMIT 1;
  INSERT INTO "NoticeUpdate" (id, "noticeId", at, state, text, "personId")
    SELECT gen_random_uuid(), id, now(), state, E'line\nline', "createdById" FROM "Notice";
  INSERT INTO "NoticeScope" SELECT n.id, 99, e."contractId", NULL, 'gone', 'Gone', 'yves' FROM "Notice" n, "Environment" e WHERE e.slug = 'nlw-stage'`;

/** Rows of what no backup holds. */
const NOT_KEPT = [
  `INSERT INTO "Session" (id, "personId", "expiresAt", "userAgent") SELECT 's', id, now(), '' FROM "Person" LIMIT 1`,
  `INSERT INTO "ApiToken" (id, "personId", name, hash, write) SELECT gen_random_uuid(), id, 't', 'h', true FROM "Person" LIMIT 1`,
  `INSERT INTO "IdempotencyKey" ("personId", path, key, "bodyHash") SELECT id, '/', 'k', 'h' FROM "Person" LIMIT 1`,
  `INSERT INTO "SignInAttempt" (account, address) VALUES ('a', '127.0.0.1')`,
  `INSERT INTO "FeedToken" (id, "personId", hash) SELECT gen_random_uuid(), id, 'h' FROM "Person" LIMIT 1`,
  `INSERT INTO "ProbeResult" VALUES (4711, now(), 'UP', 12, NULL)`,
  `INSERT INTO "Worker" (id, slot, "startedAt", "beatAt") VALUES (gen_random_uuid(), 1, now(), now())`,
];

async function clientOf(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  clients.push(client);
  return client;
}

/** A database without anything in it; its URL. */
async function emptyDatabase(): Promise<string> {
  const name = `restored_${randomBytes(8).toString('hex')}`;
  await source.query(`CREATE DATABASE ${name}`);
  made.push(name);
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  return url.href;
}

function into(url: string, from = file, header = backup.header) {
  return restore({ url, ownerUrl: url, anchor }, from, header, NOW);
}

/** Every table but those left out, as one hash of its rows each. */
async function hashes(client: Client): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { table } of await keptTables(client)) {
    const { rows } = await client.query<{ hash: string }>(HASH(table));
    found[table] = rows[0]?.hash ?? '';
  }
  return found;
}

/** What the restore itself says is left out: its entry, the head it makes, when to look at the environments. */
const HASH = (table: string) => `
  SELECT count(*) || ' ' || coalesce(md5(string_agg(row::text, E'\n' ORDER BY row::text)), '') AS hash
  FROM (SELECT to_jsonb(t) - 'observeAt' AS row FROM "${table}" t
        ${table === 'AuditEntry' ? "WHERE what <> 'restore'" : ''}${table === 'AuditHead' ? 'WHERE false' : ''}) AS rows`;

/** Works with another database than the one that this process is set to. */
async function on<T>(url: string, work: () => Promise<T>): Promise<T> {
  const kept = globalThis as { headroomDb?: ReturnType<typeof connect> };
  const before = kept.headroomDb;
  const other = connect(url, '');
  kept.headroomDb = other;
  return work().finally(() => {
    kept.headroomDb = before;
    return other.$disconnect();
  });
}

function verdictOn(url: string): Promise<Verdict> {
  return on(url, verifyRecord);
}

async function count(client: Client, table: string): Promise<number> {
  return (await client.query(`SELECT count(*)::int AS n FROM "${table}"`)).rows[0].n;
}

test('every table is either kept or left out on purpose', async () => {
  const { rows } = await source.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`,
  );
  const unknown = rows.map(({ name }) => name).filter((name) => !LEFT_OUT.includes(name) && !KEPT.includes(name));
  assert.deepEqual(unknown, [], 'is it kept or left out? say so in tables.ts or here');
  assert.deepEqual([...backup.header.tables].sort(), [...KEPT].sort());
});

const KEPT = [
  ...[
    'Approval',
    'AuditEntry',
    'AuditHead',
    'Contract',
    'ContractYear',
    'Environment',
    'Freeze',
    'Holiday',
    'InstanceClass',
  ],
  ...['LifecycleMove', 'ManagerAssignment', 'Membership', 'Offer', 'Operation', 'OperationAttempt', 'OperationReport'],
  ...['Organisation', 'PartnerGrant', 'Person', 'ReferenceCounter', 'RequestEvent', 'RequestLine', 'RequestVersion'],
  ...['Rulebook', 'Service', 'SimulatedFault', 'SimulatedService', 'TaskSize', 'UpscaleRequest', 'Variation'],
  ...[
    'WindowClaim',
    'DemoShop',
    'Endpoint',
    'EnvironmentDay',
    'EnvironmentStatus',
    'LevelSpan',
    'Notice',
    'NoticeScope',
  ],
  ...['NoticeUpdate', 'ProbeDay', 'ProbeHour', 'ProbeState', 'RollupMark'],
];
const OF_STATUS = KEPT.slice(KEPT.indexOf('DemoShop'));

test('a restored installation is the one that was backed up, row by row', async () => {
  const url = await emptyDatabase();
  const head = await into(url);
  targetUrl = url;
  target = await clientOf(url);
  assert.deepEqual(await hashes(target), await hashes(source));
  const { rows } = await target.query(`SELECT name, "timeZone" FROM "Person" ORDER BY email LIMIT 1`);
  assert.deepEqual(rows[0], { name: AWKWARD, timeZone: null });
  const operation = await target.query('SELECT token, error FROM "Operation" WHERE number = 99');
  assert.deepEqual(operation.rows[0], { token: BIG, error: { text: AWKWARD, deep: [null, 1.5, { '': BIG }] } });
  const entries = await source.query('SELECT count(*)::int AS n FROM "AuditEntry"');
  assert.equal(head.n, entries.rows[0].n + 1);
  assert.deepEqual(await verdictOn(url), { ok: true, entries: head.n });
  assert.deepEqual(await appliedNames(target), migrationNames());
});

test('the record tells of the restore, by the installation', async () => {
  const { rows } = await target.query(
    'SELECT n, at, who, standing, subject, after FROM "AuditEntry" ORDER BY n DESC LIMIT 1',
  );
  const { at, record } = backup.header;
  assert.deepEqual(rows[0], {
    n: String(record.n + 1),
    at: new Date(NOW),
    who: 'installation',
    standing: null,
    subject: 'installation',
    after: { backup: at, n: record.n, head: record.hash },
  });
});

test('tokens of operations go on far beyond those that a provider may have seen, and every environment is looked at', async () => {
  const { rows } = await target.query(`SELECT nextval('fencing_token') AS token`);
  assert.deepEqual(rows, [{ token: '1004712' }]);
  const later = await target.query('SELECT 1 FROM "Environment" WHERE "observeAt" <> $1', [new Date(NOW)]);
  assert.equal(later.rowCount, 0);
});

test('sessions, tokens and what else works only once are not there', async () => {
  for (const table of LEFT_OUT.filter((name) => name !== '_prisma_migrations')) {
    assert.notEqual(await count(source, table), 0, table);
    assert.equal(await count(target, table), 0, table);
  }
});

test('status is told on: what was measured long before is unknown at the next settling, and probes have where to go', async () => {
  for (const table of OF_STATUS) assert.notEqual(await count(target, table), 0, table);
  await on(targetUrl, async () => {
    const level = async () => {
      const { level, since } = await db().environmentStatus.findFirstOrThrow();
      return [level, since.toISOString()];
    };
    assert.deepEqual(await level(), ['DEGRADED', '2027-01-15T10:00:00.000Z']);
    assert.equal(await settleDue(NOW, 10), 1);
    assert.deepEqual(await level(), ['UNKNOWN', '2027-01-15T11:02:10.000Z']);
    await db().probeResult.create({ data: { endpointId: 4711, at: new Date(), outcome: 'UP' } });
  });
});

test('the head is anchored anew, and what was anchored before is kept beside it', async () => {
  writeFileSync(anchor, `1 ${'0'.repeat(64)} 2026-01-01T00:00:00.000Z\n`);
  const head = await into(await emptyDatabase());
  assert.deepEqual(readAnchors(anchor), [head]);
  assert.match(readFileSync(`${anchor}.before-restore-20270115T120000Z`, 'utf8'), /^1 0{64} /);
});

const partials = () => readdirSync(folder).filter((name) => name.endsWith('.partial'));

test('the file is its owner’s alone, appears whole and never takes the place of another', async () => {
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(partials(), []);
  const before = readFileSync(file);
  await assert.rejects(writeBackup(database.url, file, NEVER), /whole\.backup exists already/);
  assert.ok(before.equals(readFileSync(file)));
  const nowhere = join(folder, 'no', 'such.backup');
  await assert.rejects(writeBackup(database.url, nowhere, NEVER), /^Halt: No backup was made \(ENOENT/);
  const stopped = join(folder, 'stopped.backup');
  await assert.rejects(writeBackup(database.url, stopped, AbortSignal.abort()));
  assert.equal(existsSync(stopped), false);
  assert.deepEqual(partials(), []);
});

test('of two backups to one file at once each has its own, and one has the name', async () => {
  const holder = await clientOf(database.url);
  const both = join(folder, 'both.backup');
  await holder.query('BEGIN; LOCK TABLE "OperationReport" IN ACCESS EXCLUSIVE MODE');
  const running = Promise.allSettled([1, 2].map(() => writeBackup(database.url, both, NEVER)));
  try {
    await untilBlocked(source, 2);
    assert.deepEqual([partials().length, existsSync(both)], [2, false]);
  } finally {
    await holder.query('COMMIT');
  }
  const results = await running;
  const [refused, ...more] = results.filter((result) => result.status === 'rejected');
  assert.match(refused?.reason.message ?? '', /both\.backup exists already/);
  assert.deepEqual([more, partials()], [[], []]);
  await checkBackup(both);
});

test('what is written while a backup runs is in none of it', async () => {
  const holder = await clientOf(database.url);
  const during = join(folder, 'during.backup');
  const customer = await actorOf('customer@nordlicht.example');
  // between the record, which is copied first, and the requests
  await holder.query('BEGIN; LOCK TABLE "OperationReport" IN ACCESS EXCLUSIVE MODE');
  const running = writeBackup(database.url, during, NEVER);
  const filed: string[] = [];
  try {
    await untilBlocked(source);
    for (const days of [30, 40, 50])
      filed.push(doneOf(await submitRequest(customer, body({}, days), { draft: false })).reference);
  } finally {
    await holder.query('COMMIT');
  }
  const { header } = await running;
  const url = await emptyDatabase();
  await into(url, during, header);
  assert.deepEqual(await verdictOn(url), { ok: true, entries: header.record.n + 1 });
  const restored = await clientOf(url);
  const found = 'SELECT 1 FROM "UpscaleRequest" WHERE reference = ANY($1)';
  assert.equal((await source.query(found, [filed])).rowCount, 3);
  assert.equal((await restored.query(found, [filed])).rowCount, 0);
  const last = await restored.query('SELECT hash FROM "AuditEntry" WHERE n = $1', [header.record.n]);
  assert.deepEqual(last.rows, [{ hash: header.record.hash }]);
});

test('a file with one bit turned or an end missing is refused', async () => {
  const whole = readFileSync(file);
  const damaged = join(folder, 'damaged.backup');
  const places = [...Array(30).keys(), ...Array.from({ length: 90 }, (_, index) => whole.length - 1 - index)];
  for (let tries = 0; tries < 150; tries++) places.push(randomInt(whole.length));
  for (const place of places) {
    const bytes = Buffer.from(whole);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << randomInt(8));
    writeFileSync(damaged, bytes);
    await assert.rejects(checkBackup(damaged), /^Halt: .*damaged\.backup is no whole backup/, `byte ${place}`);
  }
  for (const length of [0, 1, 65, 66, 1000, whole.length - 65, whole.length - 1, randomInt(whole.length)]) {
    writeFileSync(damaged, whole.subarray(0, length));
    await assert.rejects(checkBackup(damaged), /is no whole backup/, `${length} bytes`);
  }
  writeFileSync(damaged, Buffer.concat([whole, Buffer.from('\n')]));
  await assert.rejects(checkBackup(damaged), /is no whole backup/);
  await assert.rejects(checkBackup(join(folder, 'none')), /^Halt: .*none cannot be read \(ENOENT/);
});

test('a file that changes after it was checked leaves the database empty', async () => {
  const whole = readFileSync(file);
  const damaged = join(folder, 'changed.backup');
  const url = await emptyDatabase();
  for (const place of [whole.length - 10, whole.length >> 1, whole.length - 70]) {
    const bytes = Buffer.from(whole);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    await assert.rejects(into(url, damaged), /^Halt: Nothing was restored/, `byte ${place}`);
    const client = await clientOf(url);
    for (const table of ['Person', 'Organisation', 'AuditEntry', 'Contract'])
      assert.equal(await count(client, table), 0, table);
  }
  await into(url);
  assert.equal((await verdictOn(url)).ok, true);
});

/** A backup whose header says something else, sealed anew. */
function resealed(header: Header): string {
  const made = join(folder, 'resealed.backup');
  const content = gunzipSync(readFileSync(file).subarray(0, -SEAL_BYTES));
  const own = content.subarray(frame('H', backup.header).length);
  const bytes = gzipSync(Buffer.concat([frame('H', header), own]));
  writeFileSync(made, Buffer.concat([bytes, Buffer.from(`${createHash('sha256').update(bytes).digest('hex')}\n`)]));
  return made;
}

test('a file that names tables or sequences of somebody else, or not all, restores nothing', async () => {
  const url = await emptyDatabase();
  const { header } = backup;
  for (const [what, named] of Object.entries({
    'a left-out table': { tables: [...header.tables, 'Session'] },
    'a table of the system': { tables: [...header.tables, 'pg_authid'] },
    'no table': { tables: [] },
    'another sequence': { sequences: { ...header.sequences, other: '1' } },
  })) {
    const other = { ...header, ...named };
    const refused = /^Halt: Nothing was restored \(its (tables|sequences) are not those of its version\)/;
    await assert.rejects(into(url, resealed(other), other), refused, what);
  }
  await into(url, resealed(header));
});

test('a database that is not empty is refused and stays as it is', async () => {
  const before = await hashes(source);
  await assert.rejects(
    into(database.url),
    /^Halt: The database is not empty \(Person: 11, Organisation: 7, AuditEntry: \d+\)/,
  );
  assert.deepEqual(await hashes(source), before);
});

test('two restores at once fill it once', async () => {
  const url = await emptyDatabase();
  const results = await Promise.allSettled([into(url), into(url), into(url)]);
  const refused = results.filter((result) => result.status === 'rejected');
  assert.equal(refused.length, 2);
  for (const { reason } of refused) assert.match(reason.message, /is not empty/);
  assert.equal((await verdictOn(url)).ok, true);
});

test('a backup of an older version is brought to this one, where nothing newer is there yet', async () => {
  const older = await emptyDatabase();
  await migrateOnly(older, migrationNames().slice(0, 2));
  const old = await clientOf(older);
  await old.query(OLD_ROWS);
  const oldFile = join(folder, 'older.backup');
  const { header } = await writeBackup(older, oldFile, NEVER);
  assert.deepEqual(header.migrations, migrationNames().slice(0, 2));
  const url = await emptyDatabase();
  await into(url, oldFile, header);
  const client = await clientOf(url);
  assert.deepEqual(await appliedNames(client), migrationNames());
  const { rows } = await client.query('SELECT "dueAt" = "windowStart" AS due FROM "UpscaleRequest"');
  assert.deepEqual(rows, [{ due: true }]);
  assert.notEqual(await count(client, 'Rulebook'), 0);
  const newer = await emptyDatabase();
  await migrateOnly(newer, migrationNames());
  await assert.rejects(into(newer, oldFile, header), /^Halt: The database is newer .*never migrated/);
});

test('an incident of a version that did not remember its worst is remembered by what it told last', async () => {
  const before = migrationNames().slice(0, migrationNames().indexOf('20261123200000_worst_impact'));
  const older = await emptyDatabase();
  await migrateOnly(older, before);
  const old = await clientOf(older);
  await old.query(`
    INSERT INTO "Person" (id, email, name) VALUES (gen_random_uuid(), 'old@old.example', 'Old');
    INSERT INTO "Notice" (id, kind, title, state, impact, "startsAt", "endsAt", "publishedAt", "createdById")
      SELECT gen_random_uuid(), 'INCIDENT', 'Old', 'RESOLVED', 'PARTIAL_OUTAGE', now(), now(), now(), id FROM "Person"`);
  const oldFile = join(folder, 'before-worst.backup');
  const { header } = await writeBackup(older, oldFile, NEVER);
  const url = await emptyDatabase();
  await into(url, oldFile, header);
  const { rows } = await (await clientOf(url)).query('SELECT worst FROM "Notice"');
  assert.deepEqual(rows, [{ worst: 'PARTIAL_OUTAGE' }]);
});

const OLD_ROWS = `
  INSERT INTO "Organisation" (id, name, kind, "timeZone") VALUES (gen_random_uuid(), 'Old', 'CUSTOMER', 'UTC');
  INSERT INTO "Person" (id, email, name) VALUES (gen_random_uuid(), 'old@old.example', 'Old');
  INSERT INTO "Contract" (id, reference, "organisationId", "timeZone", "holidayRegion", "termStart", "termEnd", "productOwnerName", "productOwnerEmail")
    SELECT gen_random_uuid(), 'OLD', id, 'UTC', 'DE-HE', now(), now() + interval '1 year', '', '' FROM "Organisation";
  INSERT INTO "Environment" (id, "contractId", slug, name, kind, region)
    SELECT gen_random_uuid(), id, 'old-dev', 'Old', 'DEV', 'eu' FROM "Contract";
  INSERT INTO "UpscaleRequest" (id, reference, "contractId", "environmentId", "requestedById", state, "contentHash", "rulebookId", content, "windowStart", "timeZone", "submittedAt", "updatedAt")
    SELECT gen_random_uuid(), 'UR-2026-0001', e."contractId", e.id, p.id, 'IN_REVIEW', repeat('0', 64), 'x', '{}', now() + interval '9 days', 'UTC', now(), now()
    FROM "Environment" e, "Person" p`;

test('a backup of a newer version is refused by name', () => {
  const header: Header = { ...backup.header, migrations: [...backup.header.migrations, '29990101000000_far'] };
  assert.throws(() => requireKnown(header), /newer Headroom \(it has 29990101000000_far; this one ends with /);
  requireKnown(backup.header);
});

test('a window whose end passed between backup and restore is returned once', async () => {
  const engine = engineAt(Date.now());
  await engine.settle();
  const customer = await actorOf('customer@nordlicht.example');
  const manager = await actorOf('manager@headroom.example');
  const window = {
    start: new Date(engine.now() + MINUTE).toISOString(),
    end: new Date(engine.now() + HOUR).toISOString(),
    timeZone: 'Europe/Berlin',
  };
  const asked = { ...body(), window, emergency: { reason: 'The campaign began today.' } };
  const { reference } = doneOf(await submitRequest(customer, asked, { draft: false, at: engine.now() }));
  const approve = { move: 'approve', confirmEmergency: true } as const;
  doneOf(await moveRequest(manager, reference, approve, { at: engine.now() }));
  await engine.pass(2 * MINUTE);
  assert.equal(await stateOf(reference), 'ACTIVE');
  const open = join(folder, 'open.backup');
  const { header } = await writeBackup(database.url, open, NEVER);
  const url = await emptyDatabase();
  await into(url, open, header);
  engine.sleep(10 * 24 * HOUR);
  await on(url, async () => {
    const yves = { service: { name: 'yves', environment: { slug: 'nlw-stage' } } };
    const changes = async () => (await db().simulatedService.findFirstOrThrow({ where: yves })).changes;
    const before = await changes();
    for (let round = 0; round < 2; round++) await engine.pass(10 * MINUTE);
    assert.equal(await stateOf(reference), 'CLOSED');
    assert.equal(await changes(), before + 1);
    assert.equal((await verifyRecord()).ok, true);
  });
});
