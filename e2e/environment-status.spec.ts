import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { expect, type Page, test } from './fixtures.ts';
import { newFeed, newToken } from './pages/account.ts';
import { CROSSWISE, STILL, visit } from './pages/inspect.ts';
import { JANA, LUKAS, NORA, PRIYA } from './people.ts';
import { allAnswer, tellLevel } from './stack/levels.ts';
import { newPersonLike } from './stack/person.ts';
import { LOG } from './stack/portal.ts';
import { send } from './stack/raw.ts';

const PROD = '/environments/nlw-prod';
const OWN = ['/', '/environments', PROD, `${PROD}/history`, '/status'];
/** The host of what is probed, what nobody has published, and what a probe found: digits alone stand in hashes too. */
const SECRET = /geheim|status 587|"status":587/i;

/** One endpoint that is down, on an environment whose others are well, and a draft about it. */
async function plant(sql: Client): Promise<void> {
  const { rows } = await sql.query<{ id: string; contractId: string }>(
    `SELECT id, "contractId" FROM "Environment" WHERE slug = 'nlw-prod'`,
  );
  const { id = '', contractId = '' } = rows[0] ?? {};
  await allAnswer(sql, 'nlw-prod');
  await sql.query(
    `WITH made AS (
       INSERT INTO "Endpoint" ("environmentId", name, kind, target)
       VALUES ($1, 'Planted shop', 'HTTP', 'https://geheim-host.example:8443/health') ON CONFLICT DO NOTHING RETURNING id
     )
     INSERT INTO "ProbeState" ("endpointId", "environmentId", outcome, since, at, "staleAt", reason)
     SELECT id, $1, 'DOWN', now() - interval '10 minutes', now(), now() + interval '2 hours', $2 FROM made`,
    [id, { code: 'status', params: { status: 587 } }],
  );
  await draft(sql, { id, contractId });
  await tellLevel(sql, 'nlw-prod', 'PARTIAL_OUTAGE');
}

async function draft(sql: Client, { id, contractId }: { id: string; contractId: string }): Promise<void> {
  const notice = randomUUID();
  await sql.query(
    `INSERT INTO "Notice" (id, kind, title, state, impact, worst, "startsAt", "createdById")
     SELECT $1, 'INCIDENT', 'Geheimentwurf', 'INVESTIGATING', 'MAJOR_OUTAGE', 'MAJOR_OUTAGE', now(), id FROM "Person" WHERE email = $2`,
    [notice, NORA],
  );
  await sql.query(
    `INSERT INTO "NoticeScope" ("noticeId", number, "contractId", "environmentId", slug, name)
     VALUES ($1, 1, $2, $3, 'nlw-prod', 'Nordlicht PROD')`,
    [notice, contractId, id],
  );
}

const statusOf = (page: Page) => page.locator('#status');

test.beforeEach(({ portal }) => plant(portal.sql));
/** The portal is that of further specs. */
test.afterAll(async ({ portal: { sql } }) => {
  await sql.query(`DELETE FROM "Endpoint" WHERE name = 'Planted shop'`);
  await sql.query(`DELETE FROM "Notice" WHERE title = 'Geheimentwurf'`);
  await tellLevel(sql, 'nlw-prod', 'OPERATIONAL');
});

test('customer and partner see how it is and why; staff also where a probe leads and what it found', async ({
  open,
}) => {
  for (const email of [JANA, LUKAS]) {
    const page = await open.as(email);
    await page.goto(PROD);
    await expect(statusOf(page)).toContainText('Partial outage');
    await expect(statusOf(page)).toContainText('Planted shop: answers with an error');
    await expect(statusOf(page).getByRole('img', { name: /^90 days: / })).toBeVisible();
    const uptime = statusOf(page).getByRole('row', { name: /^All the time/ });
    await expect(uptime.getByRole('cell')).toHaveText([/%$/, /%$/, /%$/, /%$/]);
    await expect(page.getByRole('row', { name: /Planted shop/ })).toContainText('answers with an error');
    await expect(page.getByText('geheim-host')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'What is probed here' })).toHaveCount(0);
  }
  const nora = await open.as(NORA);
  await nora.goto(PROD);
  await expect(nora.getByRole('row', { name: /Planted shop/ })).toContainText('geheim-host.example:8443');
  await expect(nora.getByRole('row', { name: /Planted shop/ })).toContainText('587');
  await expect(nora.getByRole('link', { name: 'What is probed here' })).toBeVisible();
});

test('addresses, details and drafts leave the server by no way, and strangers find nothing', async ({
  open,
  portal,
}) => {
  for (const email of [JANA, LUKAS]) {
    const page = await open.as(email);
    const seen: string[] = [];
    for (const path of OWN) {
      for (const rsc of [false, true]) {
        const answer = await page.context().request.get(path, rsc ? { headers: { rsc: '1' } } : {});
        expect({ path, status: answer.status() }).toEqual({ path, status: 200 });
        seen.push(await answer.text());
      }
    }
    const headers = { authorization: `Bearer ${await newToken(page)}` };
    for (const path of ['/status', '/status?environment=nlw-prod', '/environments/nlw-prod']) {
      const answer = await send(portal.port, { path: `/api/v1${path}`, headers });
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      expect(answer.body).toContain('PARTIAL_OUTAGE');
      seen.push(answer.body);
    }
    expect(seen.join('\n')).toContain('Planted shop');
    expect(seen.filter((text) => SECRET.test(text))).toEqual([]);
  }
  // strangers are told neither that nor what is probed at all
  for (const end of ['', '.json', '.atom', '.svg', '/nlw-prod.svg']) {
    const path = `/status/NLW-2024${end}`;
    const { status, body } = await send(portal.port, { path });
    expect({ path, status }).toEqual({ path, status: 200 });
    expect(body.match(SECRET) ?? body.match(/Planted shop/), path).toBeNull();
  }
  expect((await send(portal.port, { path: '/status/NLW-2024.json' })).body).toContain('PARTIAL_OUTAGE');
  const priya = await open.as(PRIYA);
  for (const path of [PROD, `${PROD}/history`])
    expect((await priya.context().request.get(path)).status(), path).toBe(404);
});

test('a level that changes is seen without reload', async ({ open, portal }) => {
  const page = await open.as(JANA);
  await page.goto(PROD);
  await expect(statusOf(page)).toContainText('Partial outage');
  await page.evaluate(() => Object.assign(globalThis, { same: true }));
  await tellLevel(portal.sql, 'nlw-prod', 'OPERATIONAL');
  await expect(statusOf(page).locator('.level-now')).toContainText('Operational');
  expect(await page.evaluate(() => 'same' in globalThis)).toBe(true);
});

test('without JavaScript all is there, and the overview says what is not well', async ({ open }) => {
  const page = await open.as(JANA, { javaScriptEnabled: false });
  await page.goto('/');
  const unwell = page.getByRole('listitem').filter({ hasText: 'Nordlicht PROD' });
  await expect(unwell.first()).toContainText('Partial outage since');
  await unwell.first().getByRole('link', { name: 'Nordlicht PROD' }).click();
  await expect(page).toHaveURL(`${PROD}#status`);
  await expect(statusOf(page)).toContainText('Planted shop: answers with an error');
  await statusOf(page).locator('summary').click();
  await expect(statusOf(page).getByRole('table', { name: /day by day/ })).toBeVisible();
  await page.getByRole('link', { name: 'History by month' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('History of');
  await page.locator('a[rel="prev"]').click();
  await expect(page).toHaveURL(/\?month=\d{4}-\d\d$/);
  await expect(page.getByText(/^\d+ days: /)).toBeVisible();
  await page.goto('/environments');
  await expect(page.getByRole('img', { name: /^90 days: / })).toHaveCount(3);
  await expect(page.getByText(/% in 90 days/)).toHaveCount(3);
});

test('axe finds nothing, and nothing is wider than a phone', async ({ open }) => {
  const page = await open.as(JANA, STILL);
  await visit(page, PROD);
  await visit(page, '/environments');
  await visit(page, `${PROD}/history`, CROSSWISE);
  const staff = await open.as(NORA, STILL);
  await visit(staff, PROD, CROSSWISE);
});

test('a feed is made and stopped without JavaScript, tells what its person may see, and is in no log', async ({
  open,
  portal,
}) => {
  const page = await open.as(await newPersonLike(portal.sql, LUKAS), { javaScriptEnabled: false });
  const address = await newFeed(page);
  const { pathname } = new URL(address);
  const read = () => send(portal.port, { path: pathname });
  const answer = await read();
  expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
  expect(answer.body).toContain('<feed');
  expect(answer.body).not.toMatch(SECRET);
  const token = pathname.split('/').at(-1)?.replace('.atom', '') ?? '';
  expect((await send(portal.port, { path: pathname, method: 'POST' })).status).toBe(405);
  expect((await send(portal.port, { path: `/api/v1/me`, headers: { authorization: `Bearer ${token}` } })).status).toBe(
    401,
  );
  await page.goto('/account');
  expect(await page.content()).not.toContain(token);
  await page.getByRole('button', { name: /^Stop Atom/ }).click();
  await expect(page).toHaveURL(/\/account#feeds$/);
  expect((await read()).status).toBe(404);
  expect(readFileSync(LOG, 'utf8')).not.toContain(token);
  const { rows } = await portal.sql.query(`SELECT string_agg(e::text, '') AS record FROM "AuditEntry" e`);
  expect(rows[0].record).not.toContain(token);
});
