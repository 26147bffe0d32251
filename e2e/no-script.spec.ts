import { expect, type Page, test } from './fixtures.ts';
import { expectStateOf, move } from './pages/request.ts';
import {
  expectKept,
  fill,
  lastSunday,
  press,
  referenceOf,
  submit,
  summaryOf,
  type Wish,
  wholeWish,
} from './pages/request-form.ts';
import { HENRIK, JANA, NORA, PASSWORD } from './people.ts';
import { newPersonLike } from './stack/person.ts';

const PLAIN = { javaScriptEnabled: false } as const;

test('sign in, be refused, keep what was typed, sign out', async ({ open }) => {
  const page = await open.guest(PLAIN);
  await page.goto('/requests');
  await page.getByLabel('Email').fill(JANA);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(summaryOf(page)).toContainText('do not belong together');
  await expect(page.getByLabel('Email')).toHaveValue(JANA);
  await expect(page.getByLabel('Password')).toHaveValue('');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/requests');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await page.goto('/requests');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('what is not there, or not theirs, says so inside the frame', async ({ open }) => {
  open.expecting(/status of 404/);
  const page = await open.as(JANA, PLAIN);
  for (const path of [
    '/environments/nope',
    '/environments/kes-stage',
    '/environments/kes-stage/history',
    '/environments/kes-stage/endpoints',
    '/environments/nope/endpoints/new',
    '/requests/UR-2026-9999',
    '/requests/no-reference',
    '/requests/UR-2026-9999/edit',
    '/requests/new?environment=kes-stage',
    '/requests/new?environment=nlw-stage&from=UR-2026-9999',
    '/status/KES-2022',
    '/status/NOPE-1',
    '/status/incidents/01890000-0000-7000-8000-000000000000',
    '/status/incidents/no-id',
    '/status/incidents?cursor=no-cursor',
  ]) {
    expect({ path, status: (await page.goto(path))?.status() }).toEqual({ path, status: 404 });
    await expectNothingHere(page, path);
    await expect(page.getByRole('button', { name: 'Sign out' }), path).toBeVisible();
  }
  const nora = await open.as(NORA, PLAIN);
  const path = '/environments/nlw-stage/endpoints/99999';
  expect((await nora.goto(path))?.status()).toBe(404);
  await expectNothingHere(nora, path);
  // an address without a page is nobody's: it has no frame
  expect((await page.goto('/nope'))?.status()).toBe(404);
  await expectNothingHere(page, '/nope');
  await expect(page).toHaveTitle(/^There is nothing here/);
});

async function expectNothingHere(page: Page, path: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'There is nothing here' }), path).toBeVisible();
  await expect(page.getByText('The address is wrong, or it belongs to a contract'), path).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go to the overview' }), path).toHaveAttribute('href', '/');
}

test('check, refuse with values kept and links to the fields, submit', async ({ open }) => {
  const page = await open.as(JANA, PLAIN);
  await page.goto('/requests/new?environment=nlw-stage');
  const whole = wholeWish();
  const wrong: Wish = {
    fields: { ...whole.fields, Contact: '' },
    sizes: { yves: { 'Max tasks': '5' }, database: { 'Instance class': 'db.m6g.large' } },
  };
  await fill(page, wrong);
  await press(page, 'Check');
  await expect(page.locator('#verdict')).toContainText('R17');
  await expectKept(page, wrong);

  await press(page, 'Submit request');
  await expectKept(page, wrong);
  const summary = summaryOf(page);
  await summary.getByRole('link', { name: /Contact must be given/ }).click();
  await expect(page).toHaveURL(/#contact$/);
  await expect(page.locator('#contact:target')).toBeVisible();
  await expect(page.getByLabel('Contact', { exact: true })).toHaveAccessibleDescription(/must be given/);
  await expect(summary.getByRole('link', { name: /ceiling is 4 tasks/ })).toHaveAttribute('href', '#wanted.yves.max');

  await fill(page, { fields: { Contact: 'Jana Behrens' }, sizes: { yves: { 'Max tasks': '4' } } });
  await press(page, 'Check');
  await expect(page.locator('#verdict')).toContainText('This can be submitted');
  await press(page, 'Submit request');
  const reference = await referenceOf(page);
  await expectStateOf(page, reference, 'In review');
});

test('a time that comes twice asks which', async ({ open }) => {
  const page = await open.as(JANA, PLAIN);
  await page.goto('/requests/new?environment=nlw-stage');
  const autumn = lastSunday(10);
  await fill(page, {
    fields: { Start: `${autumn}T02:30`, End: `${autumn}T06:00`, 'Time zone': 'Europe/Berlin' },
  });
  await press(page, 'Check');
  await page.getByRole('radio', { name: 'First (UTC+02:00)' }).check();
  await press(page, 'Check');
  await expect(page.getByRole('radio', { name: 'First (UTC+02:00)' })).toBeChecked();
  await expect(page.getByLabel('Start', { exact: true })).not.toHaveAttribute('aria-invalid', 'true');
});

test('save a draft, finish it, change it under review', async ({ open }) => {
  const page = await open.as(HENRIK, PLAIN);
  await page.goto('/requests/new?environment=nlw-stage');
  const part: Wish = {
    fields: { Purpose: 'Demo', Reason: 'Not finished yet.' },
    sizes: { glue: { 'Max tasks': '3' } },
  };
  await fill(page, part);
  await press(page, 'Save draft');
  const reference = await referenceOf(page);
  await expectStateOf(page, reference, 'Draft');
  await page.getByRole('link', { name: 'Finish the draft' }).click();
  await expectKept(page, part);
  const whole = wholeWish();
  await fill(page, {
    fields: {
      ...whole.fields,
      Purpose: 'Demo',
      Reason: 'Finished.',
      'Load test tool': '',
      'Data share (%)': '',
      'Traffic share (%)': '',
    },
  });
  await press(page, 'Submit request');
  expect(await referenceOf(page)).toBe(reference);
  await expectStateOf(page, reference, 'In review');
  await page.getByRole('link', { name: 'Change the request' }).click();
  await fill(page, { fields: { Reason: 'Changed.' }, sizes: { glue: { 'Max tasks': '4' } } });
  await press(page, 'Save changes');
  expect(await referenceOf(page)).toBe(reference);
  await page.goto(`/requests/${reference}`);
  await expect(page.getByText('Changed.', { exact: true })).toBeVisible();
});

test('ask and answer, approve, cancel', async ({ open }) => {
  const [jana, nora] = [await open.as(JANA, PLAIN), await open.as(NORA, PLAIN)];
  const reference = await submit(jana);
  await nora.goto('/approvals');
  await nora.getByRole('link', { name: reference }).click();
  await nora.getByRole('button', { name: 'Ask for information' }).click();
  await expect(summaryOf(nora)).toContainText('Question must be given');
  await move(nora, reference, 'Ask for information', { Question: 'How many users?' });
  await expectStateOf(jana, reference, 'Needs information');
  await move(jana, reference, 'Send answer', { Answer: 'Four hundred.' });
  await move(nora, reference, 'Approve');
  await expectStateOf(jana, reference, 'Scheduled');
  await expect(jana.getByText('Four hundred.')).toBeVisible();
  await move(jana, reference, 'Cancel window', { Reason: 'The release moved.' });
  await expectStateOf(nora, reference, 'Cancelled');
});

test('offer, decline, offer again, accept', async ({ open }) => {
  const [jana, nora] = [await open.as(JANA, PLAIN), await open.as(NORA, PLAIN)];
  const reference = await submit(jana);
  await move(nora, reference, 'Offer', { 'Max tasks': '3' });
  await expectStateOf(jana, reference, 'Offered');
  await move(jana, reference, 'Decline offer');
  await expectStateOf(jana, reference, 'In review');
  await move(nora, reference, 'Offer', { 'Max tasks': '3' });
  await move(jana, reference, 'Accept offer');
  await expectStateOf(nora, reference, 'Scheduled');
});

test('reject with a reason that is asked for; withdraw', async ({ open }) => {
  const [jana, nora] = [await open.as(JANA, PLAIN), await open.as(NORA, PLAIN)];
  const reference = await submit(jana);
  await nora.goto(`/requests/${reference}`);
  await nora.getByRole('button', { name: 'Reject' }).click();
  await expect(summaryOf(nora)).toContainText('Reason must be given');
  await move(nora, reference, 'Reject', { Reason: 'The database is being moved that day.' });
  await expectStateOf(jana, reference, 'Rejected');
  await expect(jana.getByText('The database is being moved that day.')).toBeVisible();
  const other = await submit(jana);
  await move(jana, other, 'Withdraw');
  await expectStateOf(nora, other, 'Withdrawn');
});

test('an emergency is approved once it is confirmed', async ({ open }) => {
  const [jana, nora] = [await open.as(JANA, PLAIN), await open.as(NORA, PLAIN)];
  const whole = wholeWish();
  const reference = await submit(jana, {
    ...whole,
    fields: { ...whole.fields, Emergency: true, 'Why it cannot wait': 'The shop is on television.' },
  });
  await nora.goto(`/requests/${reference}`);
  await nora.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(nora.getByLabel('Confirm emergency')).toHaveAccessibleDescription(/only by someone who confirms/);
  await expectStateOf(jana, reference, 'In review');
  await nora.getByLabel('Confirm emergency').check();
  await nora.getByRole('button', { name: 'Approve', exact: true }).click();
  await expectStateOf(jana, reference, 'Scheduled');
});

test('the account: time zone, token, password', async ({ open, portal }) => {
  const email = await newPersonLike(portal.sql, JANA);
  const page = await open.as(email, PLAIN);
  await page.goto('/account');
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: 'Save time zone' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.getByLabel('Token name').fill('pipeline');
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByLabel('New token')).toHaveValue(/^hr_/);
  await page.goto('/account');
  await page
    .getByRole('row', { name: /pipeline/ })
    .getByRole('button', { name: 'Revoke' })
    .click();
  await expect(page).toHaveURL(/\/account#tokens$/);
  await expect(page.getByRole('row', { name: /pipeline/ })).toHaveCount(0);

  const change = async (current: string, next: string, again = next) => {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.getByLabel('New password again').fill(again);
    await page.getByRole('button', { name: 'Change password' }).click();
  };
  await change(PASSWORD, 'four unlikely words here', 'something else entirely');
  await expect(page.getByLabel('New password again')).toHaveAccessibleDescription(/not the same/);
  await change('wrong', 'four unlikely words here');
  await expect(page.getByLabel('Current password')).toHaveAccessibleDescription(/not your current password/);
  await change(PASSWORD, 'four unlikely words here');
  await expect(page.getByText(/^Changed/)).toBeVisible();
  await change('four unlikely words here', PASSWORD);
  await expect(page.getByText(/^Changed/)).toBeVisible();
  const { rows } = await portal.sql.query('SELECT "timeZone" FROM "Person" WHERE email = $1', [email]);
  expect(rows).toEqual([{ timeZone: 'Asia/Tokyo' }]);
});

test('sessions: end one, end all others', async ({ open, portal }) => {
  const email = await newPersonLike(portal.sql, JANA);
  const [here, there, third] = [
    await open.as(email, { ...PLAIN, fresh: true }),
    await open.as(email, { ...PLAIN, fresh: true }),
    await open.as(email, { ...PLAIN, fresh: true }),
  ];
  await here.goto('/account');
  await here
    .getByRole('button', { name: /^End (?!all)/ })
    .first()
    .click();
  await expect(here).toHaveURL(/\/account#sessions$/);
  await here.getByRole('button', { name: 'End all other sessions' }).click();
  await expect(here.getByRole('button', { name: /^End (?!all)/ })).toHaveCount(0);
  for (const page of [there, third]) {
    await page.goto('/account');
    await expect(page).toHaveURL(/\/sign-in/);
  }
  await here.goto('/account');
  await expect(here).toHaveURL('/account');
});
