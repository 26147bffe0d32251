import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../measure.ts';
import { cpuOf } from '../processes.ts';
import { atMost, type Line, noted } from '../table.ts';
import type { Web } from '../web.ts';
import { type Browser, freshTab } from './browser.ts';
import { ADDRESS, type Driver, delaysOf, type Sighting, spoken, startWatcher } from './drive.ts';

const PAGES = 500;
const FOR_MS = 30_000;
const MOST_MS = 1000;
const CALM_MS = 2000;

/** How long after a level has changed 500 open pages show it, one of them in a browser. */
export async function openPages(browser: Browser, { origin, pid }: Web, driver: Driver): Promise<Line[]> {
  const watcher = await startWatcher(origin, PAGES);
  const { page, close } = await freshTab(browser);
  await page.goto(origin + ADDRESS);
  await page.evaluate(keepSightings);
  await sleep(CALM_MS);
  driver.changes.length = 0;
  const before = cpuOf([pid]);
  await driver.during(() => sleep(FOR_MS));
  const share = (cpuOf([pid]) - before) / FOR_MS;
  const delays = await watcher.delays(driver.changes);
  const seen = await page.evaluate(() => (window as unknown as { sightings: Sighting[] }).sightings);
  const shown = delaysOf(seen, driver.changes);
  await close();
  await watcher.stop();
  const changes = driver.changes.length;
  return [
    atMost(
      `change of a level until ${PAGES} open pages have it, p95`,
      quantile(delays, 0.95),
      MOST_MS,
      'ms',
      spoken(delays),
    ),
    atMost('  until a browser among them shows it, p95', quantile(shown, 0.95), MOST_MS, 'ms', spoken(shown)),
    noted(
      '  one core that the server takes meanwhile',
      `${(share * 100).toFixed(0)} % (${changes} changes in ${FOR_MS / 1000} s)`,
    ),
  ];
}

/** Runs in the page: keeps what it showed when. */
function keepSightings(): void {
  const sightings: Sighting[] = [];
  Object.assign(window, { sightings });
  const main = document.querySelector('main') as HTMLElement;
  const look = () => {
    const rows = [...main.querySelectorAll('.env')];
    const sick = rows.filter((row) => row.querySelector('.level .mark')?.textContent !== 'Operational');
    sightings.push({ at: Date.now(), sick: sick.map((row) => (row.getAttribute('data-key') ?? '').slice(2)) });
  };
  look();
  new MutationObserver(look).observe(main, { subtree: true, childList: true, characterData: true, attributes: true });
}
