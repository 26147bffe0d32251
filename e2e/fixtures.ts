import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type ConsoleMessage,
  expect,
  type Page,
} from 'playwright/test';
import { type Portal, startPortal } from './stack/portal.ts';
import { cookieOf, newCookieOf } from './stack/sign-in.ts';

/** Opens pages; every one is watched for console errors and violations of the CSP, which fail the test at its end. */
export type Opens = {
  /** a browser of a signed-in person; `fresh` = with a session of its own, for tests that end sessions */
  as(email: string, options?: BrowserContextOptions & { fresh?: boolean }): Promise<Page>;
  /** a browser of nobody */
  guest(options?: BrowserContextOptions): Promise<Page>;
  /** allows a fault: the console tells every answer of 400 and above */
  expecting(fault: RegExp): void;
};

type OfTest = { open: Opens };
type OfWorker = { portal: Portal };

export const test = base.extend<OfTest, OfWorker>({
  portal: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const portal = await startPortal();
      await use(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: ({ portal }, use) => use(portal.origin),
  open: async ({ portal, browser, contextOptions, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    const expected: RegExp[] = [];
    const guest = async (options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL, ...options });
      contexts.push(context);
      await watch(context, faults);
      return context.newPage();
    };
    const as: Opens['as'] = async (email, { fresh = false, ...options } = {}) => {
      const page = await guest(options);
      const [name = '', value = ''] = (await (fresh ? newCookieOf : cookieOf)(portal, email)).split('=');
      await page.context().addCookies([{ name, value, url: portal.origin }]);
      return page;
    };
    await use({ as, guest, expecting: (fault) => expected.push(fault) });
    await Promise.all(contexts.map((context) => context.close()));
    expect(faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)))).toEqual([]);
  },
});

async function watch(context: BrowserContext, faults: string[]): Promise<void> {
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`CSP ${violatedDirective} ${blockedURI}`),
    );
  });
  context.on('console', (message) => {
    if ((message.type() === 'error' || message.type() === 'warning') && !endsFollowing(message))
      faults.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`${error.page()?.url()}: ${error.error()}`));
}

/** An open page tries to follow what its person may not see any more: the console tells the answer. */
function endsFollowing(message: ConsoleMessage): boolean {
  return /\/live(\?|$)/.test(message.location().url) && /status of 40[14]/.test(message.text());
}

export { expect, type Page };
