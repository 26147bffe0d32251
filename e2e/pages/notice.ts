import { expect, type Page } from '../fixtures.ts';

/** A button by its whole name. */
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A field by its whole label. */
export const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** Waits for a verdict that holds some words. */
export const verdict = (page: Page, words: string) =>
  expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();

/** Opens the form of a new notice, finds an environment, ticks it and types into fields by their labels. */
export async function compose(page: Page, path: string, slug: string, typed: Record<string, string>): Promise<void> {
  await page.goto(path);
  await field(page, 'Find environments').fill(slug);
  await button(page, 'Find').click();
  // an answer under way would take the tick away again
  await expect(page.locator('#scope-kes-dev')).toHaveCount(0);
  await page.locator(`#scope-${slug}`).check();
  for (const [label, value] of Object.entries(typed)) await field(page, label).fill(value);
}

/** Makes a notice and answers the path of its page; done = the button that makes it. */
export async function make(page: Page, kind: 'incidents' | 'maintenance', typed: Record<string, string>, done: string) {
  await compose(page, `/status/${kind}/new`, 'nlw-dev', typed);
  await button(page, done).click();
  await expect(page).toHaveURL(/done=/);
  return new URL(page.url()).pathname;
}

/** A local time of UTC hours from now, as a field has it. */
export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
