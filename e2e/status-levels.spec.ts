import { test as base, expect, type Page } from './fixtures.ts';
import { newToken } from './pages/account.ts';
import { INES, JANA } from './people.ts';
import { listening, type Portal, startPortal, startShops, startWorker, stopWeb } from './stack/portal.ts';

const STEP = { timeout: 90_000 };
const SLUG = 'nlw-prod';

/** A portal of its own, whose worker probes the demo's shops. */
const test = base.extend<object, { portal: Portal }>({
  portal: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const portal = await startPortal();
      const shops = startShops(portal.databaseUrl);
      await listening(shops);
      const worker = startWorker(portal.databaseUrl);
      await listening(worker);
      await use(portal);
      await stopWeb(worker);
      await stopWeb(shops);
      await portal.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

type Span = { from: number; level: string };
type Told = {
  asOf: string;
  environments: {
    slug: string;
    level: string;
    since: string;
    uptime: { d1: number };
    days: { upSeconds: number; observedSeconds: number }[];
  }[];
};

/** Switches the shop by the form of the operations page. */
async function switchShop(operator: Page, mode: string, pages: string, done: string): Promise<void> {
  await operator.goto('/operations');
  const form = operator.locator('form').filter({ has: operator.getByRole('button', { name: 'Set the shop' }) });
  await form.getByLabel('Environment').selectOption(SLUG);
  await form.getByLabel('The shop').selectOption(mode);
  await form.getByLabel('Which pages').selectOption(pages);
  await form.getByRole('button', { name: 'Set the shop' }).click();
  await expect(operator.getByText(done)).toBeVisible();
}

async function spansOf({ sql }: Portal): Promise<Span[]> {
  const { rows } = await sql.query<Span>(
    `SELECT extract(epoch FROM l."from")::float8 * 1000 AS "from", l.level
     FROM "LevelSpan" l JOIN "Environment" e ON e.id = l."environmentId" WHERE e.slug = $1 ORDER BY l."from"`,
    [SLUG],
  );
  return rows;
}

/** The instant from which on all spans have the level of the last one (UTC ms). */
function sinceOf(spans: readonly Span[]): number {
  const last = spans.at(-1);
  const other = spans.findLastIndex(({ level }) => level !== last?.level);
  return spans[other + 1]?.from ?? 0;
}

/** The seconds of today until an instant (UTC ms) that were up and that were observed, summed from the spans as they are stored. */
async function secondsToday({ sql }: Portal, asOf: number): Promise<{ upSeconds: number; observedSeconds: number }> {
  const { rows } = await sql.query<{ upSeconds: number; observedSeconds: number }>(
    `WITH day AS (SELECT $2::timestamptz AS until, date_trunc('day', $2::timestamptz, 'UTC') AS begin),
     part AS (
       SELECT l.underlying, extract(epoch FROM least(coalesce(l."to", until), until) - greatest(l."from", begin)) AS seconds
       FROM day, "LevelSpan" l JOIN "Environment" e ON e.id = l."environmentId"
       WHERE e.slug = $1 AND l."from" < until AND coalesce(l."to", until) > begin)
     SELECT floor(sum(seconds) FILTER (WHERE underlying IN ('OPERATIONAL', 'DEGRADED')))::int AS "upSeconds",
       floor(sum(seconds) FILTER (WHERE underlying <> 'UNKNOWN'))::int AS "observedSeconds" FROM part`,
    [SLUG, new Date(asOf)],
  );
  const [sums] = rows;
  if (!sums) throw new Error('a day without spans');
  return sums;
}

test('slow is degraded, down is an outage, back is operational: seen by click, since when to the second, in the uptime of today', async ({
  open,
  portal,
}) => {
  test.setTimeout(480_000);
  const customer = await open.as(JANA);
  const token = await newToken(customer);
  const told = async () => {
    const response = await fetch(`${portal.origin}/api/v1/status?environment=${SLUG}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = (await response.json()) as Told;
    const [environment] = body.environments;
    if (!environment) throw new Error(JSON.stringify(body));
    return { ...environment, asOf: Date.parse(body.asOf) };
  };
  const page = await open.as(JANA);
  await customer.goto('/status');
  await page.goto(`/environments/${SLUG}`);
  for (const each of [customer, page]) await each.evaluate(() => Object.assign(window, { neverReloaded: true }));
  const operator = await open.as(INES);
  const row = customer.locator(`[data-key="e-${SLUG}"] .level`);

  /** Both open pages come to show the level, with the since that the spans tell; so does the API. */
  const shows = async (words: string, level: string) => {
    await expect(row).toContainText(words, STEP);
    await expect(page.locator('.level-now').first()).toContainText(words, STEP);
    const spans = await spansOf(portal);
    expect(spans.at(-1)?.level).toBe(level);
    const shown = await row.locator('time').getAttribute('datetime');
    expect(Math.floor(Date.parse(shown ?? '') / 1000)).toBe(Math.floor(sinceOf(spans) / 1000));
    await expect(async () => {
      const { level: its, since } = await told();
      expect([its, Math.floor(Date.parse(since) / 1000)]).toEqual([level, Math.floor(sinceOf(spans) / 1000)]);
    }).toPass(STEP);
  };

  await shows('Operational', 'OPERATIONAL');
  await switchShop(operator, 'SLOW', 'yves', `The demo shop of ${SLUG} answers after two seconds`);
  await shows('Degraded', 'DEGRADED');
  await switchShop(operator, 'FAILING', 'glue', `The demo shop of ${SLUG} answers with errors`);
  await shows('Partial outage', 'PARTIAL_OUTAGE');
  await switchShop(operator, 'DOWN', '', `The demo shop of ${SLUG} does not answer`);
  await shows('Major outage', 'MAJOR_OUTAGE');
  await switchShop(operator, 'OPEN', '', `The demo shop of ${SLUG} is as it should be`);
  await shows('Operational', 'OPERATIONAL');
  for (const each of [customer, page]) expect(await each.evaluate(() => 'neverReloaded' in window)).toBe(true);

  const { asOf, days, uptime } = await told();
  const summed = await secondsToday(portal, asOf);
  expect(days).toHaveLength(90);
  expect(days.at(-1)).toMatchObject(summed);
  expect(summed.observedSeconds).toBeGreaterThan(summed.upSeconds);
  expect(uptime.d1).toBe(summed.upSeconds / summed.observedSeconds);
});
