import { expect, type Page, test } from './fixtures.ts';
import { expectState } from './pages/request.ts';
import { expectKept, fill, press, referenceOf, submit, type Wish, wholeWish } from './pages/request-form.ts';
import { JANA, NORA, PASSWORD } from './people.ts';
import { newPersonLike } from './stack/person.ts';
import { recordAfter, recordLength, tables } from './stack/tables.ts';

const NEW = '/requests/new?environment=nlw-stage';

/** Opens the form and fills it in. */
async function typeRequest(page: Page): Promise<Wish> {
  const wish = wholeWish();
  await page.goto(NEW);
  await fill(page, wish);
  return wish;
}

async function signInAgain(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Ways in which a session ends while a form is open. */
const ENDINGS: Record<string, (other: Page) => Promise<string>> = {
  'all other sessions are ended': async (other) => {
    await other.goto('/account');
    await other.getByRole('button', { name: 'End all other sessions' }).click();
    await expect(other.getByRole('button', { name: 'End all other sessions' })).toHaveCount(0);
    return PASSWORD;
  },
  'the password is changed': async (other) => {
    const next = 'four unlikely words here';
    await other.goto('/account');
    await other.getByLabel('Current password').fill(PASSWORD);
    await other.getByLabel('New password', { exact: true }).fill(next);
    await other.getByLabel('New password again').fill(next);
    await other.getByRole('button', { name: 'Change password' }).click();
    await expect(other.getByText(/^Changed, and 1 other session ended/)).toBeVisible();
    return next;
  },
};

for (const [ending, end] of Object.entries(ENDINGS))
  for (const javaScriptEnabled of [true, false])
    test(`nothing typed is lost when ${ending}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
      open,
      portal,
    }) => {
      const email = await newPersonLike(portal.sql, JANA);
      const page = await open.as(email, { javaScriptEnabled, fresh: true });
      const wish = await typeRequest(page);
      const password = await end(await open.as(email, { fresh: true }));
      const before = await tables(portal.sql);
      await press(page, 'Submit request');
      await expect(page.getByText('You are signed out. Nothing you typed is lost')).toBeVisible();
      expect(await tables(portal.sql)).toEqual(before);

      await signInAgain(await page.context().newPage(), email, password);
      const again = page.getByRole('button', { name: javaScriptEnabled ? 'Submit request' : 'Send again' });
      if (javaScriptEnabled) await expectKept(page, wish);
      await again.click();
      const reference = await referenceOf(page);
      await expectState(page, 'In review');
      const { rows } = await portal.sql.query(
        `SELECT content->>'reason' AS reason FROM "UpscaleRequest" WHERE reference = $1`,
        [reference],
      );
      expect(rows).toEqual([{ reason: wish.fields?.Reason }]);
    });

test('signing out in another tab ends the session of this one', async ({ open, portal }) => {
  const email = await newPersonLike(portal.sql, JANA);
  const page = await open.as(email, { fresh: true });
  const wish = await typeRequest(page);
  const tab = await page.context().newPage();
  await tab.goto('/environments');
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await expect(tab).toHaveURL('/sign-in');
  await press(page, 'Save draft');
  await expect(page.getByText('You are signed out')).toBeVisible();
  await expectKept(page, wish);
});

test('a removed person is a guest at once, and nothing they send is stored', async ({ open, portal }) => {
  const email = await newPersonLike(portal.sql, JANA);
  const page = await open.as(email, { fresh: true });
  const wish = await typeRequest(page);
  await portal.sql.query('UPDATE "Person" SET active = false WHERE email = $1', [email]);
  const before = [await tables(portal.sql), await recordLength(portal.sql)];
  await press(page, 'Submit request');
  await expect(page.getByText('You are signed out')).toBeVisible();
  await expectKept(page, wish);
  expect([await tables(portal.sql), await recordLength(portal.sql)]).toEqual(before);
  await page.goto('/environments');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('do not belong together').first()).toBeVisible();
});

test('rights that are taken act on the next request: the environment is not there any more', async ({
  open,
  portal,
}) => {
  open.expecting(/status of 404/);
  const email = await newPersonLike(portal.sql, JANA);
  const page = await open.as(email, { fresh: true });
  const wish = await typeRequest(page);
  await portal.sql.query('DELETE FROM "Membership" WHERE "personId" = (SELECT id FROM "Person" WHERE email = $1)', [
    email,
  ]);
  const before = { tables: await tables(portal.sql), record: await recordLength(portal.sql) };
  await press(page, 'Submit request');
  await expect(page.getByText('is not there for you any more').first()).toBeVisible();
  await expectKept(page, wish);
  expect(await tables(portal.sql)).toEqual(before.tables);
  expect(await recordAfter(portal.sql, before.record)).toEqual([
    expect.objectContaining({ who: email, standing: null, what: 'submit', subject: 'environment nlw-stage' }),
  ]);
  for (const path of ['/environments/nlw-stage', NEW]) expect((await page.goto(path))?.status()).toBe(404);
  await page.goto('/environments');
  await expect(page.getByText('No environments yet')).toBeVisible();
});

test('a manager who is assigned no more cannot approve the request they have open', async ({ open, portal }) => {
  const email = await newPersonLike(portal.sql, NORA);
  const reference = await submit(await open.as(JANA));
  const page = await open.as(email, { fresh: true });
  await page.goto(`/requests/${reference}`);
  await portal.sql.query(
    'DELETE FROM "ManagerAssignment" WHERE "personId" = (SELECT id FROM "Person" WHERE email = $1)',
    [email],
  );
  const before = { tables: await tables(portal.sql), record: await recordLength(portal.sql) };
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByText('is not there for you any more').first()).toBeVisible();
  expect(await tables(portal.sql)).toEqual(before.tables);
  expect(await recordAfter(portal.sql, before.record)).toEqual([
    expect.objectContaining({ who: email, standing: null, what: 'approve', subject: `request ${reference}` }),
  ]);
});

test('rights that are given act on the next request', async ({ open, portal }) => {
  const email = await newPersonLike(portal.sql, 'partner@brueckner.example');
  const page = await open.as(email, { fresh: true });
  await page.goto(NEW);
  await expect(page.getByRole('main')).toContainText('R3');
  await portal.sql.query(
    `INSERT INTO "Membership" ("organisationId", "personId")
     SELECT o.id, p.id FROM "Organisation" o, "Person" p WHERE o.name = 'Nordlicht Werkzeuge' AND p.email = $1`,
    [email],
  );
  const wish = await typeRequest(page);
  await press(page, 'Submit request');
  await referenceOf(page);
  await expect(page.getByText(wish.fields?.Reason as string)).toBeVisible();
});

test('a server that cannot be reached loses nothing typed', async ({ open, portal }) => {
  open.expecting(/ERR_INTERNET_DISCONNECTED/);
  const page = await open.as(JANA);
  const wish = await typeRequest(page);
  await page.context().setOffline(true);
  const before = await tables(portal.sql);
  await press(page, 'Submit request');
  await expect(page.getByText('not known whether this arrived')).toBeVisible();
  await expectKept(page, wish);
  expect(await tables(portal.sql)).toEqual(before);
  await page.context().setOffline(false);
  await press(page, 'Submit request');
  await referenceOf(page);
});

test('two managers on one request: the second is told what has changed', async ({ open, portal }) => {
  const reference = await submit(await open.as(JANA));
  const second = await open.as(await newPersonLike(portal.sql, NORA), { fresh: true });
  await second.goto(`/requests/${reference}`);
  const first = await open.as(NORA);
  await first.goto(`/requests/${reference}`);
  await first.getByRole('button', { name: 'Approve', exact: true }).click();
  await expectState(first, 'Scheduled');
  const before = [await tables(portal.sql), await recordLength(portal.sql)];
  await second.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(second.getByText('What has changed since you opened it')).toBeVisible();
  await expectState(second, 'Scheduled');
  expect([await tables(portal.sql), await recordLength(portal.sql)]).toEqual(before);
});
