import { test as base, expect, type Page } from './fixtures.ts';
import { newToken } from './pages/account.ts';
import { expectState, move } from './pages/request.ts';
import { INES, JANA, LUKAS, NORA } from './people.ts';
import { listening, type Portal, startPortal, startWorker, stopWeb } from './stack/portal.ts';

const STEP = { timeout: 90_000 };

/** A portal of its own with a worker beside it: what other specs leave on a service would be waited for. */
const test = base.extend<object, { portal: Portal }>({
  portal: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const portal = await startPortal();
      const worker = startWorker(portal.databaseUrl, { HEADROOM_SIMULATED_SECONDS: '2-3' });
      await listening(worker);
      await use(portal);
      await stopWeb(worker);
      await portal.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

type Wish = { service: string; max: number; startsIn: number; lasts: number };

/** An emergency of a person on nlw-stage, in seconds from now. */
async function ask(origin: string, token: string, { service, max, startsIn, lasts }: Wish): Promise<string> {
  const start = Date.now() + startsIn * 1000;
  const response = await fetch(`${origin}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      environment: 'nlw-stage',
      purpose: 'SALE_EVENT',
      reason: 'The campaign began an hour early.',
      lines: [{ service, wanted: { max } }],
      window: {
        start: new Date(start).toISOString(),
        end: new Date(start + lasts * 1000).toISOString(),
        timeZone: 'Europe/Berlin',
      },
      emergency: { reason: 'Visitors wait in line.' },
      consistency: { follow: [], note: 'Nothing follows.' },
      contact: 'Jana Behrens, +49 69 1234',
      authority: true,
    }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { reference: string }).reference;
}

async function approve(manager: Page, reference: string): Promise<void> {
  await manager.goto(`/requests/${reference}`);
  await manager.getByLabel('Confirm emergency').check();
  await manager.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(manager).toHaveURL(/\?done=/);
}

const observed = (page: Page) => page.getByRole('main').getByRole('row', { name: 'yves' }).getByRole('cell').last();

test('a window opens and closes in front of the viewer, with the sizes that were observed, without a reload', async ({
  open,
  portal,
}) => {
  const customer = await open.as(JANA);
  const token = await newToken(customer);
  const reference = await ask(portal.origin, token, { service: 'yves', max: 4, startsIn: 20, lasts: 30 });
  await customer.goto(`/requests/${reference}`);
  await customer.evaluate(() => Object.assign(window, { neverReloaded: true }));
  const partner = await open.as(LUKAS);
  await partner.goto(`/requests/${reference}`);
  const manager = await open.as(NORA);
  await approve(manager, reference);
  for (const state of ['Scheduled', 'Applying', 'Active'] as const) {
    await expect(customer.getByRole('main').getByText(state, { exact: true }).first()).toBeVisible(STEP);
    if (state === 'Applying') await expect(customer.getByRole('progressbar').first()).toBeVisible();
  }
  await expect(observed(customer)).toContainText('1–4 tasks');
  await expect(observed(customer)).toContainText('simulated');
  await manager.goto('/');
  await expect(manager.getByRole('main').getByRole('link', { name: reference })).toBeVisible();
  await expect(customer.getByRole('main').getByText('Returning', { exact: true }).first()).toBeVisible(STEP);
  await expect(customer.getByRole('main').getByText('Closed', { exact: true }).first()).toBeVisible(STEP);
  await expect(observed(customer)).toContainText('1–2 tasks');
  await expectState(partner, 'Closed');
  await expect(partner.getByText('The campaign began an hour early.')).toHaveCount(0);
  expect(await customer.evaluate(() => 'neverReloaded' in window)).toBe(true);
  const story = await fetch(`${portal.origin}/api/v1/requests/${reference}/history`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = (await story.json()) as { items: { to: string }[] };
  expect(items.map(({ to }) => to)).toEqual([
    ...['IN_REVIEW', 'SCHEDULED', 'APPLYING', 'ACTIVE', 'RETURNING', 'CLOSED'],
  ]);
});

test('what a provider refuses is an alarm with its reason and the next step; switched off and tried again it comes', async ({
  open,
  portal,
}) => {
  const operator = await open.as(INES);
  await operator.goto('/operations');
  const faults = operator.locator('form').filter({ has: operator.getByRole('button', { name: 'Switch' }) });
  const fault = async (kind: string, done: string) => {
    await operator.goto('/operations');
    await faults.getByLabel('Environment').selectOption('nlw-stage');
    await faults.getByLabel('Service').selectOption('glue');
    await faults.getByLabel('What it does').selectOption(kind);
    await faults.getByRole('button', { name: 'Switch' }).click();
    await expect(operator.getByText(done)).toBeVisible();
  };
  await fault('REFUSE', 'glue of nlw-stage refuses from now on.');
  const customer = await open.as(JANA);
  const token = await newToken(customer);
  const reference = await ask(portal.origin, token, { service: 'glue', max: 3, startsIn: 15, lasts: 600 });
  const manager = await open.as(NORA);
  await approve(manager, reference);
  await expect(manager.getByRole('main').getByText('Failed', { exact: true }).first()).toBeVisible(STEP);
  await expect(manager.getByRole('main')).toContainText('The simulation was told to refuse');
  await manager.goto('/operations');
  const alarm = manager.getByRole('listitem').filter({ has: manager.getByRole('link', { name: reference }) });
  await expect(alarm.first()).toContainText('Next step');
  await fault('', 'glue of nlw-stage works as it should again.');
  await move(manager, reference, 'Try again');
  await expect(manager.getByRole('main').getByText('Active', { exact: true }).first()).toBeVisible(STEP);
  await move(customer, reference, 'End early', { Reason: 'The rush is over.' });
  await expect(customer.getByRole('main').getByText('Closed', { exact: true }).first()).toBeVisible(STEP);
});

test('customers and partners are told why operations are not theirs', async ({ open }) => {
  for (const person of [JANA, LUKAS]) {
    const page = await open.as(person);
    const response = await page.goto('/operations');
    expect(response?.status()).toBe(200);
    await expect(page.getByRole('main')).toContainText('R13');
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Operations' })).toHaveCount(0);
  }
});
