import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrateOnly, migrationNames } from '#prisma/migrate.ts';
import { writeBackup } from '../backup/write.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { settleDemo } from './demo.ts';
import { ROOT } from './folder.ts';
import { takeLock } from './lock.ts';
import { readVariables } from './variables.ts';

const HOLD = 4711;
const TARGET = 'killed_restore';
const folder = mkdtempSync(join(tmpdir(), 'headroom-backup-'));
const whole = join(folder, 'whole.backup');
let database: FreshDatabase;
let admin: Client;

before(async () => {
  database = await freshDatabase({ demo: true });
  admin = new Client({ connectionString: database.url });
  await admin.connect();
  await writeBackup(database.url, whole, new AbortController().signal);
});
after(async () => {
  await admin?.query(`DROP DATABASE IF EXISTS ${TARGET} WITH (FORCE)`);
  await admin?.end();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

type Told = { code: number | null; output: string };

function command(program: string, args: string[], variables: Record<string, string>, cwd = ROOT): ChildProcess {
  const { DATABASE_URL: _, AUTH_SECRET: __, HEADROOM_TEST_ADMIN_URL: ___, INIT_CWD: ____, ...rest } = process.env;
  return spawn(program, args, { cwd, env: { ...rest, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function told(child: ChildProcess): Promise<Told> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code] = await once(child, 'close');
  return { code, output };
}

/** As a person calls it, from a folder of theirs. */
function npm(name: string, args: string[], variables: Record<string, string>): Promise<Told> {
  return told(command('npm', ['--prefix', ROOT, 'run', '-s', name, '--', ...args], variables, folder));
}

function direct(name: string, args: string[], variables: Record<string, string>): ChildProcess {
  return command(process.execPath, [`app/_server/start/${name}.ts`, ...args], variables);
}

test('npm run backup writes beside its caller, npm run restore makes the database', async () => {
  const own = { DATABASE_URL: database.url, HEADROOM_DATA: join(folder, 'own') };
  const made = await npm('backup', ['a.backup'], own);
  assert.equal(made.code, 0, made.output);
  assert.match(
    made.output,
    /^Backed up to .*a\.backup: \d+ tables, [\d,]+ rows, [\d,]+ bytes\.\nIt ends with entry \d+/,
  );
  assert.ok(existsSync(join(folder, 'a.backup')));
  const again = await npm('backup', ['a.backup'], own);
  assert.deepEqual([again.code, /a\.backup exists already/.test(again.output)], [1, true], again.output);

  const fresh = { HEADROOM_DATA: join(folder, 'fresh') };
  const restored = await npm('restore', ['a.backup'], fresh);
  assert.equal(restored.code, 0, restored.output);
  assert.match(restored.output, /^Restored from .*a\.backup of 20.*Z: \d+ tables, [\d,]+ rows/m);
  const verified = await told(direct('audit-verify', [], fresh));
  assert.equal(verified.code, 0, verified.output);
  const second = await npm('restore', ['a.backup'], fresh);
  assert.deepEqual([second.code, /is not empty \(Person: 11/.test(second.output)], [1, true], second.output);
});

test('one file is asked for, and what is none makes nothing', async () => {
  const variables = { HEADROOM_DATA: join(folder, 'nothing') };
  for (const args of [[], ['a', 'b'], ['--help']])
    for (const name of ['backup', 'restore']) {
      const { code, output } = await told(direct(name, args, variables));
      assert.deepEqual([code, output], [1, `Usage: npm run ${name} -- FILE\n`]);
    }
  const { code, output } = await told(direct('restore', [join(ROOT, 'package.json')], variables));
  assert.deepEqual([code, /package\.json is no whole backup/.test(output)], [1, true], output);
  assert.equal(existsSync(join(folder, 'nothing')), false);
});

test('beside a running portal nothing is restored', async () => {
  const data = join(folder, 'running');
  mkdirSync(data);
  const taken = await takeLock(join(data, 'portal.sock'), { what: 'Headroom', address: 'http://localhost:41150' });
  assert.ok('lock' in taken);
  const { code, output } = await told(direct('restore', [whole], { HEADROOM_DATA: data }));
  await taken.lock.release();
  assert.deepEqual([code, /already runs in this folder, at http:\/\/localhost:41150/.test(output)], [1, true], output);
  assert.equal(existsSync(join(data, 'postgres')), false);
});

test('a restore killed in the middle leaves an empty database, which the next one fills', async () => {
  await admin.query(`CREATE DATABASE ${TARGET}`);
  const at = new URL(database.url);
  at.pathname = `/${TARGET}`;
  const url = at.href;
  await migrateOnly(url, migrationNames());
  const target = new Client({ connectionString: url });
  await target.connect();
  try {
    // the first row of an environment waits, long after people and organisations came
    await target.query(`
      CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(${HOLD}); RETURN NEW; END $$;
      CREATE TRIGGER hold BEFORE INSERT ON "Environment" FOR EACH ROW EXECUTE FUNCTION hold();
      SELECT pg_advisory_lock(${HOLD})`);
    const variables = { DATABASE_URL: url, HEADROOM_DATA: join(folder, 'killed') };
    const killed = direct('restore', [whole], variables);
    const over = told(killed);
    const held = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = ${HOLD} AND NOT granted`;
    while (killed.exitCode === null && !(await target.query(held)).rowCount) await sleep(20);
    assert.equal(killed.exitCode, null);
    killed.kill('SIGKILL');
    await over;
    await target.query(`SELECT pg_advisory_unlock(${HOLD})`);
    const { code, output } = await told(direct('restore', [whole], variables));
    assert.equal(code, 0, output);
    const { rows } = await target.query('SELECT count(*)::int AS people FROM "Person"');
    assert.deepEqual(rows, [{ people: 11 }]);
  } finally {
    await target.end();
  }
});

test('a restored installation without people gets no demo at the next start', async () => {
  const plain = await freshDatabase();
  const client = new Client({ connectionString: plain.url });
  await client.connect();
  const { DATABASE_URL: _, ...variables } = readVariables();
  await client.query(
    `INSERT INTO "AuditEntry" (n, at, who, what, subject, previous, hash) VALUES (1, now(), 'installation', 'restore', 'installation', '', '')`,
  );
  assert.equal(await settleDemo(plain.url, variables), false);
  assert.equal((await client.query('SELECT 1 FROM "Person"')).rowCount, 0);
  await client.end();
  await plain.drop();
});
