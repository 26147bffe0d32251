import { expect, type Page, test } from './fixtures.ts';
import { CROSSWISE, EVERYWHERE, inspect, STILL, visit } from './pages/inspect.ts';
import { summaryOf } from './pages/request-form.ts';
import { INES, JANA, LUKAS, MATTEO, NORA, PRIYA } from './people.ts';

test.describe.configure({ mode: 'parallel' });

test('the sign-in page, also after a refusal', async ({ open }) => {
  const page = await open.guest(STILL);
  await visit(page, '/sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(summaryOf(page)).toBeVisible();
  await inspect(page, CROSSWISE);
});

test('the overview of each standing', async ({ open }) => {
  for (const email of [JANA, NORA, LUKAS]) await visit(await open.as(email, STILL), '/');
});

test('environments and guide of customer, partner and operator', async ({ open }) => {
  const [jana, lukas, ines] = [await open.as(JANA, STILL), await open.as(LUKAS, STILL), await open.as(INES, STILL)];
  await visit(jana, '/environments');
  await visit(jana, '/guide');
  await visit(lukas, '/environments');
  await visit(ines, '/guide');
});

test('one environment of each kind', async ({ open }) => {
  const jana = await open.as(JANA, STILL);
  for (const slug of ['nlw-dev', 'nlw-stage', 'nlw-prod']) await visit(jana, `/environments/${slug}`);
  await visit(await open.as(PRIYA, STILL), '/environments/kes-stage');
  await visit(await open.as(MATTEO, STILL), '/environments/alp-stage-eu');
  await visit(await open.as(LUKAS, STILL), '/environments/nlw-stage');
});

test('the list of requests: all, filtered, empty', async ({ open }) => {
  await visit(await open.as(NORA, STILL), '/requests');
  await visit(await open.as(JANA, STILL), '/requests?state=IN_REVIEW&environment=nlw-stage');
  await visit(await open.as(JANA, STILL), '/requests?state=FAILED');
});

/** One request in each state that its viewer can see, two tests' worth. */
for (const half of [0, 1])
  test(`one request in each state, as the manager sees it, ${half + 1} of 2`, async ({ open, portal }) => {
    const { rows } = await portal.sql.query<{ reference: string }>(
      `SELECT DISTINCT ON (state) reference FROM "UpscaleRequest" WHERE state <> 'DRAFT' ORDER BY state, reference`,
    );
    expect(rows.length).toBeGreaterThan(8);
    const nora = await open.as(NORA, STILL);
    for (const { reference } of rows.filter((_, n) => n % 2 === half))
      await visit(nora, `/requests/${reference}`, CROSSWISE);
  });

test('requests as the customer and the partner see them', async ({ open, portal }) => {
  const { rows } = await portal.sql.query<{ reference: string; state: string }>(
    `SELECT DISTINCT ON (r.state) r.reference, r.state::text FROM "UpscaleRequest" r JOIN "Contract" c ON c.id = r."contractId"
     WHERE c.reference = 'NLW-2024' ORDER BY r.state`,
  );
  const [jana, lukas] = [await open.as(JANA, STILL), await open.as(LUKAS, STILL)];
  for (const { reference, state } of rows) {
    const isOpen = state === 'IN_REVIEW';
    await visit(jana, `/requests/${reference}`, isOpen ? EVERYWHERE : CROSSWISE);
    if (isOpen) await visit(lukas, `/requests/${reference}`);
  }
});

test('the request form: to choose, empty, judged, refused, a draft', async ({ open, portal }) => {
  const jana = await open.as(JANA, STILL);
  await visit(jana, '/requests/new');
  await visit(jana, '/requests/new?environment=nlw-stage');
  await jana.getByRole('button', { name: 'Submit request' }).click();
  await expect(summaryOf(jana)).toBeVisible();
  await inspect(jana, CROSSWISE);
  await jana.getByRole('button', { name: 'Check' }).click();
  await inspect(jana, CROSSWISE);
  await visit(jana, '/requests/new?environment=nlw-dev');
  await visit(await open.as(LUKAS, STILL), '/requests/new?environment=nlw-stage');
  const { rows } = await portal.sql.query<{ reference: string }>(
    `SELECT r.reference FROM "UpscaleRequest" r JOIN "Contract" c ON c.id = r."contractId" WHERE c.reference = 'NLW-2024' AND r.state = 'DRAFT'`,
  );
  await visit(jana, `/requests/${rows[0]?.reference}`);
});

/** Status closed, and with all that can be opened. */
async function visitStatus(page: Page, path: string): Promise<void> {
  await visit(page, path);
  await page.locator('details').evaluateAll((all) => {
    for (const each of all as HTMLDetailsElement[]) each.open = true;
  });
  await inspect(page, CROSSWISE);
}

test('status of all, and of one contract', async ({ open }) => {
  await visit(await open.as(LUKAS, STILL), '/status/NLW-2024', CROSSWISE);
  await visitStatus(await open.as(JANA, STILL), '/status');
});

test('status as strangers see it', async ({ open }) => {
  await visitStatus(await open.guest(STILL), '/status/NLW-2024');
});

test('what was: months of an environment, incidents and maintenance, a month of them, each of one kind', async ({
  open,
  portal,
}) => {
  const jana = await open.as(JANA, STILL);
  await visit(jana, '/environments/nlw-prod/history');
  await visit(jana, '/status/incidents');
  await visit(jana, '/status/incidents?month=nonsense', CROSSWISE);
  await expect(jana.getByLabel('Begun or planned in')).toHaveValue('nonsense');
  await visit(jana, '/status/incidents?month=2001-01', CROSSWISE);
  const { rows } = await portal.sql.query<{ id: string }>(
    `SELECT DISTINCT ON (kind, state) id FROM "Notice" n WHERE "publishedAt" IS NOT NULL
       AND EXISTS (SELECT 1 FROM "NoticeScope" s JOIN "Contract" c ON c.id = s."contractId"
         WHERE s."noticeId" = n.id AND c.reference = 'NLW-2024') ORDER BY kind, state`,
  );
  expect(rows.length).toBeGreaterThan(2);
  for (const { id } of rows) await visit(jana, `/status/incidents/${id}`, CROSSWISE);
});

test('a new incident and a new maintenance, empty and refused', async ({ open }) => {
  const nora = await open.as(NORA, STILL);
  await visit(nora, '/status/incidents', CROSSWISE);
  for (const path of ['/status/incidents/new', '/status/maintenance/new']) {
    await visit(nora, path);
    await nora.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(summaryOf(nora)).toBeVisible();
    await inspect(nora, CROSSWISE);
  }
});

test('every form of a notice, as its publisher sees it', async ({ open, portal }) => {
  const nora = await open.as(NORA, STILL);
  const { rows } = await portal.sql.query<{ id: string }>(
    `SELECT DISTINCT ON (n.kind, n.state, n."publishedAt" IS NULL) n.id FROM "Notice" n
       WHERE EXISTS (SELECT 1 FROM "NoticeScope" s JOIN "Contract" c ON c.id = s."contractId"
         WHERE s."noticeId" = n.id AND c.reference = 'NLW-2024') ORDER BY n.kind, n.state, n."publishedAt" IS NULL`,
  );
  const seen = new Set<string>();
  for (const { id } of rows) {
    await visit(nora, `/status/incidents/${id}`, CROSSWISE);
    const links = nora.locator('main a[href*="?do="]');
    for (const href of await links.evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''))) {
      const deed = new URLSearchParams(href.replace(/^[^?]*|#.*$/g, '')).get('do') ?? '';
      if (!seen.has(deed)) await visit(nora, href, CROSSWISE);
      seen.add(deed);
    }
  }
  expect(seen.size).toBeGreaterThan(3);
});

test('what is probed, as its keepers see it', async ({ open, portal }) => {
  const nora = await open.as(NORA, STILL);
  await visit(nora, '/environments/nlw-stage', CROSSWISE);
  await visit(nora, '/environments/nlw-stage/endpoints');
  const { rows } = await portal.sql.query<{ id: number }>(
    `SELECT p.id FROM "Endpoint" p JOIN "Environment" e ON e.id = p."environmentId" WHERE e.slug = 'nlw-stage' LIMIT 1`,
  );
  await visit(nora, `/environments/nlw-stage/endpoints/${rows[0]?.id}`);
});

test('approvals with and without the standing', async ({ open }) => {
  await visit(await open.as(NORA, STILL), '/approvals');
  await visit(await open.as(JANA, STILL), '/approvals');
});

test('operations: what runs, failed and drifted, run sheets, and whose they are', async ({ open, portal }) => {
  await portal.sql.query(
    `INSERT INTO "Operation" (id, "requestId", "environmentId", kind, number, provider, state, targets, token, "startedAt", "deadlineAt", progress)
     SELECT gen_random_uuid(), r.id, r."environmentId", 'APPLY', 100 + row_number() OVER (ORDER BY r.reference),
       CASE WHEN r.state = 'RETURNING' THEN 'manual' ELSE 'simulated' END, 'ACCEPTED',
       (SELECT jsonb_agg(jsonb_build_object('service', l.service, 'capacity', l.requested)) FROM "RequestLine" l WHERE l."requestId" = r.id),
       nextval('fencing_token'), now(), now() + interval '1 hour', 40
     FROM "UpscaleRequest" r WHERE r.state IN ('ACTIVE', 'RETURNING')
       AND NOT EXISTS (SELECT 1 FROM "Operation" o WHERE o."requestId" = r.id AND o.state IN ('CALLING', 'ACCEPTED'))`,
  );
  await portal.sql.query(`UPDATE "Service" SET "driftSince" = now() WHERE name = 'glue'`);
  const ines = await open.as(INES, STILL);
  await visit(ines, '/operations');
  await ines.getByRole('button', { name: 'Cannot be done' }).first().click();
  await expect(summaryOf(ines)).toBeVisible();
  await inspect(ines, CROSSWISE);
  await visit(await open.as(NORA, STILL), '/operations', CROSSWISE);
  await visit(await open.as(JANA, STILL), '/operations', CROSSWISE);
  await visit(await open.as(JANA, STILL), '/environments/nlw-stage', CROSSWISE);
});

test('the account page', async ({ open }) => {
  const jana = await open.as(JANA, STILL);
  await visit(jana, '/account');
  await jana.getByLabel('Token name').fill('tour');
  await jana.getByRole('button', { name: 'Create token' }).click();
  await expect(jana.getByLabel('New token')).toHaveValue(/^hr_/);
  await inspect(jana, CROSSWISE);
  await jana.getByRole('button', { name: 'Change password' }).click();
  await expect(summaryOf(jana)).toBeVisible();
  await inspect(jana, CROSSWISE);
});

test('nothing here: unknown pages, not yours and not there', async ({ open }) => {
  open.expecting(/status of 404/);
  const lukas = await open.as(LUKAS, STILL);
  for (const path of ['/no-such-page', '/environments/kes-stage', '/requests/UR-2026-9999']) {
    const answer = await lukas.goto(path);
    expect({ path, status: answer?.status() }).toEqual({ path, status: 404 });
    await inspect(lukas, CROSSWISE);
  }
});
