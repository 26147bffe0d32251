import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type Receipt, receiptKey, signReceipt } from '#domain/receipt.ts';
import { db, transaction } from '../db.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf } from '../testing/requests.ts';
import { anchorHead } from './anchor.ts';
import { record } from './append.ts';
import { getReceipt } from './receipt.ts';
import { verifyRecord } from './verify.ts';
import { anchoredWitnesses } from './witnesses.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: Client;
before(async () => {
  database = await freshDatabase({ demo: true });
  owner = new Client({ connectionString: database.url });
  await owner.connect();
});
after(async () => {
  await owner?.end();
  await database?.drop();
});

const ONE = `(SELECT id FROM "UpscaleRequest" WHERE state = 'SCHEDULED' ORDER BY reference LIMIT 1)`;
const change = (column: string, value: string) => `UPDATE "UpscaleRequest" SET ${column} = ${value} WHERE id = ${ONE}`;

/** What someone with the database in their hands might change; in the order of where it is found. */
const CHANGES: Record<string, string> = {
  state: change('state', `'CANCELLED'`),
  'the end of the window': change('"windowEnd"', `"windowEnd" + interval '1 hour'`),
  'the zone of the window': change('"timeZone"', `'Pacific/Apia'`),
  'the pre-scale': change('"prescaleMinutes"', '"prescaleMinutes" + 1'),
  'the days used': change('"upscaleDays"', '"upscaleDays" + 1'),
  'who asked': `DELETE FROM "Approval" WHERE "requestId" = ${ONE};
    ${change('"requestedById"', `(SELECT id FROM "Person" WHERE email = 'operator@headroom.example')`)}`,
  'a purchase order': change('content', `content || '{"purchaseOrder": "PO-0"}'`),
  'what the next decision judges': change('content', `jsonb_set(content, '{window,end}', '1900000000000')`),
  'a size': `UPDATE "RequestLine" SET requested = current WHERE "requestId" = ${ONE}`,
  'what was granted': `UPDATE "RequestLine" SET granted = current WHERE "requestId" = ${ONE}`,
  'a line': `DELETE FROM "RequestLine" WHERE "requestId" = ${ONE}`,
  'an approval': `DELETE FROM "Approval" WHERE "requestId" = ${ONE}`,
  'who approved': `UPDATE "Approval" SET "personId" = (SELECT id FROM "Person" WHERE email = 'operator@headroom.example')
    WHERE id = (SELECT id FROM "Approval" WHERE "requestId" = ${ONE} LIMIT 1)`,
  'an approval made void': `UPDATE "Approval" SET "voidedAt" = now() WHERE "requestId" = ${ONE}`,
};

test('The record of the demo is intact', async () => {
  assert.equal((await verifyRecord()).ok, true);
});

for (const [what, statements] of Object.entries(CHANGES))
  test(`A change of ${what} past the record is found`, async () => {
    await owner.query('CREATE TEMPORARY TABLE request AS TABLE "UpscaleRequest"');
    await owner.query('CREATE TEMPORARY TABLE line AS TABLE "RequestLine"');
    await owner.query('CREATE TEMPORARY TABLE approval AS TABLE "Approval"');
    await owner.query('SET session_replication_role = replica');
    await owner.query(statements);
    const verdict = await verifyRecord();
    await owner.query(`
      DELETE FROM "UpscaleRequest"; INSERT INTO "UpscaleRequest" TABLE request;
      DELETE FROM "RequestLine"; INSERT INTO "RequestLine" TABLE line;
      DELETE FROM "Approval"; INSERT INTO "Approval" TABLE approval;
      SET session_replication_role = origin; DROP TABLE request, line, approval`);
    assert.match(
      verdict.ok ? 'intact' : verdict.problem,
      /^entry \d+: UR-\d{4}-\d+ is not as this entry, its last, says$/,
    );
    assert.equal((await verifyRecord()).ok, true);
  });

test('What a live request is observed at may change without an entry; a finished one’s may not', async () => {
  const sees = (state: string) =>
    `UPDATE "RequestLine" SET observed = jsonb_set(current, '{max}', '9')
     WHERE "requestId" IN (SELECT id FROM "UpscaleRequest" WHERE state = '${state}') AND current ? 'max'`;
  await owner.query('CREATE TEMPORARY TABLE line AS TABLE "RequestLine"; SET session_replication_role = replica');
  await owner.query(sees('ACTIVE'));
  const live = await verifyRecord();
  await owner.query(sees('CLOSED'));
  const finished = await verifyRecord();
  await owner.query(`DELETE FROM "RequestLine"; INSERT INTO "RequestLine" TABLE line;
    SET session_replication_role = origin; DROP TABLE line`);
  assert.equal(live.ok, true);
  assert.match(finished.ok ? 'intact' : finished.problem, /^entry \d+: UR-\d{4}-\d+ is not as this entry/);
});

test('An operation that is not what its last entry says is found', async () => {
  const request = await db().upscaleRequest.findFirstOrThrow({
    where: { state: 'CLOSED' },
    orderBy: { reference: 'asc' },
  });
  const at = new Date();
  const own = { requestId: request.id, environmentId: request.environmentId };
  const told = {
    id: randomUUID(),
    kind: 'APPLY',
    number: 9,
    provider: 'simulated',
    state: 'DONE',
    targets: [],
  } as const;
  const row = { ...own, ...told, targets: [], token: 1n, startedAt: at, deadlineAt: at, finishedAt: at };
  await db().operation.create({ data: { ...row, attempts: { create: { number: 1, token: 1n, at } } } });
  const subject = `operation ${request.reference} 9`;
  const entry = { at: at.getTime(), who: 'clock', standing: null, subject, what: 'operation.done' };
  await transaction((tx) => record(tx, { ...entry, after: { ...told, targets: [], token: '1', attempts: 1 } }));
  assert.equal((await verifyRecord()).ok, true);
  const { n } = await db().auditHead.findUniqueOrThrow({ where: { id: 1 } });
  const says = (what: string) => ({ ok: false, problem: `entry ${n}: ${subject} ${what}` });
  const change = (columns: string) => `UPDATE "Operation" SET ${columns} WHERE number = 9`;
  await owner.query(`CREATE TEMPORARY TABLE own AS SELECT * FROM "Operation" WHERE number = 9;
    CREATE TEMPORARY TABLE call AS SELECT * FROM "OperationAttempt" WHERE "operationId" = '${told.id}'`);
  for (const [statement, what] of [
    [change(`state = 'FAILED'`), 'is not as this entry, its last, says'],
    [change(`state = 'ACCEPTED', "finishedAt" = NULL`), 'is not as this entry, its last, says'],
    [change(`targets = '[{"service": "yves"}]'`), 'is not as this entry, its last, says'],
    [change(`kind = 'RETURN'`), 'is not as this entry, its last, says'],
    [change(`provider = 'manual'`), 'is not as this entry, its last, says'],
    [change(`error = '{"code": "stale"}'`), 'is not as this entry, its last, says'],
    [`DELETE FROM "OperationAttempt" WHERE "operationId" = '${told.id}'`, 'is not as this entry, its last, says'],
    [change('number = 10'), 'is missing from the tables'],
    [`DELETE FROM "Operation" WHERE number = 9`, 'is missing from the tables'],
  ] as const) {
    await owner.query(`SET session_replication_role = replica; ${statement}`);
    assert.deepEqual(await verifyRecord(), says(what), statement);
    await owner.query(`DELETE FROM "OperationAttempt" WHERE "operationId" = '${told.id}';
      DELETE FROM "Operation" WHERE id = '${told.id}';
      INSERT INTO "Operation" TABLE own; INSERT INTO "OperationAttempt" TABLE call; SET session_replication_role = origin`);
  }
  assert.equal((await verifyRecord()).ok, true);
  await owner.query('DROP TABLE own, call');
});

/** Runs what happens to the record and to nothing else, and puts the record back as it was. */
async function meanwhile<T>(statements: string, look: () => Promise<T>): Promise<T> {
  await owner.query(`CREATE TEMPORARY TABLE entry AS TABLE "AuditEntry"; CREATE TEMPORARY TABLE head AS TABLE "AuditHead";
    SET session_replication_role = replica`);
  await owner.query(statements);
  return look().finally(() =>
    owner.query(`DELETE FROM "AuditEntry"; INSERT INTO "AuditEntry" TABLE entry;
      DELETE FROM "AuditHead"; INSERT INTO "AuditHead" TABLE head;
      SET session_replication_role = origin; DROP TABLE entry, head`),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'headroom-verify-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const anchor = join(folder, 'own.head');

/** `npm run audit:verify` with what is anchored. */
async function command(...args: string[]): Promise<Said> {
  return commandWith({}, ...args);
}

type Said = { code: number; out: string; err: string };
async function commandWith(variables: Record<string, string | undefined>, ...args: string[]): Promise<Said> {
  const file = join(import.meta.dirname, '../start/audit-verify.ts');
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    HEADROOM_RECORD_ANCHOR: anchor,
    INIT_CWD: folder,
    ...variables,
  };
  return promisify(execFile)(process.execPath, [file, ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr }),
  );
}

test('A tail that was cut is counted, whatever the database says of its own head', async () => {
  const { n, hash } = await db().auditHead.findUniqueOrThrow({ where: { id: 1 } });
  const last = Number(n);
  const cut = 'DELETE FROM "AuditEntry" WHERE n > (SELECT max(n) - 3 FROM "AuditEntry");';
  const lowered =
    'UPDATE "AuditHead" h SET n = e.n, hash = e.hash FROM (SELECT n, hash FROM "AuditEntry" ORDER BY n DESC LIMIT 1) e;';
  const problem = (known?: ReturnType<typeof anchoredWitnesses>) => async () => {
    const verdict = await verifyRecord(known ?? []);
    return verdict.ok ? 'intact' : verdict.problem;
  };
  assert.equal(await meanwhile(cut, problem()), `missing tail: 3 of ${last}`);
  anchorHead(anchor, { n: last, hash }, Date.now());
  const known = anchoredWitnesses(anchor);
  assert.equal(await meanwhile(cut + lowered, problem(known)), `missing tail: 3 of ${last}`);
  assert.equal(await meanwhile(`${cut} DELETE FROM "AuditHead"`, problem(known)), `missing tail: 3 of ${last}`);
  assert.match(
    await meanwhile('DELETE FROM "AuditHead"', problem(known)),
    new RegExp(`^entry ${last}: .* head .* missing$`),
  );
  assert.equal(await meanwhile('TRUNCATE "AuditEntry"', problem()), `missing tail: ${last} of ${last}`);
  const said = await meanwhile(cut + lowered, () => command());
  assert.deepEqual([said.code, said.out], [1, `missing tail: 3 of ${last}\n`]);
});

test('The command asks the anchor file and receipts, and says when nothing is anchored', async () => {
  const whole = await command();
  // on a slow machine it shows its progress there
  assert.deepEqual([whole.code, /anchored|key/.test(whole.err)], [0, false]);
  const { reference } = await db().upscaleRequest.findFirstOrThrow({ where: { state: 'CLOSED' } });
  const receipt = await getReceipt(await actorOf('operator@headroom.example'), reference);
  if (receipt.kind !== 'done') throw new Error('no receipt');
  const { n } = receipt.value.head;
  writeFileSync(join(folder, 'own.receipt.json'), JSON.stringify(receipt.value));
  const kept = await command('own.receipt.json');
  assert.deepEqual([kept.code, kept.out], [0, `The record is intact: ${n} entries. 1 receipt agrees with it.\n`]);
  assert.doesNotMatch(kept.err, /key/);

  const file = readFileSync(anchor, 'utf8');
  writeFileSync(anchor, file.replace(/[0-9a-f]{64}/, 'f'.repeat(64)));
  const other = await command();
  assert.deepEqual([other.code, other.out], [1, `entry ${file.split(' ')[0]}: differs from what was anchored\n`]);
  rmSync(anchor);
  const alone = await command();
  assert.equal(alone.code, 0);
  assert.match(alone.err, /^Nothing is anchored in .*own\.head: /);

  const head = { ...receipt.value.head, hash: 'e'.repeat(64) };
  writeFileSync(join(folder, 'own.receipt.json'), JSON.stringify(resigned(receipt.value, { head })));
  const foreign = await command('own.receipt.json');
  assert.deepEqual([foreign.code, foreign.out], [1, `entry ${n}: differs from the receipt own.receipt.json\n`]);
  const [entry] = receipt.value.entries;
  const changed = { ...receipt.value, entries: [{ ...entry, who: 'somebody' }] };
  for (const [text, sentence] of [
    [JSON.stringify(changed), /^own\.receipt\.json was changed after it was issued: its entry \d+ is another\.\n$/],
    ['{}', /^own\.receipt\.json is not a receipt that can be read\.\n$/],
  ] as const) {
    writeFileSync(join(folder, 'own.receipt.json'), text);
    const refused = await command('own.receipt.json');
    assert.equal(refused.code, 1);
    assert.match(refused.out, sentence);
  }
});

/** A receipt that says something else, signed again. */
function resigned(
  { signature: _, ...receipt }: Receipt,
  change: object,
  secret = process.env.AUTH_SECRET ?? '',
): Receipt {
  return signReceipt({ ...receipt, ...change } as typeof receipt, secret);
}

test('A receipt that is not as it was signed is refused; one of another key is told of, where the own one is known', async () => {
  const { reference } = await db().upscaleRequest.findFirstOrThrow({ where: { state: 'CLOSED' } });
  const issued = await getReceipt(await actorOf('operator@headroom.example'), reference);
  if (issued.kind !== 'done') throw new Error('no receipt');
  const receipt: Receipt = JSON.parse(JSON.stringify(issued.value));
  const write = (name: string, content: Receipt) => writeFileSync(join(folder, name), JSON.stringify(content));
  write('good.json', receipt);
  const foreign = { publicKey: receiptKey('somebody else').publicKey };
  for (const change of [
    { request: { ...receipt.request, state: 'CANCELLED' } },
    { approvals: [] },
    { issuedAt: new Date().toISOString() },
    { signature: receipt.signature.split('').reverse().join('') },
    foreign,
  ]) {
    write('forged.json', { ...receipt, ...change } as Receipt);
    const { code, out } = await command('good.json', 'forged.json');
    assert.deepEqual([code, out], [1, 'forged.json was changed after it was issued: its signature does not fit.\n']);
  }
  write('other.json', resigned(receipt, {}, 'somebody else'));
  const told = await command('good.json', 'other.json');
  assert.equal(told.code, 0);
  assert.match(told.out, / entries\. 2 receipts agree with it\.\n$/);
  const keys = `${foreign.publicKey}, not ${receipt.publicKey}\\.`;
  assert.match(told.err, new RegExp(`^other\\.json was signed by another key: ${keys}`, 'm'));
  assert.doesNotMatch(told.err, /good/);
  const unknown = await commandWith({ AUTH_SECRET: undefined }, 'good.json');
  assert.equal(unknown.code, 0);
  assert.match(unknown.err, /^AUTH_SECRET is not set: /m);
  assert.doesNotMatch(unknown.err, /another key/);
});
