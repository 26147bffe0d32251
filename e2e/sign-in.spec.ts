import { expect, test } from './fixtures.ts';

test('a person signs in, is led to the page asked for, and signs out', async ({ open }) => {
  const page = await open.guest();
  await page.goto('/environments/nlw-stage');
  await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Fenvironments%2Fnlw-stage$/);
  await page.getByLabel('Email').fill('customer@nordlicht.example');
  await page.getByLabel('Password').fill('headroom-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/environments/nlw-stage');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await page.goto('/environments');
  await expect(page).toHaveURL(/\/sign-in/);
});
