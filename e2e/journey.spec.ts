import { expect, test } from './fixtures.ts';
import { newToken } from './pages/account.ts';
import { expectState } from './pages/request.ts';
import { fill, nextWindow, press, referenceOf, wholeWish } from './pages/request-form.ts';
import { JANA, LUKAS, NORA, PASSWORD, PRIYA } from './people.ts';
import { send } from './stack/raw.ts';
import { cookieOf } from './stack/sign-in.ts';
import { recordAfter, recordLength, tables } from './stack/tables.ts';

/** What only customer, manager and operator may read; each is found nowhere in anything that leaves the server for a partner. */
const SECRETS = {
  reason: 'planted-reason-7f3a',
  tool: 'planted-tool-91c2',
  note: 'planted-note-5d10',
  contact: 'planted-contact-c0de',
  order: 'planted-order-4411',
  question: 'planted-question-88ab',
  answer: 'planted-answer-e2e2',
  peak: '28.43',
  orders: '913.62',
};

test('a customer asks for an upscale, the project manager decides, a partner looks on', async ({ open, portal }) => {
  const customer = await open.guest();
  await customer.goto('/environments/nlw-stage');
  await customer.getByLabel('Email').fill(JANA);
  await customer.getByLabel('Password').fill(PASSWORD);
  await customer.getByRole('button', { name: 'Sign in' }).click();
  await expect(customer).toHaveURL('/environments/nlw-stage');

  await customer.getByRole('link', { name: 'Environments', exact: true }).first().click();
  await expect(customer.getByRole('heading', { level: 1, name: 'Environments' })).toBeVisible();
  for (const slug of ['nlw-dev', 'nlw-stage', 'nlw-prod'])
    await expect(customer.locator(`a[href="/environments/${slug}"]`).first()).toBeVisible();
  await expect(customer.getByText(/kes-|alp-|jun-/)).toHaveCount(0);

  await customer.locator('a[href="/environments/nlw-stage"]').first().click();
  await expect(customer).toHaveURL('/environments/nlw-stage');
  await customer.getByRole('link', { name: 'Request an upscale' }).click();
  await expect(customer).toHaveURL('/requests/new?environment=nlw-stage');

  const wish = wholeWish();
  await fill(customer, {
    ...wish,
    fields: {
      ...wish.fields,
      Reason: SECRETS.reason,
      'Load test tool': SECRETS.tool,
      'Effect on other environments': SECRETS.note,
      Contact: SECRETS.contact,
      'Purchase order': SECRETS.order,
      'Expected peak requests per second': SECRETS.peak,
      'Orders per hour': SECRETS.orders,
    },
  });
  await press(customer, 'Check');
  await expect(customer.locator('#verdict')).toContainText('This can be submitted');
  await expect(customer).toHaveURL('/requests/new?environment=nlw-stage');
  await press(customer, 'Submit request');
  const reference = await referenceOf(customer);
  await expectState(customer, 'In review');

  const manager = await open.as(NORA);
  await manager.goto('/approvals');
  await manager.getByRole('link', { name: reference }).click();
  await expect(manager).toHaveURL(`/requests/${reference}`);
  await expect(manager.getByText(SECRETS.reason)).toBeVisible();
  await manager.getByLabel('Question').fill(SECRETS.question);
  await manager.getByRole('button', { name: 'Ask for information' }).click();
  await expectState(manager, 'Needs information');

  await customer.goto(`/requests/${reference}`);
  await expect(customer.getByText(SECRETS.question)).toBeVisible();
  await customer.getByLabel('Answer').fill(SECRETS.answer);
  await customer.getByRole('button', { name: 'Send answer' }).click();
  await expectState(customer, 'In review');

  await manager.goto(`/requests/${reference}`);
  await expect(manager.getByText(SECRETS.answer)).toBeVisible();
  await manager.getByRole('button', { name: 'Approve', exact: true }).click();
  await expectState(manager, 'Scheduled');
  const { rows } = await portal.sql.query('SELECT state FROM "UpscaleRequest" WHERE reference = $1', [reference]);
  expect(rows).toEqual([{ state: 'SCHEDULED' }]);

  await customer.reload();
  await expectState(customer, 'Scheduled');
  await expect(customer.getByText('Nora Feldt').first()).toBeVisible();
  const own = await customer.content();
  for (const [what, secret] of Object.entries(SECRETS))
    expect(`${what}: ${own.includes(secret)}`).toBe(`${what}: true`);

  await test.step('the partner sees it without what is not theirs, by every way out of the server', async () => {
    const partner = await open.as(LUKAS);
    const seen: string[] = [];
    partner.on('response', async (response) => {
      if (/html|component|json/.test(response.headers()['content-type'] ?? ''))
        seen.push(await response.text().catch(() => ''));
    });
    const pages = ['/', '/environments', '/environments/nlw-stage', '/guide', '/requests', `/requests/${reference}`];
    for (const path of pages) {
      await partner.goto(path);
      await partner.waitForLoadState('networkidle');
      seen.push(await partner.content());
    }
    await expect(partner.getByRole('main')).toContainText(reference);
    await expectState(partner, 'Scheduled');
    await expect(partner.getByText('yves').first()).toBeVisible();

    for (const path of pages) {
      const payload = await partner.context().request.get(path, { headers: { rsc: '1' } });
      expect(payload.headers()['content-type']).toBe('text/x-component');
      seen.push(await payload.text());
    }
    const token = await newToken(partner);
    for (const path of [
      'environments',
      'environments/nlw-stage',
      'requests',
      `requests/${reference}`,
      `requests/${reference}/history`,
    ]) {
      const answer = await send(portal.port, {
        path: `/api/v1/${path}`,
        headers: { authorization: `Bearer ${token}` },
      });
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      seen.push(answer.body);
    }
    const all = seen.join('\n');
    expect(all).toContain(reference);
    for (const [what, secret] of Object.entries(SECRETS))
      expect(`${what}: ${all.includes(secret)}`).toBe(`${what}: false`);
    // term, lead time and budget: on the customer's pages, on none of the partner's
    const confidential =
      /of 120 left|\bLead time\b(?! of)|>Term<|Upscale-days<|Earliest start|earliestStart|purchaseOrder/;
    await customer.goto('/environments/nlw-stage');
    expect(await customer.content()).toMatch(/of 120 left/);
    expect(seen.filter((text) => confidential.test(text)).map((text) => confidential.exec(text)?.[0])).toEqual([]);
  });

  await test.step('and finds no way to submit', async () => {
    const partner = await open.as(LUKAS);
    for (const path of ['/', '/environments', '/environments/nlw-stage', '/requests', `/requests/${reference}`]) {
      await partner.goto(path);
      await expect(partner.locator('a[href*="/requests/new"]')).toHaveCount(0);
      await expect(partner.getByRole('button').filter({ hasNotText: /^(Sign out|Show)$/ })).toHaveCount(0);
    }
    const answer = await partner.goto('/requests/new?environment=nlw-stage');
    expect(answer?.status()).toBe(200);
    await expect(partner.getByRole('main')).toContainText('R3');
    await expect(partner.getByRole('main')).toContainText(/next step/i);
    await expect(partner.locator('main form')).toHaveCount(0);
    const choice = await partner.goto('/requests/new');
    expect(choice?.status()).toBe(200);
    await expect(partner.locator('main form')).toHaveCount(0);
    const approvals = await partner.goto('/approvals');
    expect(approvals?.status()).toBe(200);
    await expect(partner.getByRole('main')).toContainText('R12');
  });
});

test('a partner who sends the customer’s own form changes nothing and is recorded once', async ({ open, portal }) => {
  const customer = await open.as(JANA);
  await customer.goto('/requests/new?environment=nlw-stage');
  await fill(customer, wholeWish());
  const caught = customer.waitForRequest(
    (request) => request.method() === 'POST' && request.postData()?.includes('submit') === true,
  );
  await customer.route('**/requests/new**', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await press(customer, 'Submit request');
  open.expecting(/ERR_FAILED/);
  const form = await caught;
  const partner = await cookieOf(portal, LUKAS);
  const before = { tables: await tables(portal.sql), record: await recordLength(portal.sql) };
  const headers = { ...form.headers(), origin: portal.origin, cookie: partner };
  const answer = await send(portal.port, {
    method: 'POST',
    path: '/requests/new?environment=nlw-stage',
    headers,
    body: form.postDataBuffer() ?? '',
  });
  expect(answer.status).toBe(200);
  expect(await tables(portal.sql)).toEqual(before.tables);
  expect(await recordAfter(portal.sql, before.record)).toEqual([
    expect.objectContaining({
      who: LUKAS,
      standing: 'partner',
      what: 'submit',
      subject: 'environment nlw-stage',
      verdict: expect.objectContaining({ allowed: false, rule: 'R3' }),
    }),
  ]);
  // the very same bytes are a request when the customer sends them
  const right = { ...headers, cookie: await cookieOf(portal, JANA) };
  await send(portal.port, {
    method: 'POST',
    path: '/requests/new?environment=nlw-stage',
    headers: right,
    body: form.postDataBuffer() ?? '',
  });
  expect(await tables(portal.sql)).not.toEqual(before.tables);
});

test('Kestrel’s DEV request is refused by R4, STAGE is named, and only the attempt is kept', async ({
  open,
  portal,
}) => {
  const customer = await open.as(PRIYA);
  await customer.goto('/environments/kes-dev');
  await expect(customer.getByRole('main')).toContainText('R4');
  await expect(customer.getByRole('link', { name: 'Request an upscale' })).toHaveCount(0);

  const answer = await customer.goto('/requests/new?environment=kes-dev');
  expect(answer?.status()).toBe(200);
  await expect(customer.getByRole('main')).toContainText('R4');
  await expect(customer.getByRole('main')).toContainText('kes-stage');
  await expect(customer.getByRole('button', { name: 'Submit request' })).toHaveCount(0);

  // who sends it all the same: the form of STAGE with DEV written into it
  const before = { tables: await tables(portal.sql), record: await recordLength(portal.sql) };
  await customer.goto('/requests/new?environment=kes-stage');
  const wish = wholeWish();
  await fill(customer, { ...wish, fields: { ...wish.fields, ...nextWindow('Australia/Sydney') } });
  await customer.locator('input[name="environment"]').evaluate((input: HTMLInputElement) => {
    input.value = 'kes-dev';
  });
  await press(customer, 'Submit request');
  await expect(customer.locator('#verdict')).toContainText('R4');
  await expect(customer.locator('#verdict')).toContainText('kes-stage');
  expect(await tables(portal.sql)).toEqual(before.tables);
  expect(await recordAfter(portal.sql, before.record)).toEqual([
    expect.objectContaining({
      who: PRIYA,
      standing: 'customer',
      what: 'submit',
      subject: 'environment kes-dev',
      verdict: expect.objectContaining({ allowed: false, rule: 'R4' }),
    }),
  ]);
});
