// `npm run bench`: everything that was promised about speed and size, measured on a portal of its own, as one table;
// `npm run bench -- status probes`: only those parts of it.
// Timed limits depend on the machine and on who else uses it: they are shown, they do not make the command fail.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Halt } from '#prisma/halt.ts';
import { generateClient } from '#server/start/build.ts';
import { run } from '#server/start/run.ts';
import type { Line } from './table.ts';

/** What would make the portal another one than a person's. */
const NOT_OURS =
  /^(npm_|HEADROOM_|OIDC_|SMTP_|MAIL_|AUTH_|(DATABASE_URL|MIGRATE_DATABASE_URL|NODE_ENV|NODE_OPTIONS|PORT)$)/;

await run(async (signal) => {
  if (process.platform !== 'linux') throw new Halt('The bench reads /proc: it runs on Linux only.');
  for (const name of Object.keys(process.env)) if (NOT_OURS.test(name)) delete process.env[name];
  await generateClient(signal);
  // these need the client
  const [{ measureAll, PARTS }, { tableOf }] = await Promise.all([import('./all.ts'), import('./table.ts')]);
  const asked = process.argv.slice(2);
  const unknown = asked.find((part) => !PARTS.some((known) => known === part));
  if (unknown !== undefined) throw new Halt(`There is no part "${unknown}" of the bench: ${PARTS.join(', ')}.`);
  const wanted = new Set(asked.length === 0 ? PARTS : PARTS.filter((part) => asked.includes(part)));
  await using open = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'headroom-bench-'));
  open.defer(() => rmSync(folder, { recursive: true, force: true }));
  const started = performance.now();
  const stopped = once(signal, 'abort').then(() => signal.throwIfAborted());
  const lines: Line[] = [];
  try {
    await Promise.race([measureAll(folder, wanted, open, lines), stopped]);
  } finally {
    const minutes = (performance.now() - started) / 60_000;
    const over = lines.filter(({ ok }) => ok === false).length;
    if (lines.length > 0) console.log(`\n${tableOf(lines)}\n\n${over} over, after ${minutes.toFixed(1)} minutes`);
  }
  return 0;
});
