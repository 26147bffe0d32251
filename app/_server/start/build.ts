import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Halt } from '#prisma/halt.ts';
import { BUILD_LOCK, makeDataFolder, PORTAL_LOCK, ROOT } from './folder.ts';
import { askHolder, takeLock } from './lock.ts';
import { step } from './progress.ts';

const CLIENT_SOURCES = ['prisma/schema.prisma', 'package-lock.json'];
const PAGE_SOURCES = [
  'app/**/*',
  'prisma/*.ts',
  'proxy.ts',
  'next.config.js',
  'tsconfig.json',
  'package.json',
  ...CLIENT_SOURCES,
];
const NOT_IN_PAGES = /\.test\.tsx?$|_server\/(start|testing)\//;
const CLIENT_STAMP = 'prisma/generated/stamp';

/** Generates the database client where it is missing or older than the schema. */
export async function generateClient(signal?: AbortSignal): Promise<void> {
  await alone(async () => {
    const wanted = fingerprint(CLIENT_SOURCES);
    if (stampOf(CLIENT_STAMP) === wanted) return;
    await step('Generating the database client', () =>
      runNode(
        ['node_modules/prisma/build/index.js', 'generate', '--config', 'prisma/prisma.config.ts'],
        CLIENT_VARIABLES,
        signal,
      ),
    );
    writeFileSync(join(ROOT, CLIENT_STAMP), wanted);
  });
}

/** Builds the pages into `folder` where its build is missing or older than the sources. */
export async function buildPages(folder = '.next', signal?: AbortSignal): Promise<void> {
  await alone(async () => {
    if (isBuilt(folder)) return;
    rmSync(join(ROOT, pageStamp(folder)), { force: true });
    const variables = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NEXT_DIST_DIR: folder };
    await step('Building the pages (about half a minute)', () =>
      runNode(['node_modules/next/dist/bin/next', 'build'], variables, signal),
    );
    writeFileSync(join(ROOT, pageStamp(folder)), fingerprint(PAGE_SOURCES));
  });
}

/** Builds for tests without disturbing a running portal, which serves from `.next`; answers the folder. */
export async function buildBeside(signal?: AbortSignal): Promise<string> {
  const folder = isBuilt('.next') || !(await askHolder(PORTAL_LOCK)) ? '.next' : '.next-test';
  await buildPages(folder, signal);
  return folder;
}

/** Whether the build in a folder is of the sources as they are. */
function isBuilt(folder: string): boolean {
  return stampOf(pageStamp(folder)) === fingerprint(PAGE_SOURCES);
}

/** The CLI looks for a native engine to download; any program that exists keeps it from that, and generating needs none. */
const CLIENT_VARIABLES = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
};

function pageStamp(folder: string): string {
  return join(folder, 'headroom-build');
}

function stampOf(file: string): string | undefined {
  const path = join(ROOT, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function fingerprint(sources: string[]): string {
  const hash = createHash('sha256').update(process.version);
  const files = globSync(sources, { cwd: ROOT, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !NOT_IN_PAGES.test(file));
  for (const file of files.sort()) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex');
}

/** One at a time in this folder, whoever asks: a test run beside a start. */
async function alone(work: () => Promise<void>): Promise<void> {
  makeDataFolder();
  for (;;) {
    const taken = await takeLock(BUILD_LOCK, { what: 'a build' });
    if ('lock' in taken) return work().finally(taken.lock.release);
    await step('Waiting for another build in this folder', () => sleep(500));
  }
}

async function runNode(args: string[], variables: Record<string, string>, signal?: AbortSignal): Promise<void> {
  const env = { ...process.env, ...variables } as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const code = await new Promise((done) => child.once('close', done).once('error', done));
  signal?.throwIfAborted();
  if (code !== 0) throw new Halt(`${output.trim()}\nThis failed: ${args.slice(0, 2).join(' ')}`);
}
