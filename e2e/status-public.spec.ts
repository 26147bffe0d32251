import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from './fixtures.ts';
import { inspect, STILL, visit } from './pages/inspect.ts';
import { NORA } from './people.ts';
import { send } from './stack/raw.ts';

const PUBLIC = '/status/NLW-2024';

/** Publishes an incident by the form that managers use. */
async function publish(manager: Page, slug: string, title: string): Promise<void> {
  await manager.goto(`/status/incidents/new?environment=${slug}`);
  await manager.getByLabel('Title', { exact: true }).fill(title);
  await manager.getByLabel('Impact').selectOption('Major outage');
  await manager.getByLabel('Text', { exact: true }).fill('We look for the *cause*. <script>alert(1)</script>');
  await manager.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(manager.getByRole('heading', { name: title })).toBeVisible();
}

/** Tells the end of the incident that a manager has open. */
async function resolve(manager: Page): Promise<void> {
  await manager.getByLabel('State', { exact: true }).selectOption('RESOLVED');
  await manager.getByLabel('Text', { exact: true }).fill('A disk was full.');
  await manager.getByRole('button', { name: 'Publish update', exact: true }).click();
  await expect(manager).toHaveURL(/done=update/);
}

const row = (page: Page, slug: string) => page.locator(`[data-key="e-${slug}"]`);
const summary = (page: Page) => page.locator('[data-key="summary"]');

test('the public page: every width and theme, every detail open', async ({ open }) => {
  const page = await open.guest(STILL);
  await visit(page, PUBLIC);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  await inspect(page, [
    { colorScheme: 'light', width: 1440 },
    { colorScheme: 'dark', width: 360 },
  ]);
});

test('a change of level comes by itself: nothing is loaded again, what is open stays open, and it is announced', async ({
  open,
}) => {
  const page = await open.guest();
  const manager = await open.as(NORA);
  await page.goto(PUBLIC);
  const details = row(page, 'nlw-prod').locator('details');
  await details.locator('summary').click();
  await details.locator('summary').focus();
  await page.evaluate(() => Object.assign(window, { notLoadedAgain: true }));
  const places = () => page.locator('.env').evaluateAll((all) => all.map((each) => each.getAttribute('data-key')));
  const before = await places();
  await publish(manager, 'nlw-stage', 'The checkout is away');
  await expect(summary(page)).toContainText('Major outage: Nordlicht STAGE.');
  await expect(page).toHaveTitle('Major outage · Status of Nordlicht Werkzeuge');
  await expect(row(page, 'nlw-stage').getByRole('link', { name: 'The checkout is away' })).toBeVisible();
  await expect(page.getByRole('status')).toContainText('Nordlicht STAGE: Major outage');
  // nothing moves from under a finger; who comes now is shown it first
  expect(await places()).toEqual(before);
  const late = await open.guest();
  await late.goto(PUBLIC);
  expect(await late.locator('.env').first().getAttribute('data-key')).toBe('e-nlw-stage');
  await expect(details).toHaveAttribute('open');
  await expect(details.locator('summary')).toBeFocused();
  expect(await page.evaluate(() => 'notLoadedAgain' in window)).toBe(true);
  await expect(page.locator('[data-key="open"]')).toContainText('We look for the cause. <script>alert(1)</script>');
  await resolve(manager);
  await expect(row(page, 'nlw-stage').getByRole('link', { name: 'The checkout is away' })).toHaveCount(0);
  await expect(summary(page)).not.toContainText('Major outage');
});

test('a change whose page got lost on its way, or came from an instance that had not heard of it, is asked for again', async ({
  open,
}) => {
  open.expecting(/ERR_FAILED/);
  const manager = await open.as(NORA);
  for (const fault of ['lost', 'late'] as const) {
    const page = await open.guest();
    await page.goto(PUBLIC);
    const stood = await page.locator('main').getAttribute('data-version');
    let asked = 0;
    await page.route(`**${PUBLIC}`, async (route) => {
      if (++asked > 1) return route.continue();
      if (fault === 'lost') return route.abort();
      return route.fulfill({ status: 200, headers: { etag: `"${stood}"` }, body: '' });
    });
    const title = `Told though ${fault}`;
    await publish(manager, 'nlw-stage', title);
    await expect(row(page, 'nlw-stage').getByRole('link', { name: title })).toBeVisible();
    expect(asked).toBeGreaterThan(1);
    await resolve(manager);
  }
});

test('without JavaScript the page is whole: levels, ninety days as a table, notices, ways for programs', async ({
  open,
}) => {
  const page = await open.guest({ javaScriptEnabled: false });
  await page.goto(PUBLIC);
  for (const slug of ['nlw-dev', 'nlw-stage', 'nlw-prod']) {
    await expect(row(page, slug).getByRole('img')).toHaveAttribute('aria-label', /^90 days: .*\.$/);
    await row(page, slug).getByText('90 days, day by day').click();
    await expect(row(page, slug).getByRole('table', { name: /day by day/ })).toBeVisible();
  }
  await page.locator('[data-key="past"] summary').first().click();
  await expect(page.locator('[data-key="past"] .told').first()).toBeVisible();
  for (const name of ['Atom feed', 'JSON', 'Badge']) {
    const href = (await page.getByRole('link', { name }).getAttribute('href')) ?? '';
    expect((await page.request.get(href)).status(), href).toBe(200);
  }
});

test('the first view is small, of few requests, and none of them goes elsewhere', async ({ open, portal }) => {
  const page = await open.guest();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(PUBLIC);
  await page.waitForLoadState('load');
  expect(asked.every((url) => url.startsWith(portal.origin))).toBe(true);
  expect(asked.length).toBeLessThanOrEqual(3);
  const { body } = await send(portal.port, { path: PUBLIC });
  expect(gzipSync(body).length).toBeLessThan(14 * 1024);
  const [, script = ''] = /<script>(.*)<\/script>/s.exec(body) ?? [];
  expect(script).toContain('EventSource');
  expect(gzipSync(script).length).toBeLessThan(4 * 1024);
  expect(/<[^>]+\sstyle=|nonce=|_next\//.exec(body)).toBeNull();
});

test('an open page whose server is gone says how old it is, and goes on by itself', async ({ open }) => {
  open.expecting(/ERR_|Failed to load/);
  const page = await open.guest();
  await page.clock.install();
  await page.goto(PUBLIC);
  const time = page.locator('main time').first();
  await time.hover();
  await expect(time).toHaveAttribute('title', /\d{4}.*\d:\d\d/);
  await page.context().setOffline(true);
  await page.clock.runFor(5 * 60_000);
  await expect(page.getByText(/^Not connected\. Last update \d min ago$/)).toBeVisible();
  await page.context().setOffline(false);
  await page.clock.runFor(2 * 60_000);
  await expect(page.getByText(/^Not connected/)).toBeHidden();
});

test('a contract that is not public is not there for a guest, and the same as one that does not exist', async ({
  portal,
}) => {
  const answers = await Promise.all(['/status/KES-2022', '/status/NONE-1'].map((path) => send(portal.port, { path })));
  const [kestrel, none] = answers.map(({ status, body }) => ({
    status,
    body: body.replaceAll(/KES-2022|NONE-1/g, ''),
  }));
  expect(kestrel).toEqual(none);
  expect(kestrel?.status).not.toBe(200);
});

test('an open page whose contract is not public any more leads where any other page of it leads', async ({
  open,
  portal,
}) => {
  open.expecting(/not "text\/event-stream"/);
  const publish = (isPublic: boolean) =>
    portal.sql.query(
      `WITH told AS (UPDATE "Contract" SET "publicStatus" = $1 WHERE reference = 'JUN-2026' RETURNING id)
       SELECT pg_notify('headroom_status', id || ' *') FROM told`,
      [isPublic],
    );
  const page = await open.guest();
  await publish(true);
  await expect(async () => {
    await page.goto('/status/JUN-2026');
    await expect(page.locator('main[data-live]')).toBeVisible({ timeout: 1000 });
  }).toPass();
  await publish(false);
  await expect(page).toHaveURL(/\/sign-in\?/);
});
