import { join } from 'node:path';
import { step } from '#server/start/progress.ts';
import { started } from '../child.ts';
import type { Line } from '../table.ts';
import { startWeb, type Web } from '../web.ts';
import { untilPublic } from './bare.ts';
import { openBrowser } from './browser.ts';
import { ADDRESS, startDriver } from './drive.ts';
import { firstView } from './first-view.ts';
import { manyEnvironments } from './many-environments.ts';
import { openPages } from './open-pages.ts';
import { publicLoad } from './public-load.ts';
import { signedIn } from './signed-in.ts';
import { openStatusStore } from './stores.ts';
import { vitals } from './vitals.ts';

const INCIDENTS = 20;
const ENDPOINTS = 3;
const [FEW, MANY] = [12, 10_000];
/** endpoints of each of 10,000; the level comes from one of them */
const ENDPOINTS_OF_MANY = 2;

export type Built = { folder: string; secret: string };

/** Status pages, on databases of 12 and of 10,000 environments with 90 days behind them; `constant` = the folder of the same pages from constants. */
export async function statusPages(
  { folder, secret }: Built,
  constant: () => Promise<string>,
  place: string,
): Promise<Line[]> {
  await using open = new AsyncDisposableStack();
  const store = await started(open, openStatusStore(join(place, 'status')));
  const few = { environments: FEW, endpoints: ENDPOINTS, incidents: INCIDENTS };
  const many = { environments: MANY, endpoints: ENDPOINTS_OF_MANY, incidents: INCIDENTS };
  const [fewUrl, manyUrl] = await step(
    'Filling databases with 12 and 10,000 environments',
    async () => [await store.add('twelve', few), await store.add('tenthousand', many)] as const,
  );
  const web = await started(open, startPublic(folder, fewUrl, secret));
  const lines = await step('Loading the public status page', () => publicLoad(web, fewUrl, secret));
  const browser = await openBrowser();
  open.defer(() => browser.close());
  const driver = await started(open, startDriver(fewUrl, secret));
  lines.push(...(await step('Looking at it with a browser', () => firstView(browser, web.origin))));
  lines.push(...(await step('Looking at it on a slow processor', () => vitals(browser, web.origin, driver))));
  lines.push(...(await step('Changing levels for 500 open pages', () => openPages(browser, web, driver))));
  await browser.close();
  const same = await started(open, startWeb(await constant(), fewUrl, secret));
  const database = { url: fewUrl, log: store.log };
  lines.push(...(await step('Loading the signed-in status page', () => signedIn(web, same, database))));
  await same.stop();
  const crowd = await started(open, startPublic(folder, manyUrl, secret));
  const sides = [
    { web, driver },
    { web: crowd, driver: await started(open, startDriver(manyUrl, secret)) },
  ] as const;
  lines.push(...(await step('Loading 10,000 environments beside 12', () => manyEnvironments(...sides))));
  return lines;
}

/** A web server that has read what it tells everybody. */
async function startPublic(folder: string, url: string, secret: string): Promise<Web> {
  const web = await startWeb(folder, url, secret);
  await untilPublic(web.origin, ADDRESS);
  return web;
}
