import { setTimeout as sleep } from 'node:timers/promises';
import { interleaved, median } from '../measure.ts';
import { atMost, compared, type Line, noted, timesAtMost } from '../table.ts';
import { documentAt, startBare } from './bare.ts';
import { type Browser, freshTab } from './browser.ts';
import { ADDRESS, type Driver } from './drive.ts';

const SLOWER = 4;
const ROUNDS = 13;
const WATCH_MS = 1500;
const [MOST_TIMES, MOST_TBT_MS, MOST_CLS] = [1.4, 30, 0.01];
const PATIENCE_MS = 60_000;

/** tbt = blocked for longer than 50 ms by single tasks after the first contentful paint (web.dev/articles/tbt), before = the same until then; moved = what a level that changes moves, once the page has settled */
type Vitals = { lcp: number; tbt: number; before: number; cls: number; moved: number };

/** How the public page appears in a browser on a processor four times slower, beside the same text without style, script and pictures; one level changes while its layout is watched. */
export async function vitals(browser: Browser, origin: string, driver: Driver): Promise<Line[]> {
  const { body } = await documentAt(origin, ADDRESS, 'identity');
  const html = Buffer.from(textOnly(body.toString()));
  const bare = await startBare({ body: html, headers: { 'content-type': 'text/html; charset=utf-8' } });
  const seen: Record<'web' | 'bare', Vitals[]> = { web: [], bare: [] };
  const look = (side: keyof typeof seen, url: string, change?: () => Promise<unknown>) => async () => {
    const each = await vitalsOf(browser, url, change);
    seen[side].push(each);
    return each.lcp;
  };
  const measures = { web: look('web', origin + ADDRESS, driver.once), bare: look('bare', bare.origin + ADDRESS) };
  await interleaved(1, measures);
  for (const side of [seen.web, seen.bare]) side.length = 0;
  const lcp = await interleaved(ROUNDS, measures);
  await bare.stop();
  const of = (side: keyof typeof seen, what: keyof Vitals) => seen[side].map((each) => each[what]);
  const blocked = (what: 'tbt' | 'before') => [median(of('web', what)), median(of('bare', what))] as const;
  const [tbt, bareTbt] = blocked('tbt');
  const [before, bareBefore] = blocked('before');
  return [
    timesAtMost(
      `LCP at ${SLOWER} × CPU throttle, beside the bare document`,
      ...([median(lcp.web), median(lcp.bare), MOST_TIMES, 'ms'] as const),
    ),
    compared('  the fastest of each', Math.min(...lcp.web), Math.min(...lcp.bare), 'ms'),
    atMost('  TBT, median', tbt, MOST_TBT_MS, 'ms', `bare document ${bareTbt.toFixed(0)}`),
    noted(
      '  blocked as long until its first paint, median',
      `${before.toFixed(0)} ms (bare document ${bareBefore.toFixed(0)})`,
    ),
    atMost('  CLS of loading, most', Math.max(...of('web', 'cls')), MOST_CLS, ''),
    noted('  what a level that changes moves, most (CLS)', Math.max(...of('web', 'moved')).toFixed(3)),
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
  const seen = () => page.evaluate(() => ({ ...(window as unknown as { seen: Vitals }).seen }));
  const loaded = await seen();
  if (change) {
    const before = await page.textContent('main');
    await change();
    const isShown = (text: string | null) => document.querySelector('main')?.textContent !== text;
    await page.waitForFunction(isShown, before, { timeout: PATIENCE_MS });
    await sleep(WATCH_MS);
  }
  const { cls } = await seen();
  await close();
  return { ...loaded, moved: cls - loaded.cls };
}

/** Runs in the page, before anything of it. */
function observe(): void {
  const seen = { lcp: 0, tbt: 0, before: 0, cls: 0 };
  Object.assign(window, { seen });
  const long: PerformanceEntry[] = [];
  let painted = Number.POSITIVE_INFINITY;
  seen.tbt = Number.NaN;
  const LONG_MS = 50;
  const sum = () => {
    const over = (from: number, to: number) => Math.max(0, to - from);
    // never painted is never measured
    seen.tbt = Number.isFinite(painted) ? 0 : Number.NaN;
    seen.before = 0;
    for (const { startTime, duration } of long) {
      const [from, to] = [startTime + LONG_MS, startTime + duration];
      seen.before += over(from, Math.min(to, painted));
      seen.tbt += over(Math.max(from, painted), to);
    }
  };
  const watch = (type: string, told: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(told)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => {
    seen.lcp = entry.startTime;
  });
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') painted = startTime;
    sum();
  });
  watch('longtask', (entry) => {
    long.push(entry);
    sum();
  });
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) seen.cls += value;
  });
}
