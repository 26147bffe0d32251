import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateClient } from '#server/start/build.ts';
import { ROOT } from '#server/start/folder.ts';
import { type Count, nodeTests, program } from './tally.ts';

const NEXT = 'node_modules/next/dist/bin/next';
/** in `npm run check` of those that meet PostgreSQL: what costs a second or two each */
const QUICK = /\/app\/_server\/(?!.*\/(sequences|sessions|sign-in|worker)\.db\.)/;

const KILLS = /\/e2e\/kills\//;

/** Formatting and lint. */
export function formatting(signal: AbortSignal): Promise<Count> {
  return program(['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'], signal);
}

/** Files, exports and packages that nobody uses. */
export function unused(signal: AbortSignal): Promise<Count> {
  return program(['node_modules/knip/bin/knip.js', '--no-progress'], signal);
}

/** Types, with the generated client and routes as they are now. */
export async function types(signal: AbortSignal): Promise<Count> {
  await generateClient(signal);
  const routes = await program([NEXT, 'typegen'], signal, { NEXT_TELEMETRY_DISABLED: '1' });
  return routes.failed ? routes : program(['node_modules/typescript/bin/tsc', '--noEmit'], signal);
}

/** Rules and words: bare Node, no database. */
export function unitTests(signal: AbortSignal): Promise<Count> {
  return nodeTests(
    testFiles().filter((file) => !file.endsWith('.db.test.ts') && !KILLS.test(file)),
    signal,
  );
}

/** What meets PostgreSQL; `quick` keeps to the services and leaves their slow ones out. */
export function databaseTests(signal: AbortSignal, quick = false): Promise<Count> {
  return nodeTests(
    testFiles().filter((file) => file.endsWith('.db.test.ts') && (!quick || QUICK.test(file))),
    signal,
  );
}

/** What dies in the midst of it, with real processes on a database that keeps what it has acknowledged. */
export function killTests(signal: AbortSignal): Promise<Count> {
  return nodeTests(
    testFiles().filter((file) => KILLS.test(file)),
    signal,
  );
}

/** Every spec in a real browser, each worker with a production server of its own. */
export async function browserTests(signal: AbortSignal): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-browser-'));
  const file = join(folder, 'report.json');
  try {
    await program(['node_modules/playwright/cli.js', 'test', '--config', 'e2e', '--reporter=list,json'], signal, {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    });
    const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
      stats: { expected: number; unexpected: number; flaky: number };
    };
    // one that passes only on a second try has failed; none at all too
    const failed = stats.unexpected + stats.flaky;
    return { passed: stats.expected, failed: failed + (stats.expected + failed === 0 ? 1 : 0) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function testFiles(): string[] {
  return globSync('{app,prisma,e2e}/**/*.test.ts', { cwd: ROOT })
    .map((file) => join(ROOT, file))
    .sort();
}
