import { Temporal } from 'temporal-polyfill';
import { expect, type Page, test } from './fixtures.ts';
import {
  expectKept,
  fill,
  lastSunday,
  press,
  referenceOf,
  summaryOf,
  type Wish,
  wholeWish,
} from './pages/request-form.ts';
import { INES, JANA } from './people.ts';
import { recordLength, tables } from './stack/tables.ts';

const BERLIN = 'Europe/Berlin';
const NEW = '/requests/new?environment=nlw-stage';

/** A local time so many days from now. */
function inDays(days: number, time = '09:00'): string {
  return `${Temporal.Now.plainDateISO(BERLIN).add({ days })}T${time}`;
}

type Case = { field: string; value: string; says: RegExp; also?: Record<string, string> };

const TEXTS: Case[] = [
  { field: 'Reason', value: '', says: /must be given/ },
  { field: 'Reason', value: '   ', says: /must be given/ },
  { field: 'Reason', value: 'x'.repeat(100_000), says: /at most 4,000 characters/ },
  { field: 'Reason', value: 'abc\u202Edef', says: /hidden character \(U\+202E\)/ },
  { field: 'Reason', value: 'the password: hunter2hunter2', says: /password safe/ },
  { field: 'Contact', value: '', says: /must be given/ },
  { field: 'Contact', value: 'y'.repeat(201), says: /at most 200 characters/ },
  { field: 'Purchase order', value: 'z'.repeat(201), says: /at most 200 characters/ },
  { field: 'Watchers', value: 'nobody', says: /e-mail addresses/ },
  { field: 'Load generators', value: 'g'.repeat(201), says: /at most 200 characters/ },
];
const NUMBERS: Case[] = [
  { field: 'Data share (%)', value: '100', says: /100 % is not a part/ },
  { field: 'Data share (%)', value: '-1', says: /more than 0/ },
  { field: 'Data share (%)', value: '1e309', says: /number in digits/ },
  { field: 'Traffic share (%)', value: '140', says: /140 % of its traffic/ },
  { field: 'Traffic share (%)', value: '0', says: /more than 0/ },
  { field: 'Expected peak requests per second', value: 'NaN', says: /number in digits/ },
  { field: 'Orders per hour', value: '-1', says: /0 or more/ },
  { field: 'Pre-scale (minutes)', value: '1441', says: /1,440 or less/ },
  { field: 'Pre-scale (minutes)', value: '2.5', says: /whole number/ },
];
const TIMES: Case[] = [
  { field: 'Start', value: '', says: /must be given/ },
  { field: 'End', value: '', says: /must be given/ },
  { field: 'End', value: inDays(20, '08:59'), says: /later than the start/, also: { Start: inDays(20) } },
  { field: 'End', value: inDays(20), says: /later than the start/, also: { Start: inDays(20) } },
  { field: 'End', value: inDays(20 + 93), says: /at most 92 days/, also: { Start: inDays(20) } },
  { field: 'Start', value: inDays(600), says: /at most 18 months/, also: { End: inDays(601) } },
  { field: 'Start', value: inDays(1), says: /lead time/, also: { End: inDays(2) } },
  { field: 'Start', value: inDays(-2), says: /passed/, also: { End: inDays(2) } },
  { field: 'Time zone', value: 'Mars/Olympus', says: /name of a zone/ },
  { field: 'Time zone', value: '+02:00', says: /name of a zone/ },
];
const SIZES: { value: string; says: RegExp }[] = [
  { value: '5', says: /ceiling is 4 tasks/ },
  { value: '1', says: /baseline is 2 tasks/ },
  { value: '-1', says: /or more|baseline/ },
  { value: '1e309', says: /number in digits/ },
  { value: '2147483648', says: /or less/ },
  { value: 'NaN', says: /number in digits/ },
  { value: '3.5', says: /whole number/ },
  { value: '٤', says: /number in digits/ },
];

/** That the message stands at the field, which says it is wrong, and on top with a link that leads to it. */
async function expectWrong(page: Page, field: ReturnType<Page['getByLabel']>, says: RegExp): Promise<void> {
  await expect(field).toHaveAccessibleDescription(says);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  const link = summaryOf(page).getByRole('link', { name: says }).first();
  await expect(link).toHaveAttribute('href', `#${await field.getAttribute('id')}`);
}

for (const [name, cases] of Object.entries({ texts: TEXTS, numbers: NUMBERS, times: TIMES }))
  test(`bad ${name} are refused at their field, kept, and nothing is stored`, async ({ open, portal }) => {
    const page = await open.as(JANA);
    const before = [await tables(portal.sql), await recordLength(portal.sql)];
    const whole = wholeWish();
    await page.goto(NEW);
    await fill(page, whole);
    for (const { field, value, says, also = {} } of cases)
      await test.step(`${field}: ${value.slice(0, 30)}`, async () => {
        const changed = { ...also, [field]: value };
        await fill(page, { fields: changed });
        await press(page, 'Submit request');
        await expectWrong(page, page.getByLabel(field, { exact: true }), says);
        await expectKept(page, { ...whole, fields: { ...whole.fields, ...changed } });
        await expect(page).toHaveURL(NEW);
        const right = Object.keys(changed).map((label) => [label, whole.fields[label] ?? '']);
        await fill(page, { fields: Object.fromEntries(right) });
      });
    expect([await tables(portal.sql), await recordLength(portal.sql)]).toEqual(before);
    // with all set right again it is one: what was refused was refused for its own fault
    await press(page, 'Submit request');
    await referenceOf(page);
  });

test('bad sizes are refused at their field, kept, and nothing is stored', async ({ open, portal }) => {
  const page = await open.as(JANA);
  const before = [await tables(portal.sql), await recordLength(portal.sql)];
  const whole = wholeWish();
  await page.goto(NEW);
  await fill(page, whole);
  for (const { value, says } of SIZES)
    await test.step(value, async () => {
      const wish: Wish = { ...whole, sizes: { yves: { 'Max tasks': value } } };
      await fill(page, { sizes: wish.sizes ?? {} });
      await press(page, 'Submit request');
      const field = page.getByRole('group', { name: 'yves', exact: true }).getByLabel('Max tasks');
      await expectWrong(page, field, says);
      await expectKept(page, wish);
    });
  for (const sizes of [{}, { yves: { 'Max tasks': '2' } }] as Wish['sizes'][]) {
    await page.goto(NEW);
    await fill(page, { ...wholeWish(), ...(sizes && { sizes }) });
    await press(page, 'Submit request');
    await expect(summaryOf(page)).toContainText(/Nothing is asked for|would change/);
  }
  expect([await tables(portal.sql), await recordLength(portal.sql)]).toEqual(before);
});

test('an empty form says at once everything that is missing, each with a link to its field', async ({
  open,
  portal,
}) => {
  const page = await open.as(JANA);
  await page.goto(NEW);
  await press(page, 'Submit request');
  const summary = summaryOf(page);
  await expect(summary).toBeFocused();
  for (const label of ['Purpose', 'Reason', 'Start', 'End', 'Contact', 'I have authority to order']) {
    const field = page.getByLabel(label, { exact: true });
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await summary
      .locator(`a[href="#${await field.getAttribute('id')}"]`)
      .first()
      .click();
    await expect(field).toBeFocused();
  }
  const { rows } = await portal.sql.query(
    `SELECT 1 FROM "UpscaleRequest" WHERE "createdAt" > now() - interval '1 second'`,
  );
  expect(rows).toEqual([]);
});

test('a local time that DST repeats asks which; one that it skips is refused at its field', async ({
  open,
  portal,
}) => {
  const [autumn, spring] = [lastSunday(10), lastSunday(3)];
  const page = await open.as(JANA);
  const whole = wholeWish();
  const at = (Start: string, End: string): Wish => ({ ...whole, fields: { ...whole.fields, Start, End } });
  await page.goto(NEW);

  const skipped = at(`${spring}T02:30`, `${spring}T06:00`);
  await fill(page, skipped);
  await press(page, 'Submit request');
  await expectWrong(page, page.getByLabel('Start', { exact: true }), /skip/);
  await expectKept(page, skipped);
  await fill(page, at(`${spring}T01:00`, `${spring}T02:30`));
  await press(page, 'Submit request');
  await expectWrong(page, page.getByLabel('End', { exact: true }), /skip/);

  const repeated = at(`${autumn}T02:30`, `${autumn}T06:00`);
  await fill(page, repeated);
  await press(page, 'Submit request');
  await expectWrong(page, page.getByLabel('Start', { exact: true }), /comes twice/);
  await expect(page.getByRole('radio')).toHaveCount(2);
  await expect(page.getByRole('radio', { name: 'First (UTC+02:00)' })).not.toBeChecked();
  await page.getByRole('radio', { name: 'Second (UTC+01:00)' }).check();
  await expectKept(page, repeated);
  await press(page, 'Submit request');
  const reference = await referenceOf(page);
  const { rows } = await portal.sql.query(`SELECT "windowStart" FROM "UpscaleRequest" WHERE reference = $1`, [
    reference,
  ]);
  expect(rows).toEqual([{ windowStart: new Date(`${autumn}T02:30:00+01:00`) }]);
  await expect(page.getByText('02:30 (UTC+01:00)').first()).toBeVisible();
});

test('a double click files once', async ({ open, portal }) => {
  const page = await open.as(JANA);
  const count = async () => {
    const { rows } = await portal.sql.query<{ n: number }>('SELECT count(*)::int AS n FROM "UpscaleRequest"');
    return rows[0]?.n ?? 0;
  };
  const before = await count();
  await page.goto(NEW);
  await fill(page, wholeWish());
  await page.getByRole('button', { name: 'Submit request' }).dblclick();
  await referenceOf(page);
  expect(await count()).toBe(before + 1);

  // the same form sent twice at once, from two tabs as it were
  await page.goto(NEW);
  await fill(page, wholeWish());
  const caught = page.waitForRequest(
    (request) => request.method() === 'POST' && request.postData()?.includes('submit') === true,
  );
  await press(page, 'Submit request');
  const form = await caught;
  const again = await page.context().request.post(form.url(), {
    headers: { ...(await form.allHeaders()), cookie: (await form.headerValue('cookie')) ?? '' },
    data: form.postDataBuffer() ?? '',
    maxRedirects: 0,
  });
  expect(again.status()).toBeLessThan(400);
  await referenceOf(page);
  expect(await count()).toBe(before + 2);
});

test('what is typed, chosen or ticked while the answer is under way stays as well', async ({ open }) => {
  const page = await open.as(JANA);
  await page.goto(NEW);
  const { sizes, fields } = wholeWish();
  await fill(page, { sizes, fields: { ...fields, Contact: '' } });
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  await page.route('**/requests/new**', async (route) => {
    if (route.request().postData()?.includes('submit')) await answered;
    await route.continue();
  });
  await press(page, 'Submit request');
  const meanwhile = { Reason: 'Thought of meanwhile', Purpose: 'Demo', 'I have authority to order': false };
  await fill(page, { fields: meanwhile });
  answer();
  await expect(summaryOf(page)).toContainText('must be given');
  await expectKept(page, { sizes, fields: meanwhile });
});

test('what was chosen in a switch stays when its answer never came, and is what the next press does', async ({
  open,
  portal,
}) => {
  open.expecting(/ERR_FAILED/);
  const page = await open.as(INES);
  await page.goto('/operations');
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Set who may read' }) });
  const contract = form.getByLabel('Contract');
  await contract.selectOption('KES-2022');
  await form.getByLabel('Its status is').selectOption({ label: 'Public' });
  await page.route('**/operations', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await form.getByRole('button').click();
  await expect(page.getByText('not known whether this arrived')).toBeVisible();
  await expect(contract).toHaveValue('KES-2022');
  await expect(form.getByLabel('Its status is').locator('option:checked')).toHaveText('Public');
  await page.unroute('**/operations');
  await form.getByRole('button').click();
  await expect(page.locator('#answer')).toContainText('KES-2022');
  const shown = 'SELECT reference FROM "Contract" WHERE "publicStatus" ORDER BY reference';
  const references = async () => (await portal.sql.query(shown)).rows.map(({ reference }) => reference);
  expect(await references()).toEqual(['KES-2022', 'NLW-2024']);
  await contract.selectOption('KES-2022');
  await form.getByLabel('Its status is').selectOption({ label: 'Not public' });
  await form.getByRole('button').click();
  await expect.poll(references).toEqual(['NLW-2024']);
});
