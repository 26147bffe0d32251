import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from 'playwright/test';
import { signIn } from './bench/visitor.ts';
import { type Portal, startPortal } from './stack/portal.ts';

/** Opens pages; every one is watched for console errors and violations of the CSP, which fail the test at its end. */
export type Opens = {
  /** a browser of a signed-in person */
  as(email: string, options?: BrowserContextOptions): Promise<Page>;
  /** a browser of nobody */
  guest(options?: BrowserContextOptions): Promise<Page>;
};

type OfTest = { open: Opens; expectedFaults: RegExp[] };
type OfWorker = { portal: Portal };

export const test = base.extend<OfTest, OfWorker>({
  portal: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const portal = await startPortal();
      await use(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: ({ portal }, use) => use(portal.origin),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
  expectedFaults: ({}, use) => use([]),
  open: async ({ portal, browser, contextOptions, baseURL, expectedFaults }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    const guest = async (options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL, ...options });
      contexts.push(context);
      await watch(context, faults);
      return context.newPage();
    };
    const as = async (email: string, options?: BrowserContextOptions) => {
      const page = await guest(options);
      await page.context().addCookies(await cookiesOf(portal, email));
      return page;
    };
    await use({ as, guest });
    await Promise.all(contexts.map((context) => context.close()));
    expect(faults.filter((fault) => !expectedFaults.some((expected) => expected.test(fault)))).toEqual([]);
  },
});

/** The cookies of a new session. */
export async function cookiesOf({ origin }: Portal, email: string) {
  const { cookie } = await signIn(origin, email);
  return cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url: origin };
  });
}

async function watch(context: BrowserContext, faults: string[]): Promise<void> {
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`CSP ${violatedDirective} ${blockedURI}`),
    );
  });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      faults.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`${error.page()?.url()}: ${error.error()}`));
}

export { expect, type Page };
