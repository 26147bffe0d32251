import { expect, type Page } from '../fixtures.ts';

/** An API token that may write, made on the account page. */
export async function newToken(page: Page): Promise<string> {
  await page.goto('/account');
  await page.getByLabel('Token name').fill('e2e');
  await page.getByLabel('May also change things').check();
  await page.getByRole('button', { name: 'Create token' }).click();
  const shown = page.getByLabel('New token');
  await expect(shown).toHaveValue(/^hr_/);
  return shown.inputValue();
}

/** The address of a feed, made on the account page. */
export async function newFeed(page: Page): Promise<string> {
  await page.goto('/account');
  await page.getByRole('button', { name: 'Make a feed' }).click();
  const shown = page.getByLabel('Address of the new feed');
  await expect(shown).toHaveValue(/\/feeds\/hf_[\w-]{43}\.atom$/);
  return shown.inputValue();
}
