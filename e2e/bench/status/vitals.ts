import { setTimeout as sleep } from 'node:timers/promises';
import { interleaved, median } from '../measure.ts';
import { atMost, compared, type Line, timesAtMost } from '../table.ts';
import { documentAt, startBare } from './bare.ts';
import { type Browser, freshTab } from './browser.ts';
import { ADDRESS, type Driver } from './drive.ts';

const SLOWER = 4;
const ROUNDS = 11;
const WATCH_MS = 1500;
const [MOST_TIMES, MOST_TBT_MS, MOST_CLS] = [1.4, 30, 0.01];
const PATIENCE_MS = 15_000;

type Vitals = { lcp: number; tbt: number; cls: number };

/** How the public page appears in a browser on a processor four times slower, beside the same text without style, script and pictures; one level changes while its layout is watched. */
export async function vitals(browser: Browser, origin: string, driver: Driver): Promise<Line[]> {
  const { body } = await documentAt(origin, ADDRESS, 'identity');
  const html = Buffer.from(textOnly(body.toString()));
  const bare = await startBare({ body: html, headers: { 'content-type': 'text/html; charset=utf-8' } });
  const own: Vitals[] = [];
  const look = async (url: string, change?: () => Promise<unknown>) => {
    const seen = await vitalsOf(browser, url, change);
    if (change) own.push(seen);
    return seen.lcp;
  };
  const measures = {
    web: () => look(origin + ADDRESS, driver.once),
    bare: () => look(bare.origin + ADDRESS),
  };
  await interleaved(1, measures);
  own.length = 0;
  const lcp = await interleaved(ROUNDS, measures);
  await bare.stop();
  const [tbt, cls] = [own.map((each) => each.tbt), own.map((each) => each.cls)];
  return [
    timesAtMost(
      `LCP at ${SLOWER} × CPU throttle, beside the bare document`,
      median(lcp.web),
      median(lcp.bare),
      MOST_TIMES,
      'ms',
    ),
    compared('  the fastest of each', Math.min(...lcp.web), Math.min(...lcp.bare), 'ms'),
    atMost('  TBT, median', median(tbt), MOST_TBT_MS, 'ms', `most ${Math.max(...tbt).toFixed(0)}`),
    atMost('  CLS with a level that changes, most', Math.max(...cls), MOST_CLS, ''),
  ];
}

/** The same text with the same structure, as a browser shows it by itself. */
function textOnly(html: string): string {
  return html
    .replace(/<(style|script|svg)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<link\b[^>]*>/g, '')
    .replace(/ (class|data-[a-z-]+|aria-hidden)="[^"]*"/g, '');
}

async function vitalsOf(browser: Browser, url: string, change?: () => Promise<unknown>): Promise<Vitals> {
  const { page, cdp, close } = await freshTab(browser);
  await page.addInitScript(observe);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(url);
  await page.waitForFunction(() => (window as unknown as Window & { seen: Vitals }).seen.lcp > 0, null, {
    timeout: PATIENCE_MS,
  });
  await sleep(WATCH_MS);
  // what is late is counted as what is blocked: until the page is shown and has settled
  const { lcp, tbt } = await page.evaluate(() => (window as unknown as { seen: Vitals }).seen);
  if (change) {
    const before = await page.textContent('main');
    await change();
    await page.waitForFunction((text) => document.querySelector('main')?.textContent !== text, before, {
      timeout: PATIENCE_MS,
    });
    await sleep(WATCH_MS);
  }
  const { cls } = await page.evaluate(() => (window as unknown as { seen: Vitals }).seen);
  await close();
  return { lcp, tbt, cls };
}

/** Runs in the page, before anything of it. */
function observe(): void {
  const seen = { lcp: 0, tbt: 0, cls: 0 };
  Object.assign(window, { seen });
  const watch = (type: string, told: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(told)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => {
    seen.lcp = entry.startTime;
  });
  watch('longtask', ({ duration }) => {
    seen.tbt += duration - 50;
  });
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) seen.cls += value;
  });
}
