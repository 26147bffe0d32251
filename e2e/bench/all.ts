import { join } from 'node:path';
import { ROOT } from '#server/start/folder.ts';
import { step } from '#server/start/progress.ts';
import { approvalRace } from './approvals.ts';
import { started } from './child.ts';
import { buildConstantTree } from './constant-tree.ts';
import { edges } from './edges.ts';
import { pageCost } from './page-cost.ts';
import { pageScripts, pageStatements } from './pages.ts';
import { type Portal, startPortal } from './portal.ts';
import { familyOf, memoryOf } from './processes.ts';
import { requestList } from './request-list.ts';
import { probes } from './status/probes.ts';
import { rollups } from './status/rollups.ts';
import { statusPages } from './status/status.ts';
import { openStores } from './stores.ts';
import { submitCost, windows } from './submit.ts';
import { atMost, type Line } from './table.ts';
import { copyTree, linkFolder, sizeOf } from './tree.ts';
import { startWeb } from './web.ts';
import { workerLoad } from './worker.ts';

const GB = 1_000_000_000;
const MB = 1_000_000;

/** What can be measured alone, in the order in which it is measured. */
export const PARTS = ['start', 'pages', 'lists', 'writes', 'worker', 'status', 'probes', 'rollups'] as const;
export type Part = (typeof PARTS)[number];

/** Measures the wanted parts in an empty folder and adds a line for each promise; what it starts is stopped with `open`. */
export async function measureAll(
  folder: string,
  wanted: ReadonlySet<Part>,
  open: AsyncDisposableStack,
  lines: Line[],
): Promise<void> {
  const measure = async (part: Part, what: string, work: () => Promise<Line[]>) => {
    if (wanted.has(part)) lines.push(...(await step(what, work)));
  };
  const home = join(folder, 'portal');
  const portal = await startIn(home, wanted.has('start'), open, lines);
  const constant = once(() => constantTree(join(folder, 'constant'), portal.folder, open));
  if (wanted.has('pages')) lines.push(...(await measurePages(portal, await constant(), open)));
  if (wanted.has('lists')) lines.push(...(await measureLists(folder, portal, open)));
  const next = windows();
  await measure('writes', 'Submitting, over the API and by hand', () => submitCost(portal, next));
  await measure('writes', 'Approving one request fifty times at once', async () => [
    await approvalRace(portal, next()),
  ]);
  await measure('writes', 'Waiting for windows to open and close', () => edges(portal));
  if (wanted.has('start'))
    lines.push(atMost('memory of all processes after the bench', memoryOf(familyOf(portal.pid)) / GB, 1, 'GB'));
  await portal.stop();
  await measure('worker', 'Opening 10,000 windows beside 100,000', () => workerLoad(portal, folder, open));
  if (wanted.has('status')) lines.push(...(await statusPages(portal, constant, folder)));
  await measure('probes', 'Probing 2,000 endpoints each minute', () => probes(portal, folder));
  await measure('rollups', 'Rolling up 10,000 endpoints', () => rollups(portal, folder));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function constantTree(tree: string, portal: string, open: AsyncDisposableStack): Promise<string> {
  await step('Building the pages from constants', () => buildConstantTree(tree, portal, open));
  return tree;
}

/** A portal: started twice where starting is measured, else with the packages of this folder. */
async function startIn(home: string, measured: boolean, open: AsyncDisposableStack, lines: Line[]): Promise<Portal> {
  copyTree(home);
  if (measured) return startTwice(home, open, lines);
  linkFolder(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  return (await step('Starting a portal', () => startPortal(home, open))).portal;
}

async function startTwice(home: string, open: AsyncDisposableStack, lines: Line[]): Promise<Portal> {
  const first = await step('Starting a fresh clone for the first time', () => startPortal(home, open));
  await first.portal.stop();
  const later = await step('Starting it again', () => startPortal(home, open));
  const installed = `${first.linked ? 'packages linked' : 'npm ci included'}, at most ${Math.ceil(first.silence)} s silent`;
  lines.push(atMost('first npm start of a fresh clone', first.seconds, 180, 's', installed));
  lines.push(atMost('a later npm start', later.seconds, 10, 's'));
  lines.push(...sizesOf(home));
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

async function measurePages(portal: Portal, tree: string, open: AsyncDisposableStack): Promise<Line[]> {
  const constant = await started(open, startWeb(tree, portal.databaseUrl, portal.secret));
  const lines = await step('Measuring pages beside constants', () => pageCost(portal, constant));
  await constant.stop();
  lines.push(...(await step('Weighing scripts', () => pageScripts(portal))));
  return lines;
}

async function measureLists(folder: string, portal: Portal, open: AsyncDisposableStack): Promise<Line[]> {
  const stores = await started(
    open,
    step('Filling a database with 100,000 requests', () => openStores(folder)),
  );
  const few = await started(open, startWeb(portal.folder, stores.few, portal.secret));
  const many = await started(open, startWeb(portal.folder, stores.many, portal.secret));
  const lines = await step('Counting statements', () => pageStatements(portal, many, stores));
  lines.push(...(await step('Reading lists of few and many requests', () => requestList(few, many, stores))));
  for (const each of [few, many, stores]) await each.stop();
  return lines;
}
