// The door of every command: `node start.mjs FILE ARGUMENTS` installs what is missing and runs FILE under Node 24.
// Plain JavaScript for Node 20.19 without packages, since neither may be there yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const OLDEST = [20, 19];
/** runs TypeScript by itself and knows argon2 */
const WANTED = [24, 7];

const [file, ...args] = process.argv.slice(2);
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
let child;
let stopping = false;
for (const signal of signals)
  process.on(signal, () => {
    stopping = true;
    child?.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  });
endWithNpm();
if (!atLeast(process.versions.node, OLDEST))
  stop(`Headroom needs Node.js ${OLDEST.join('.')} or newer; this is ${process.versions.node}.`);
if (!isInstalled()) await install();
child = spawn(node(), [file, ...args], { cwd: ROOT, stdio: 'inherit' });
child.once('exit', (code, signal) => process.exit(code ?? (stopping && signal !== 'SIGKILL' ? 0 : 1)));

/** Whether node_modules holds what the lockfile asks for. */
function isInstalled() {
  const installed = packagesOf('node_modules/.package-lock.json');
  if (!installed || !existsSync(join(ROOT, 'node_modules/next/package.json'))) return false;
  return Object.entries(packagesOf('package-lock.json')).every(([path, { version, optional }]) =>
    installed[path] ? installed[path].version === version : path === '' || optional,
  );
}

function packagesOf(lockfile) {
  const path = join(ROOT, lockfile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

async function install() {
  const label = 'Installing packages (about 1.2 GB, a few minutes the first time)';
  console.error(label);
  const started = Date.now();
  const ticker = setInterval(() => console.error(`  … ${Math.round((Date.now() - started) / 1000)} s`), 5000);
  const npm = /npm-cli\.js$/.test(process.env.npm_execpath ?? '')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  const flags = ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--loglevel=error'];
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
  child = spawn(npm[0], [...npm.slice(1), ...flags], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((done) => child.once('exit', done).once('error', () => done(1)));
  clearInterval(ticker);
  if (stopping) process.exit(0);
  if (code !== 0)
    stop('The packages could not be installed (`npm ci` failed, see above): check the network and npm registry.');
  console.error(`  … done in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** The Node 24 that came as a package, else this one if it is new enough. */
function node() {
  for (const candidate of [join(ROOT, 'node_modules/.bin/node'), process.execPath]) {
    const { status, stdout } = spawnSync(candidate, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    if (status === 0 && atLeast(stdout.trim(), WANTED)) return candidate;
  }
  return stop(
    `There is no package of Node.js ${WANTED[0]} for ${process.platform}-${process.arch}: install Node.js ${WANTED.join('.')} or newer.`,
  );
}

/** npm killed by force cannot tell us: without this the portal would live on, unseen. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  setInterval(() => {
    if (process.ppid === npm) return;
    stopping = true;
    child?.kill('SIGTERM');
  }, 500).unref();
}

function atLeast(version, [major, minor]) {
  const [a, b] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
