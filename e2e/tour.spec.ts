import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from './fixtures.ts';
import { summaryOf } from './pages/request-form.ts';
import { INES, JANA, LUKAS, MATTEO, NORA, PRIYA } from './people.ts';

/** No motion, so that no colour is measured on its way. */
const STILL = { reducedMotion: 'reduce' } as const;
const WIDTHS = [360, 768, 1440];
type View = { colorScheme: 'light' | 'dark'; width: number };

/** Where axe looks: every page in both themes, narrow and wide. */
const EVERYWHERE: View[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [360, 1440].map((width) => ({ colorScheme, width })),
);
/** For the further states of a page that is looked at everywhere. */
const CROSSWISE: View[] = [
  { colorScheme: 'dark', width: 360 },
  { colorScheme: 'light', width: 1440 },
];

test.describe.configure({ mode: 'parallel' });

/** A page as it is now: axe finds nothing in any view, nothing reaches beyond the right edge at any width. */
async function inspect(page: Page, views: View[]): Promise<void> {
  const found: Record<string, string[]> = {};
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) found[`${page.url()} at ${width}`] = [`${over} px wider than the window`];
  }
  for (const { colorScheme, width } of views) {
    await page.emulateMedia({ colorScheme });
    // narrow pages whole: what sticks to the window's edge covers no target that could be scrolled to
    await page.setViewportSize({ width, height: width === 360 ? 8000 : 900 });
    const wrong = await violations(page);
    if (wrong.length > 0) found[`${page.url()} ${colorScheme} at ${width}`] = wrong;
  }
  expect(found).toEqual({});
}

type Axe = { run(where: Document, options: typeof ONLY_VIOLATIONS): Promise<Pick<AxeResults, 'violations'>> };
type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;

/** What passes is not told, which is most of the time it takes. Targets of 24 px are a rule that axe leaves out by default. */
const ONLY_VIOLATIONS = { resultTypes: ['violations' as const], rules: { 'target-size': { enabled: true } } };

/** What axe finds, by its rules and best practices. The first look at a page brings axe into it, further ones use it. */
async function violations(page: Page): Promise<string[]> {
  const again = await page.evaluate((options) => {
    const { axe } = globalThis as { axe?: Axe };
    return axe?.run(document, options).then(({ violations }) => ({ violations }));
  }, ONLY_VIOLATIONS);
  const first = () => new AxeBuilder({ page }).setLegacyMode(true).options(ONLY_VIOLATIONS).analyze();
  const { violations: found } = again ?? (await first());
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
}

/** Opens a page, which must be there, and inspects it. */
async function visit(page: Page, path: string, views = EVERYWHERE): Promise<void> {
  const answer = await page.goto(path);
  expect({ path, status: answer?.status() }).toEqual({ path, status: 200 });
  await inspect(page, views);
}

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
