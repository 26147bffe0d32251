import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base, expect, type Page } from './fixtures.ts';
import { CROSSWISE, inspect, STILL, visit } from './pages/inspect.ts';
import { summaryOf } from './pages/request-form.ts';
import { INES, JANA, LUKAS, NORA, PRIYA, TOM } from './people.ts';
import { type Portal, startPortal } from './stack/portal.ts';
import { send } from './stack/raw.ts';
import { cookieOf } from './stack/sign-in.ts';
import { recordLength, tables } from './stack/tables.ts';

const LIST = '/environments/nlw-stage/endpoints';
const NEW = `${LIST}/new`;

/** A shop on loopback, which the portal may probe, and what it was asked. */
type Shop = { origin: string; asked: string[]; stop(): void };

const test = base.extend<object, { portal: Portal; shop: Shop }>({
  portal: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const portal = await startPortal({ HEADROOM_PROBE_ALLOW: '127.0.0.0/8' });
      await use(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(String(request.url));
        response.end('The shop is open.');
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await use({ origin, asked, stop: () => server.close() });
      server.close();
    },
    { scope: 'worker' },
  ],
});

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await field(page, label).fill(value);
}

async function stored({ sql }: Portal, name: string) {
  const { rows } = await sql.query(
    `SELECT p.target, p."intervalSeconds", p.paused, p.version, p.demo, s.outcome FROM "Endpoint" p
     JOIN "ProbeState" s ON s."endpointId" = p.id WHERE p.name = $1`,
    [name],
  );
  return rows;
}

/** That a deed led to the list; without JavaScript the browser keeps the form's fragment through the redirect. */
const expectDone = (page: Page, deed: string) =>
  expect(page).toHaveURL(new RegExp(`/endpoints\\?done=${deed}(#form)?$`));

/** The row of an endpoint in the list. */
const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';
  test(`an endpoint is tried, added, changed, paused and removed ${how} JavaScript`, async ({ open, portal, shop }) => {
    const name = `Shop ${how} script`;
    const target = `${shop.origin}/health-${how}`;
    const page = await open.as(NORA, { javaScriptEnabled });
    await page.goto(NEW);
    await fill(page, { Name: name, Address: target, 'Expected text': 'is open' });
    const before = [await tables(portal.sql), await recordLength(portal.sql)] as const;
    await press(page, 'Try now');
    await expect(page.getByText(/It is well: answered in \d+ ms\./)).toBeVisible();
    expect(shop.asked).toContain(`/health-${how}`);
    expect(await tables(portal.sql)).toEqual(before[0]);
    expect(await recordLength(portal.sql)).toBe(before[1] + 1);
    await expect(field(page, 'Name')).toHaveValue(name);
    await fill(page, { 'Expected text': 'is closed' });
    await press(page, 'Try now');
    await expect(page.getByText(/It would be down: .*expected text/)).toBeVisible();
    await expect(field(page, 'Expected text')).toHaveValue('is closed');

    await fill(page, { 'Expected text': 'is open' });
    await press(page, 'Add an endpoint');
    await expectDone(page, 'add');
    await expect(rowOf(page, name)).toContainText('Unknown');
    await expect(rowOf(page, name)).toContainText(target);
    expect(await stored(portal, name)).toEqual([
      { target, intervalSeconds: 60, paused: false, version: 1, demo: false, outcome: null },
    ]);

    await page.getByRole('link', { name, exact: true }).click();
    await fill(page, { 'Interval (seconds)': '30' });
    await press(page, 'Save changes');
    await expectDone(page, 'change');
    await page.getByRole('link', { name, exact: true }).click();
    await expect(field(page, 'Interval (seconds)')).toHaveValue('30');
    await press(page, 'Pause');
    await expectDone(page, 'pause');
    await expect(rowOf(page, name)).toContainText('paused');
    expect(await stored(portal, name)).toMatchObject([{ intervalSeconds: 30, paused: true, version: 3 }]);
    await page.getByRole('link', { name, exact: true }).click();
    await press(page, 'Probe it again');
    await expectDone(page, 'resume');
    await page.getByRole('link', { name, exact: true }).click();
    await press(page, 'Remove');
    await expectDone(page, 'remove');
    await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
    expect(await stored(portal, name)).toEqual([]);
  });

  test(`bad input is told at its field, kept, and nothing is stored ${how} JavaScript`, async ({ open, portal }) => {
    const page = await open.as(NORA, { javaScriptEnabled });
    await page.goto(NEW);
    const before = [await tables(portal.sql), await recordLength(portal.sql)];
    for (const [typed, says] of CASES)
      await test.step(JSON.stringify(typed).slice(0, 60), async () => {
        await fill(page, { ...WELL, ...typed });
        for (const button of ['Add an endpoint', 'Try now']) {
          await press(page, button);
          // an answer under way would take away what is typed next
          await expect(page.locator('button[aria-disabled]')).toHaveCount(0);
          for (const [label, words] of Object.entries(says)) {
            await expect(field(page, label)).toHaveAccessibleDescription(words);
            await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
            const link = summaryOf(page).getByRole('link', { name: words }).first();
            await expect(link).toHaveAttribute('href', `#${await field(page, label).getAttribute('id')}`);
          }
          for (const [label, value] of Object.entries({ ...WELL, ...typed }))
            await expect(field(page, label)).toHaveValue(value);
        }
      });
    expect([await tables(portal.sql), await recordLength(portal.sql)]).toEqual(before);
  });
}

const WELL = {
  ...{ Name: 'Never stored', Address: 'https://shop.example/', 'Expected status': '', 'Expected text': '' },
  ...{ 'Slow from (ms)': '', 'Certificate warning (days)': '14', 'Interval (seconds)': '60' },
  ...{ 'Timeout (ms)': '10000', 'Further attempts': '1' },
};
const CASES: [typed: Record<string, string>, says: Record<string, RegExp>][] = [
  [
    { Name: '', Address: 'shop.example', 'Expected status': 'ok', 'Slow from (ms)': 'slow', 'Further attempts': '6' },
    {
      Name: /must be given/,
      Address: /whole address/,
      'Expected status': /200-299,301/,
      'Slow from (ms)': /number in digits/,
      'Further attempts': /5 or less/,
    },
  ],
  [
    { Address: 'https://jana:hunter2@shop.example/', 'Interval (seconds)': '', 'Certificate warning (days)': '366' },
    {
      Address: /password before its @/,
      'Interval (seconds)': /must be given/,
      'Certificate warning (days)': /365 or less/,
    },
  ],
  [
    { Name: 'a\u202eb', Address: 'http://10.0.0.1/', 'Expected text': 'password: hunter22' },
    { Name: /hidden character/, 'Expected text': /password safe/ },
  ],
  [{ Address: 'http://169.254.169.254/latest/meta-data/' }, { Address: /169\.254\.169\.254.*HEADROOM_PROBE_ALLOW/ }],
  [{ 'Timeout (ms)': '6000', 'Interval (seconds)': '5' }, { 'Timeout (ms)': /no longer than the interval/ }],
  [{ Address: `https://shop.example/${'x'.repeat(500)}` }, { Address: /at most 500 characters/ }],
];

test('who saw it before it was changed is told what it is now, and loses nothing typed', async ({ open, portal }) => {
  const [nora, ines] = [await open.as(NORA), await open.as(INES)];
  await nora.goto(NEW);
  await fill(nora, { Name: 'Twice', Address: 'https://shop.example/' });
  await press(nora, 'Add an endpoint');
  for (const page of [nora, ines]) {
    await page.goto(LIST);
    await page.getByRole('link', { name: 'Twice', exact: true }).click();
  }
  await fill(ines, { 'Interval (seconds)': '120' });
  await press(ines, 'Save changes');
  await expect(ines).toHaveURL(/done=change/);
  await fill(nora, { 'Interval (seconds)': '90' });
  await press(nora, 'Save changes');
  await expect(nora.getByText('“Twice” has been changed since you opened it.')).toBeVisible();
  await expect(nora.getByText('Interval (seconds): 120')).toBeVisible();
  await expect(field(nora, 'Interval (seconds)')).toHaveValue('90');
  expect(await stored(portal, 'Twice')).toMatchObject([{ intervalSeconds: 120, version: 2 }]);
  await press(nora, 'Save changes');
  await expect(nora).toHaveURL(/done=change/);
  expect(await stored(portal, 'Twice')).toMatchObject([{ intervalSeconds: 90, version: 3 }]);
});

test('an endpoint of the demo shows no field, and is only paused', async ({ open, portal }) => {
  await portal.sql.query(
    `WITH made AS (
       INSERT INTO "Endpoint" ("environmentId", name, kind, target, demo)
       SELECT id, 'Of the demo', 'HTTP', 'http://127.0.0.1:4999/', true FROM "Environment" WHERE slug = 'nlw-dev' RETURNING id, "environmentId")
     INSERT INTO "ProbeState" ("endpointId", "environmentId") SELECT id, "environmentId" FROM made`,
  );
  const page = await open.as(NORA);
  await page.goto('/environments/nlw-dev/endpoints');
  await page.getByRole('link', { name: 'Of the demo', exact: true }).click();
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Save|Try|Remove/ })).toHaveCount(0);
  await press(page, 'Pause');
  await expect(page).toHaveURL(/done=pause/);
  expect(await stored(portal, 'Of the demo')).toMatchObject([{ paused: true, target: 'http://127.0.0.1:4999/' }]);
});

test('others are told whose it is, strangers that there is nothing, and nobody but staff reads a target', async ({
  open,
  portal,
}) => {
  const nora = await open.as(NORA);
  await nora.goto(NEW);
  await fill(nora, { Name: 'Canary of the targets', Address: 'https://canary-target.example/planted' });
  await press(nora, 'Add an endpoint');
  await expect(rowOf(nora, 'Canary of the targets')).toContainText('canary-target');
  const { rows } = await portal.sql.query<{ id: number }>(`SELECT id FROM "Endpoint" WHERE name LIKE 'Canary%'`);
  const own = [LIST, NEW, `${LIST}/${rows[0]?.id}`];
  for (const email of [JANA, LUKAS]) {
    const page = await open.as(email);
    for (const path of own) {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(200);
      await expect(page.getByText('Only project managers and operators')).toBeVisible();
      await expect(page.getByRole('textbox')).toHaveCount(0);
    }
    const cookie = await cookieOf(portal, email);
    for (const path of [...own, '/', '/environments', '/environments/nlw-stage', '/status', '/operations'])
      expect((await send(portal.port, { path, headers: { cookie } })).body).not.toContain('canary-target');
  }
  for (const email of [PRIYA, TOM])
    for (const path of own) {
      const { status, body } = await send(portal.port, { path, headers: { cookie: await cookieOf(portal, email) } });
      expect({ email, path, status }).toEqual({ email, path, status: 404 });
      expect(body).not.toContain('canary-target');
    }
  const cookie = await cookieOf(portal, NORA);
  for (const path of [
    '/environments/nlw-dev/endpoints/1e9',
    `${LIST}/0`,
    `${LIST}/__proto__`,
    '/environments/a%00b/endpoints',
  ])
    expect((await send(portal.port, { path, headers: { cookie } })).status, path).toBe(404);
});

test('list, form, refusal and try look well everywhere', async ({ open, shop }) => {
  const page = await open.as(NORA, STILL);
  await visit(page, NEW);
  await press(page, 'Add an endpoint');
  await expect(summaryOf(page)).toBeVisible();
  await inspect(page, CROSSWISE);
  await fill(page, { Name: 'Looks', Address: `${shop.origin}/${'a-long-path-without-end'.repeat(12)}` });
  await press(page, 'Try now');
  await expect(page.getByText(/It is well/)).toBeVisible();
  await inspect(page, CROSSWISE);
  await press(page, 'Add an endpoint');
  await expect(page).toHaveURL(/done=add/);
  await inspect(page, CROSSWISE);
  await page.getByRole('link', { name: 'Looks', exact: true }).click();
  await expect(field(page, 'Name')).toHaveValue('Looks');
  await inspect(page, CROSSWISE);
  await visit(page, LIST);
  await visit(await open.as(LUKAS, STILL), LIST, CROSSWISE);
});
