import { join } from 'node:path';
import { step } from '#server/start/progress.ts';
import { approvalRace } from './approvals.ts';
import { buildConstantTree } from './constant-tree.ts';
import { pageCost } from './page-cost.ts';
import { pageScripts, pageStatements } from './pages.ts';
import { type Portal, startPortal } from './portal.ts';
import { familyOf, memoryOf } from './processes.ts';
import { requestList } from './request-list.ts';
import { openStores } from './stores.ts';
import { submitCost, windows } from './submit.ts';
import { atMost, type Line } from './table.ts';
import { copyTree, sizeOf } from './tree.ts';
import { startWeb } from './web.ts';

const GB = 1_000_000_000;
const MB = 1_000_000;

/** Measures everything in an empty folder; what it starts is stopped with `open`. */
export async function measureAll(folder: string, open: AsyncDisposableStack): Promise<Line[]> {
  const home = join(folder, 'portal');
  const { portal, lines: starts } = await startTwice(home, open);
  const sizes = sizesOf(home);
  const pages = await measurePages(folder, portal, open);
  const next = windows();
  const race = await step('Approving one request fifty times at once', () => approvalRace(portal, next()));
  const submits = await step('Submitting, over the API and by hand', () => submitCost(portal, next));
  const memory = memoryOf(familyOf(portal.pid)) / GB;
  return [
    ...starts,
    ...sizes,
    atMost('memory of all processes after the bench', memory, 1, 'GB'),
    ...pages,
    ...submits,
    race,
  ];
}

async function startTwice(home: string, open: AsyncDisposableStack): Promise<{ portal: Portal; lines: Line[] }> {
  copyTree(home);
  const first = await step('Starting a fresh clone for the first time', () => startPortal(home, open));
  await first.portal.stop();
  const later = await step('Starting it again', () => startPortal(home, open));
  const installed = `${first.linked ? 'packages linked' : 'npm ci included'}, at most ${Math.ceil(first.silence)} s silent`;
  const lines = [
    atMost('first npm start of a fresh clone', first.seconds, 180, 's', installed),
    atMost('a later npm start', later.seconds, 10, 's'),
  ];
  return { portal: later.portal, lines };
}

function sizesOf(home: string): Line[] {
  const built = ['.next', '.data'].map((name) => sizeOf(join(home, name)) / MB);
  return [
    atMost('node_modules', sizeOf(join(home, 'node_modules')) / GB, 1.4, 'GB'),
    atMost(
      '.next and .data',
      built.reduce((a, b) => a + b),
      300,
      'MB',
      built.map((size) => size.toFixed(0)).join(' + '),
    ),
  ];
}

async function measurePages(folder: string, portal: Portal, open: AsyncDisposableStack): Promise<Line[]> {
  const tree = join(folder, 'constant');
  await step('Building the pages from constants', () => buildConstantTree(tree, portal.folder));
  const constant = await started(open, startWeb(tree, portal.databaseUrl, portal.secret));
  const costs = await step('Measuring pages beside constants', () => pageCost(portal, constant));
  await constant.stop();
  const scripts = await step('Weighing scripts', () => pageScripts(portal));
  const stores = await started(
    open,
    step('Filling a database with 100,000 requests', () => openStores(folder)),
  );
  const few = await started(open, startWeb(portal.folder, stores.few, portal.secret));
  const many = await started(open, startWeb(portal.folder, stores.many, portal.secret));
  const statements = await step('Counting statements', () => pageStatements(portal, many, stores));
  const lists = await step('Reading lists of few and many requests', () => requestList(few, many, stores));
  return [...costs, ...statements, ...lists, ...scripts];
}

async function started<T extends { stop(): Promise<void> }>(
  open: AsyncDisposableStack,
  starting: Promise<T>,
): Promise<T> {
  const it = await starting;
  open.defer(it.stop);
  return it;
}
