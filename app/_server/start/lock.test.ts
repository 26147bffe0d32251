import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { askHolder, type Lock, takeLock } from './lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-lock-'));
after(() => rmSync(folder, { recursive: true }));
const holder = { what: 'Headroom', address: 'http://localhost:3000' };

async function held(path: string): Promise<Lock> {
  const taken = await takeLock(path, holder);
  assert.ok('lock' in taken);
  return taken.lock;
}

test('the second is told who holds it, and what has changed since', async () => {
  const path = join(folder, 'a.sock');
  const lock = await held(path);
  assert.deepEqual(await takeLock(path, { what: 'second' }), { heldBy: holder });
  lock.change({ ...holder, stopping: true });
  assert.deepEqual(await askHolder(path), { ...holder, stopping: true });
  await lock.release();
  assert.equal(await askHolder(path), undefined);
  assert.deepEqual(readdirSync(folder), []);
});

test('the lock of a process that was killed is taken over, by exactly one of many', async () => {
  const path = join(folder, 'b.sock');
  const script = join(folder, 'holder.ts');
  const [from, lock] = [join(import.meta.dirname, 'lock.ts'), path].map((text) => JSON.stringify(text));
  writeFileSync(
    script,
    `import { takeLock } from ${from}; await takeLock(${lock}, { what: 'killed' }); process.send('held'); setInterval(() => {}, 1e6);`,
  );
  const child = fork(script);
  await once(child, 'message');
  assert.deepEqual(await askHolder(path), { what: 'killed' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  rmSync(script);
  assert.deepEqual(readdirSync(folder), ['b.sock']);
  const takers = await Promise.all(Array.from({ length: 10 }, (_, n) => takeLock(path, { what: `taker ${n}` })));
  const winners = takers.filter((taken) => 'lock' in taken);
  assert.equal(winners.length, 1);
  await Promise.all(winners.map(({ lock }) => lock.release()));
  assert.deepEqual(readdirSync(folder), []);
});
