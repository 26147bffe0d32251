import { type Browser, type CDPSession, chromium, type Page } from 'playwright';
import { findChromium } from '../../stack/chromium.ts';

export type { Browser, CDPSession, Page };

/** The browser of the tests. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, args, env } = findChromium();
  return chromium.launch({ args, ...(executablePath && { executablePath }), ...(env && { env }) });
}

/** A tab of a browser that has seen nothing yet, and what speaks to it underneath. */
export async function freshTab(browser: Browser): Promise<{ page: Page; cdp: CDPSession; close(): Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 412, height: 915 } });
  const page = await context.newPage();
  return { page, cdp: await context.newCDPSession(page), close: () => context.close() };
}
