import { expect, type Page } from '../fixtures.ts';

/** Makes a move of a request on its page, with what is typed for it, by label. */
export async function move(
  page: Page,
  reference: string,
  button: string,
  typed: Record<string, string> = {},
): Promise<void> {
  await page.goto(`/requests/${reference}`);
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });
  for (const [label, value] of Object.entries(typed)) await form.getByLabel(label, { exact: true }).fill(value);
  await form.getByRole('button', { name: button, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/requests/${reference}\\?done=`));
}

/** That a request's open page says its state. */
export async function expectState(page: Page, state: string): Promise<void> {
  await expect(page.getByRole('main').getByText(state, { exact: true }).first()).toBeVisible();
}

/** That a request, opened anew, is in a state. */
export async function expectStateOf(page: Page, reference: string, state: string): Promise<void> {
  await page.goto(`/requests/${reference}`);
  await expectState(page, state);
}
