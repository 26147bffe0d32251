import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '../fixtures.ts';

/** No motion, so that no colour is measured on its way. */
export const STILL = { reducedMotion: 'reduce' } as const;
const WIDTHS = [360, 768, 1440];
type View = { colorScheme: 'light' | 'dark'; width: number };

/** Where axe looks: every page in both themes, narrow and wide. */
export const EVERYWHERE: View[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [360, 1440].map((width) => ({ colorScheme, width })),
);
/** For the further states of a page that is looked at everywhere. */
export const CROSSWISE: View[] = [
  { colorScheme: 'dark', width: 360 },
  { colorScheme: 'light', width: 1440 },
];

/** A page as it is now: axe finds nothing in any view, nothing reaches beyond the right edge at any width. */
export async function inspect(page: Page, views: View[]): Promise<void> {
  const found: Record<string, string[]> = {};
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) found[`${page.url()} at ${width}`] = [`${over} px wider than the window`];
  }
  for (const { colorScheme, width } of views) {
    await page.emulateMedia({ colorScheme });
    // narrow pages whole: what sticks to the window's edge covers no target that could be scrolled to
    await page.setViewportSize({ width, height: width === 360 ? 8000 : 900 });
    const wrong = await violations(page);
    if (wrong.length > 0) found[`${page.url()} ${colorScheme} at ${width}`] = wrong;
  }
  expect(found).toEqual({});
}

type Axe = { run(where: Document, options: typeof ONLY_VIOLATIONS): Promise<Pick<AxeResults, 'violations'>> };
type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;

/** What passes is not told, which is most of the time it takes. Targets of 24 px are a rule that axe leaves out by default. */
const ONLY_VIOLATIONS = { resultTypes: ['violations' as const], rules: { 'target-size': { enabled: true } } };

/** What axe finds, by its rules and best practices. The first look at a page brings axe into it, further ones use it. */
async function violations(page: Page): Promise<string[]> {
  const again = await page.evaluate((options) => {
    const { axe } = globalThis as { axe?: Axe };
    return axe?.run(document, options).then(({ violations }) => ({ violations }));
  }, ONLY_VIOLATIONS);
  const first = () => new AxeBuilder({ page }).setLegacyMode(true).options(ONLY_VIOLATIONS).analyze();
  const { violations: found } = again ?? (await first());
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
}

/** Opens a page, which must be there, and inspects it. */
export async function visit(page: Page, path: string, views = EVERYWHERE): Promise<void> {
  const answer = await page.goto(path);
  expect({ path, status: answer?.status() }).toEqual({ path, status: 200 });
  await inspect(page, views);
}
