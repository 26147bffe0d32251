import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from './fixtures.ts';
import { button, compose, field, inHours, make, verdict } from './pages/notice.ts';
import { INES, NORA } from './people.ts';

const newTitle = () => `Meanwhile ${randomUUID().slice(0, 8)}`;
const changed = (page: Page) => page.locator('.verdict li');
const opensElsewhere = (page: Page, path: string) =>
  expect(page.getByRole('link', { name: 'Open it in another tab' })).toHaveAttribute('href', path);

test('a draft whose answer was lost is not told as published', async ({ open, portal }) => {
  open.expecting(/ERR_FAILED|Failed to fetch/);
  const page = await open.as(NORA);
  const title = newTitle();
  await compose(page, '/status/incidents/new', 'nlw-dev', { Title: title, Text: 'News.' });
  const isPost = (url: URL) => url.pathname === '/status/incidents/new';
  await page.route(isPost, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await button(page, 'Save draft').click();
  await verdict(page, 'not known whether this arrived');
  await page.unroute(isPost);
  await field(page, 'Text').fill('More news.');
  await button(page, 'Publish').click();
  await verdict(page, 'it is kept as a draft as it was then');
  await expect(field(page, 'Text')).toHaveValue('More news.');
  const stored = async () =>
    (await portal.sql.query(`SELECT id, "publishedAt" FROM "Notice" WHERE title = $1`, [title])).rows;
  const [{ id }] = await stored();
  expect(await stored()).toEqual([{ id, publishedAt: null }]);
  await opensElsewhere(page, `/status/incidents/${id}`);
  await field(page, 'Text').fill('News.');
  await button(page, 'Save draft').click();
  await expect(page).toHaveURL(/done=draft/);
});

for (const javaScriptEnabled of [true, false]) {
  const how = `${javaScriptEnabled ? 'with' : 'without'} JavaScript`;

  test(`an update of what was resolved meanwhile stays, ${how}`, async ({ open }) => {
    const [left, right] = [await open.as(NORA, { javaScriptEnabled }), await open.as(INES)];
    const path = await make(left, 'incidents', { Title: newTitle(), Text: 'News.' }, 'Publish');
    for (const page of [left, right]) await page.goto(path);
    await field(right, 'State').selectOption('RESOLVED');
    await field(right, 'Text').fill('It was a disk.');
    await button(right, 'Publish update').click();
    await expect(right).toHaveURL(/done=update/);

    await field(left, 'State').selectOption('IDENTIFIED');
    await field(left, 'Text').fill('It may be a disk.');
    await button(left, 'Publish update').click();
    await verdict(left, 'has been changed since you opened it');
    await expect(changed(left)).toHaveText(['State: Resolved']);
    await expect(field(left, 'Text')).toHaveValue('It may be a disk.');
    await expect(field(left, 'State')).toHaveValue('IDENTIFIED');
    await expect(left.getByRole('heading', { name: 'Add an update' })).toBeVisible();
    await expect(left.getByText('It was a disk.')).toBeVisible();
    for (const text of ['It may be a disk.', 'Another one.']) {
      await field(left, 'Text').fill(text);
      await button(left, 'Publish update').click();
      await expect(left.locator('.told').getByText(text)).toBeVisible();
      await expect(field(left, 'Text')).toHaveValue('');
    }
  });

  test(`a draft that was published or deleted meanwhile stays as typed, ${how}`, async ({ open }) => {
    open.expecting(/404/);
    for (const [deed, told] of [
      ['Publish', 'It was published meanwhile'],
      ['Delete draft', 'It is not there for you'],
    ] as const)
      for (const press of ['Save draft', 'Publish']) {
        const [left, right] = [await open.as(NORA, { javaScriptEnabled }), await open.as(INES)];
        const path = await make(left, 'incidents', { Title: newTitle(), Text: 'News.' }, 'Save draft');
        for (const page of [left, right]) await page.goto(path);
        await button(right, deed).click();
        await expect(right).toHaveURL(/done=/);
        await field(left, 'Text').fill('News of Nora.');
        await field(left, 'Impact').selectOption('MAJOR_OUTAGE');
        await button(left, press).click();
        await expect(left.locator('.verdict.bad, .summary').filter({ hasText: told })).toBeVisible();
        await expect(field(left, 'Text')).toHaveValue('News of Nora.');
        await expect(field(left, 'Impact')).toHaveValue('MAJOR_OUTAGE');
        await expect(left.locator('#scope-nlw-dev')).toBeChecked();
        if (deed === 'Publish') await opensElsewhere(left, path);
        for (const page of [left, right]) await page.context().close();
      }
  });

  test(`an update of a maintenance that has just ended stays, ${how}`, async ({ open, portal }) => {
    const page = await open.as(NORA, { javaScriptEnabled });
    const typed = { Title: newTitle(), Text: 'New disks.', Start: inHours(24), End: inHours(26), 'Time zone': 'UTC' };
    const path = await make(page, 'maintenance', typed, 'Publish');
    await page.goto(path);
    await field(page, 'Text').fill('It takes longer.');
    const passed = `SET "startsAt" = now() - interval '2 hours', "endsAt" = now() - interval '1 second'`;
    await portal.sql.query(`UPDATE "Notice" ${passed} WHERE title = $1`, [typed.Title]);
    await button(page, 'Publish update').click();
    await verdict(page, 'The maintenance is over, and then nobody can add an update');
    await expect(field(page, 'Text')).toHaveValue('It takes longer.');
    await opensElsewhere(page, path);
  });

  test(`what another person wrote is shown where it differs, ${how}`, async ({ open, portal }) => {
    const [left, right] = [await open.as(NORA, { javaScriptEnabled }), await open.as(INES)];
    const title = newTitle();
    const path = await make(left, 'incidents', { Title: title, Text: 'News.' }, 'Save draft');
    for (const page of [left, right]) await page.goto(path);
    await field(right, 'Text').fill('A disk is full.\n\nWe empty it.');
    await field(right, 'Impact').selectOption('MAJOR_OUTAGE');
    await right.locator('#scope-nlw-stage').check();
    await button(right, 'Save draft').click();
    await expect(right).toHaveURL(/done=draft/);
    await field(left, 'Title').fill(`${title} of Nora`);
    await button(left, 'Publish').click();
    await verdict(left, 'has been changed since you opened it');
    await expect(changed(left)).toHaveText([
      `Title: ${title}`,
      'Impact: Major outage',
      'What it affects: nlw-dev, nlw-stage',
      /^Text: A disk is full\.\s+We empty it\.$/,
    ]);
    // the button that was pressed is far below
    if (javaScriptEnabled) await expect(changed(left).first()).toBeInViewport();
    await expect(field(left, 'Text')).toHaveValue('News.');
    await button(left, 'Publish').click();
    await expect(left).toHaveURL(/done=publish/);

    for (const page of [left, right]) await page.goto(`${path}?do=edit`);
    await field(right, 'Impact').selectOption('PARTIAL_OUTAGE');
    await button(right, 'Save changes').click();
    await expect(right).toHaveURL(/done=edit/);
    await field(left, 'Title').fill(title);
    await button(left, 'Save changes').click();
    await expect(changed(left)).toHaveText([`Title: ${title} of Nora`, 'Impact: Partial outage']);
    const { rows } = await portal.sql.query(`SELECT title, impact FROM "Notice" WHERE title LIKE $1`, [`${title}%`]);
    expect(rows).toEqual([{ title: `${title} of Nora`, impact: 'PARTIAL_OUTAGE' }]);
  });
}

test('without JavaScript an update outlives its session', async ({ open }) => {
  const page = await open.as(NORA, { javaScriptEnabled: false });
  const path = await make(page, 'incidents', { Title: newTitle(), Text: 'News.' }, 'Publish');
  await page.goto(path);
  await field(page, 'Text').fill('Not lost.');
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await button(page, 'Publish update').click();
  await expect(page.getByText('You are signed out. Nothing you typed is lost')).toBeVisible();
  await page.context().addCookies(cookies);
  await button(page, 'Send again').click();
  await expect(page.locator('.told').getByText('Not lost.')).toBeVisible();
});

test('a start says nothing without its zone', async ({ open, portal }) => {
  const page = await open.as(NORA);
  const typed = { Title: newTitle(), Text: 'News.', Start: inHours(-3), 'Time zone': '' };
  await compose(page, '/status/incidents/new', 'nlw-dev', typed);
  await button(page, 'Publish').click();
  await expect(page.locator('#timeZone-error')).toContainText('Time zone must be given');
  await expect(field(page, 'Start')).toHaveValue(typed.Start);
  const { rows } = await portal.sql.query(`SELECT id FROM "Notice" WHERE title = $1`, [typed.Title]);
  expect(rows).toEqual([]);
});

test('of a maintenance that runs, the end may be said in another zone', async ({ open, portal }) => {
  const page = await open.as(NORA);
  const typed = { Title: newTitle(), Text: 'New disks.', Start: inHours(24), End: inHours(26), 'Time zone': 'UTC' };
  const path = await make(page, 'maintenance', typed, 'Publish');
  const past = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
  await portal.sql.query(`UPDATE "Notice" SET "startsAt" = $2 WHERE title = $1`, [typed.Title, new Date(past)]);
  await page.goto(`${path}?do=edit`);
  await expect(page.locator('[name=start]')).toHaveCount(0);
  await field(page, 'Time zone').fill('Asia/Kathmandu');
  await field(page, 'End').fill(inHours(5 + 5.75));
  await button(page, 'Save changes').click();
  await expect(page).toHaveURL(/done=edit/);
  const { rows } = await portal.sql.query(
    `SELECT "startsAt", "endsAt" > now() + interval '298 minutes' AND "endsAt" <= now() + interval '300 minutes' AS ends
     FROM "Notice" WHERE title = $1`,
    [typed.Title],
  );
  expect(rows).toEqual([{ startsAt: new Date(past), ends: true }]);
});

test('a place that is ticked while others are sought stays, also when it is not among them', async ({ open }) => {
  const page = await open.as(NORA);
  await compose(page, '/status/incidents/new', 'nlw-stage', {});
  await page.locator('#scope-nlw-stage').uncheck();
  const answered = Promise.withResolvers<void>();
  const isPost = (url: URL) => url.pathname === '/status/incidents/new';
  await page.route(isPost, async (route) => {
    await answered.promise;
    await route.continue();
  });
  await field(page, 'Find environments').fill('kes-prod');
  await button(page, 'Find').click();
  await page.locator('#scope-nlw-stage').check();
  answered.resolve();
  await expect(page.locator('#scope-kes-prod')).toBeVisible();
  await expect(page.locator('#scope-nlw-stage')).toBeChecked();
  await page.unroute(isPost);
  await button(page, 'Find').click();
  await expect(page.locator('#scope-nlw-stage')).toBeChecked();
});
