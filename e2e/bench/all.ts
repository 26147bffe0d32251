import { join } from 'node:path';
import { step } from '#server/start/progress.ts';
import { approvalRace } from './approvals.ts';
import { buildConstantTree } from './constant-tree.ts';
import { edges } from './edges.ts';
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
import { workerLoad } from './worker.ts';

const GB = 1_000_000_000;
const MB = 1_000_000;

/** Measures everything in an empty folder and adds a line for each; what it starts is stopped with `open`. */
export async function measureAll(folder: string, open: AsyncDisposableStack, lines: Line[]): Promise<void> {
  const home = join(folder, 'portal');
  const portal = await startTwice(home, open, lines);
  lines.push(...sizesOf(home));
  await measurePages(folder, portal, open, lines);
  const next = windows();
  lines.push(...(await step('Submitting, over the API and by hand', () => submitCost(portal, next))));
  lines.push(await step('Approving one request fifty times at once', () => approvalRace(portal, next())));
  lines.push(...(await step('Waiting for windows to open and close', () => edges(portal))));
  lines.push(atMost('memory of all processes after the bench', memoryOf(familyOf(portal.pid)) / GB, 1, 'GB'));
  await portal.stop();
  lines.push(...(await step('Opening 10,000 windows beside 100,000', () => workerLoad(portal, folder, open))));
}

async function startTwice(home: string, open: AsyncDisposableStack, lines: Line[]): Promise<Portal> {
  copyTree(home);
  const first = await step('Starting a fresh clone for the first time', () => startPortal(home, open));
  await first.portal.stop();
  const later = await step('Starting it again', () => startPortal(home, open));
  const installed = `${first.linked ? 'packages linked' : 'npm ci included'}, at most ${Math.ceil(first.silence)} s silent`;
  lines.push(atMost('first npm start of a fresh clone', first.seconds, 180, 's', installed));
  lines.push(atMost('a later npm start', later.seconds, 10, 's'));
  return later.portal;
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

async function measurePages(folder: string, portal: Portal, open: AsyncDisposableStack, lines: Line[]): Promise<void> {
  const tree = join(folder, 'constant');
  await step('Building the pages from constants', () => buildConstantTree(tree, portal.folder, open));
  const constant = await started(open, startWeb(tree, portal.databaseUrl, portal.secret));
  lines.push(...(await step('Measuring pages beside constants', () => pageCost(portal, constant))));
  await constant.stop();
  lines.push(...(await step('Weighing scripts', () => pageScripts(portal))));
  const stores = await started(
    open,
    step('Filling a database with 100,000 requests', () => openStores(folder)),
  );
  const few = await started(open, startWeb(portal.folder, stores.few, portal.secret));
  const many = await started(open, startWeb(portal.folder, stores.many, portal.secret));
  lines.push(...(await step('Counting statements', () => pageStatements(portal, many, stores))));
  lines.push(...(await step('Reading lists of few and many requests', () => requestList(few, many, stores))));
}

async function started<T extends { stop(): Promise<void> }>(
  open: AsyncDisposableStack,
  starting: Promise<T>,
): Promise<T> {
  const it = await starting;
  open.defer(it.stop);
  return it;
}
