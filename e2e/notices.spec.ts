import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from './fixtures.ts';
import { inspect, STILL } from './pages/inspect.ts';
import { button, compose, field, inHours, verdict } from './pages/notice.ts';
import { HENRIK, INES, JANA, LUKAS, NORA, PRIYA, TOM } from './people.ts';

const timeline = (page: Page) => page.getByRole('heading', { name: 'Updates' }).locator('..');

for (const javaScriptEnabled of [true, false])
  test(`an incident from its draft to its post-mortem, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    open,
  }) => {
    const page = await open.as(NORA, { javaScriptEnabled });
    const title = `Checkout is slow ${randomUUID().slice(0, 8)}`;
    await compose(page, '/status/incidents/new', 'nlw-prod', {
      Text: 'We **look** into it. <img src=x onerror=alert(1)>',
    });
    await button(page, 'Publish').click();
    await expect(page.locator('.summary')).toContainText('Title must be given');
    await expect(field(page, 'Text')).toHaveValue(/look/);
    await expect(page.locator('#scope-nlw-prod')).toBeChecked();
    await field(page, 'Title').fill(title);
    await field(page, 'Impact').selectOption('PARTIAL_OUTAGE');
    await button(page, 'Check').click();
    await verdict(page, 'Nothing is wrong with it');
    const preview = page.getByRole('region', { name: 'How it will read' });
    await expect(preview.locator('strong')).toHaveText('look');
    await expect(preview).toContainText('<img src=x onerror=alert(1)>');
    await button(page, 'Save draft').click();
    await expect(page).toHaveURL(/done=draft/);
    const path = new URL(page.url()).pathname;

    const [customer, partner] = [await open.as(JANA), await open.as(LUKAS)];
    open.expecting(/404/);
    expect((await customer.goto(path))?.status()).toBe(404);
    await customer.goto('/status/incidents');
    await expect(customer.getByText(title)).toHaveCount(0);

    await button(page, 'Publish').click();
    await expect(page).toHaveURL(/done=publish/);
    for (const reader of [customer, partner]) {
      await expect(async () => {
        await reader.goto('/status?q=nlw-prod');
        await expect(reader.getByRole('heading', { name: title })).toBeVisible({ timeout: 1000 });
      }).toPass();
      await reader.goto(path);
      await expect(timeline(reader).locator('strong').filter({ hasText: 'look' })).toBeVisible();
      await expect(timeline(reader).locator('img')).toHaveCount(0);
      await expect(reader.locator('form').filter({ has: reader.locator('textarea') })).toHaveCount(0);
    }

    await field(page, 'State').selectOption('RESOLVED');
    await field(page, 'Text').fill('A disk was full.');
    await button(page, 'Publish update').click();
    await expect(page).toHaveURL(/done=update/);
    await field(page, 'Post-mortem').fill('# Why\n\nNobody watched the disk.');
    await button(page, 'Save post-mortem').click();
    await expect(page).toHaveURL(/done=postMortem/);
    await page
      .getByRole('link', { name: /^Word the update/ })
      .last()
      .click();
    await expect(field(page, 'Text')).toHaveValue(/look/);
    await field(page, 'Text').fill('We looked into it.');
    await button(page, 'Save text').click();
    await expect(page).toHaveURL(/done=reword/);
    await partner.goto(path);
    await expect(timeline(partner)).toContainText('edited');
    await expect(timeline(partner)).toContainText('Resolved');
    await expect(partner.getByRole('heading', { name: 'Why' })).toBeVisible();
  });

test('a maintenance is planned, extended by nobody who may not, and cancelled', async ({ open }) => {
  const page = await open.as(INES);
  const title = `New disks ${randomUUID().slice(0, 8)}`;
  const typed = { Title: title, Text: 'The disks are exchanged.', 'Time zone': 'UTC' };
  await compose(page, '/status/maintenance/new', 'nlw-dev', { ...typed, Start: inHours(-1), End: inHours(-2) });
  await button(page, 'Publish').click();
  await expect(page.locator('#start-error')).toContainText('later than now');
  await expect(page.locator('#end-error')).toContainText('later than the start');
  await field(page, 'Start').fill(inHours(24));
  await field(page, 'End').fill(inHours(26));
  await button(page, 'Publish').click();
  await expect(page).toHaveURL(/done=publish/);
  const path = new URL(page.url()).pathname;
  const customer = await open.as(JANA);
  await expect(async () => {
    await customer.goto('/status?q=nlw-dev');
    await expect(customer.getByRole('heading', { name: title })).toBeVisible({ timeout: 1000 });
  }).toPass();

  await compose(page, '/status/maintenance/new', 'nlw-dev', { ...typed, Start: inHours(25), End: inHours(27) });
  await button(page, 'Check').click();
  await expect(page.getByText(`“${title}” on nlw-dev`)).toBeVisible();

  await page.goto(`${path}?do=cancel`);
  await field(page, 'Text').fill('Not needed any more.');
  await button(page, 'Cancel maintenance').click();
  await expect(page).toHaveURL(/done=cancel/);
  await customer.goto(path);
  await expect(customer.getByText('Cancelled').first()).toBeVisible();
});

test('who may not publish gets the verdict, and of another contract’s notice nothing', async ({ open, portal }) => {
  const manager = await open.as(NORA);
  await compose(manager, '/status/incidents/new', 'nlw-stage', { Title: 'Slow', Text: 'Slow.' });
  await button(manager, 'Publish').click();
  await expect(manager).toHaveURL(/done=publish/);
  const path = new URL(manager.url()).pathname;
  for (const email of [JANA, HENRIK, LUKAS, PRIYA]) {
    const page = await open.as(email);
    for (const form of ['/status/incidents/new', '/status/maintenance/new']) {
      expect((await page.goto(form))?.status()).toBe(200);
      await expect(page.locator('.verdict').first()).toContainText('Only project managers and operators publish');
      await expect(page.locator('textarea')).toHaveCount(0);
    }
  }
  open.expecting(/404/);
  for (const email of [PRIYA, TOM]) {
    const page = await open.as(email);
    expect((await page.goto(path))?.status()).toBe(404);
    expect((await page.goto('/status/incidents/not-an-id'))?.status()).toBe(404);
  }
  const { rows } = await portal.sql.query(`SELECT count(*)::int AS n FROM "Notice" WHERE title = 'Slow'`);
  expect(rows).toEqual([{ n: 1 }]);
});

test('what was changed meanwhile is not overwritten: what is typed stays, what it is now is shown', async ({
  open,
}) => {
  const [left, right] = [await open.as(NORA), await open.as(INES)];
  await compose(left, '/status/incidents/new', 'nlw-dev', { Title: 'First title', Text: 'News.' });
  await button(left, 'Publish').click();
  await expect(left).toHaveURL(/done=publish/);
  const path = new URL(left.url()).pathname;
  for (const page of [left, right]) await page.goto(`${path}?do=edit`);
  await field(right, 'Title').fill('Title of Ines');
  await button(right, 'Save changes').click();
  await expect(right).toHaveURL(/done=edit/);
  await field(left, 'Title').fill('Title of Nora');
  await button(left, 'Save changes').click();
  await verdict(left, 'has been changed since you opened it');
  await expect(field(left, 'Title')).toHaveValue('Title of Nora');
  await expect(left.getByRole('heading', { level: 1 })).toHaveText('Title of Ines');
  await button(left, 'Save changes').click();
  await expect(left).toHaveURL(/done=edit/);
  await expect(left.getByRole('heading', { level: 1 })).toHaveText('Title of Nora');
});

test('a title of one endless word fits into every page, and what it is stands beside it and covers nothing', async ({
  open,
}) => {
  const page = await open.as(NORA, STILL);
  const title = `Rindfleischetikettierungsueberwachung${'saufgabenuebertragung'.repeat(4)} is late`;
  await compose(page, '/status/incidents/new', 'nlw-dev', { Title: title, Text: 'News.' });
  await button(page, 'Publish').click();
  await expect(page).toHaveURL(/done=publish/);
  const path = new URL(page.url()).pathname;
  const history = '/environments/nlw-dev/history';
  const told = page.locator('main').getByText(title).filter({ visible: true }).first();
  for (const where of [path, '/', '/status', '/status/incidents', '/status/NLW-2024', '/environments/nlw-dev', history])
    await expect(async () => {
      await page.goto(where);
      // the overview names the worst alone, and other tests may have made worse
      if (where !== '/') await expect(told).toBeVisible({ timeout: 1000 });
      await inspect(page, []);
    }).toPass();
  await page.setViewportSize({ width: 360, height: 900 });
  const row = page.getByRole('row').filter({ hasText: title });
  const [name, mark] = [await row.locator('th').boundingBox(), await row.locator('.mark').boundingBox()];
  expect(mark!.x).toBeGreaterThanOrEqual(name!.x + name!.width);
});
