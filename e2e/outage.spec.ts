import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { signIn } from './bench/visitor.ts';
import { expect, test } from './fixtures.ts';
import { expectKept, fill, press, referenceOf, wholeWish } from './pages/request-form.ts';
import { JANA, PASSWORD } from './people.ts';
import { type Cable, cableTo } from './stack/cable.ts';
import { allAnswer, tellLevel } from './stack/levels.ts';
import { freePort, LOG, listening, SECRET, startWeb, stopWeb } from './stack/portal.ts';
import { send } from './stack/raw.ts';
import { newCookieOf } from './stack/sign-in.ts';

const PUBLIC = '/status/NLW-2024';
/** a server asks its database each 5 s, and a page whose stream was broken comes back after some more */
const BY_ITSELF = { timeout: 60_000 };
type Told = { asOf: string; stale: boolean; environments: { slug: string; level: string }[] };

/** A web server of its own, whose database a test can take away. */
let web: ChildProcess;
let cable: Cable;
let port: number;

test.beforeEach(async ({ portal }) => {
  [cable, port] = [await cableTo(portal.databaseUrl), await freePort()];
  web = startWeb(cable.url, port, { LOG_LEVEL: 'silent' });
  await listening(web);
});
test.afterEach(async () => {
  await stopWeb(web);
  await cable.cut().catch(() => {});
});

test('without its database every page says so honestly, readyz says why, and all is well again by itself', async ({
  portal,
}) => {
  const cookie = await newCookieOf({ ...portal, port, origin: `http://localhost:${port}` }, JANA);
  const status = async (path: string, headers: Record<string, string> = {}) =>
    (await send(port, { path, headers })).status;
  const causes = async () => JSON.parse((await send(port, { path: '/readyz' })).body).causes;
  expect(await status('/environments', { cookie })).toBe(200);
  // only the web server runs here
  const well = [expect.stringMatching(/^(No worker runs|The worker is silent since \S+): /)];
  expect(await causes()).toEqual(well);

  await cable.cut();
  for (const path of [
    '/',
    '/environments',
    '/environments/nlw-stage',
    '/requests',
    '/requests/new?environment=nlw-stage',
    '/guide',
    '/account',
    '/status',
    '/status/KES-2022',
    '/status/incidents',
    '/environments/nlw-stage/history',
  ]) {
    const answer = await send(port, { path, headers: { cookie } });
    expect({ path, status: answer.status }).toEqual({ path, status: 500 });
    expect(answer.headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.body).not.toMatch(/ECONNREFUSED|prisma|postgres|\n {4}at /i);
    expect(answer.body).not.toMatch(/<[^>]+\sstyle=/);
    for (const [tag] of answer.body.matchAll(/<(?:script|style)\b[^>]*>/g)) expect(tag).toContain('nonce=');
  }
  await expect.poll(causes).toEqual(['The database does not answer.']);
  expect(await status('/readyz')).toBe(503);
  expect(await status('/healthz')).toBe(200);
  const api = await send(port, { path: '/api/v1/me', headers: { authorization: `Bearer hr_${'x'.repeat(43)}` } });
  expect({ status: api.status, type: api.headers['content-type'] }).toEqual({
    status: 503,
    type: 'application/problem+json',
  });

  await cable.mend();
  await expect.poll(causes).toEqual(well);
  expect(await status('/environments', { cookie })).toBe(200);
});

test('a browser shows what happened and tries again; a form loses nothing', async ({ open, portal }) => {
  open.expecting(/status of 500|An error occurred in the Server Components render|Minified React error|digest/);
  const page = await open.guest({ baseURL: `http://localhost:${port}` });
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(JANA);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/');
  const wish = wholeWish();
  await page.goto('/requests/new?environment=nlw-stage');
  await fill(page, wish);

  await cable.cut();
  await press(page, 'Submit request');
  await expect(page.getByText('not known whether this arrived')).toBeVisible();
  await expectKept(page, wish);
  const elsewhere = await page.context().newPage();
  await elsewhere.goto('/environments');
  await expect(elsewhere.getByRole('heading', { name: 'This page could not be made' })).toBeVisible();

  await cable.mend();
  await press(page, 'Submit request');
  const reference = await referenceOf(page);
  const { rows } = await portal.sql.query('SELECT state FROM "UpscaleRequest" WHERE reference = $1', [reference]);
  expect(rows).toEqual([{ state: 'IN_REVIEW' }]);
  await elsewhere.getByRole('link', { name: 'Try again' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Environments' })).toBeVisible();
  // before its server goes: an open page would ask it for more
  await page.context().close();
});

test('public status stands, marked and of the moment before; no level turns; signed-in pages and sign-in say what is wrong', async ({
  open,
  portal,
}) => {
  open.expecting(/status of 500|An error occurred in the Server Components render|Minified React error|digest/);
  for (const slug of ['nlw-stage', 'nlw-prod']) await allAnswer(portal.sql, slug);
  await tellLevel(portal.sql, 'nlw-prod', 'OPERATIONAL');
  await tellLevel(portal.sql, 'nlw-stage', 'MAJOR_OUTAGE');
  const baseURL = `http://localhost:${port}`;
  const told = async (): Promise<Told> => JSON.parse((await send(port, { path: `${PUBLIC}.json` })).body);
  const levels = ({ environments }: Told) => new Map(environments.map(({ slug, level }) => [slug, level]));
  const page = await open.guest({ baseURL });
  await page.goto(PUBLIC);
  const level = (slug: string) => page.locator(`[data-key="e-${slug}"] .level`);
  await expect(level('nlw-stage')).toContainText('Major outage');
  await expect(level('nlw-prod')).toContainText('Operational');
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  const signIn = await open.guest({ baseURL });
  await signIn.goto('/sign-in');
  const cookie = await newCookieOf({ ...portal, port, origin: baseURL }, JANA);

  const before = await told();
  await cable.cut();
  const cutAt = Date.now();
  const mark = page.getByText('The database cannot be asked now.');
  await expect(mark).toBeVisible(BY_ITSELF);
  const marked = await told();
  expect(marked.stale).toBe(true);
  expect(Date.parse(marked.asOf)).toBeGreaterThanOrEqual(Date.parse(before.asOf));
  expect(Date.parse(marked.asOf)).toBeLessThanOrEqual(cutAt);
  // what is only measured may not be known any more; nothing else may come of it
  for (const [slug, now] of levels(marked)) expect([levels(before).get(slug), 'UNKNOWN'], slug).toContain(now);
  const { status, body } = await send(port, { path: PUBLIC });
  expect(status).toBe(200);
  expect(body).toContain('The database cannot be asked now.');

  await signIn.getByLabel('Email').fill(JANA);
  await signIn.getByLabel('Password').fill(PASSWORD);
  await signIn.getByRole('button', { name: 'Sign in' }).click();
  await expect(signIn.getByText('The database cannot be asked now, so nobody can sign in.')).toBeVisible();
  await expect(signIn.getByLabel('Email')).toHaveValue(JANA);
  const [name = '', value = ''] = cookie.split('=');
  await signIn.context().addCookies([{ name, value, url: baseURL }]);
  for (const path of ['/status', '/environments/nlw-prod', '/sign-in']) {
    await signIn.goto(path);
    await expect(signIn.getByText('The database cannot be asked now.'), path).toBeVisible();
  }

  await cable.mend();
  await expect(mark).toBeHidden(BY_ITSELF);
  await expect(level('nlw-stage')).toContainText('Major outage');
  await tellLevel(portal.sql, 'nlw-stage', 'OPERATIONAL');
  await expect(level('nlw-stage')).toContainText('Operational');
  expect((await told()).stale).toBe(false);
  expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true);
  await signIn.goto('/status');
  await expect(signIn.getByRole('heading', { level: 1, name: 'Status' })).toBeVisible();
  // before their server goes
  for (const opened of [page, signIn]) await opened.context().close();
});

test('open pages of who is signed in say how old they are while nothing can be told, and go on by themselves', async ({
  open,
  portal,
}) => {
  const baseURL = `http://localhost:${port}`;
  const [name = '', value = ''] = (await newCookieOf({ ...portal, port, origin: baseURL }, JANA)).split('=');
  const status = await open.guest({ baseURL });
  await status.context().addCookies([{ name, value, url: baseURL }]);
  const environment = await status.context().newPage();
  for (const [page, path] of [
    [status, '/status'],
    [environment, '/environments/nlw-prod'],
  ] as const) {
    const stream = page.waitForResponse((response) => response.url().includes('/live?'));
    await page.goto(path);
    expect((await stream).status()).toBe(200);
    await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  }
  await cable.cut();
  for (const page of [status, environment])
    await expect(page.getByText(/^Not connected\. Last update .* ago$/)).toBeVisible(BY_ITSELF);
  await cable.mend();
  for (const page of [status, environment]) {
    await expect(page.getByText(/^Not connected/)).toBeHidden(BY_ITSELF);
    expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true);
  }
  await status.context().close();
});

test('what a server says of it holds no secret', async ({ portal }) => {
  const webhook = `whsec_${Buffer.from('planted-secret-of-the-webhook-calls').toString('base64')}`;
  const [own, said] = [await freePort(), existsSync(LOG) ? statSync(LOG).size : 0];
  const speaking = startWeb(cable.url, own, { LOG_LEVEL: 'debug', HEADROOM_WEBHOOK_SECRET: webhook });
  await listening(speaking);
  const cookie = await newCookieOf({ ...portal, port: own, origin: `http://localhost:${own}` }, JANA);
  const token = `hr_${'planted'.repeat(6)}x`;
  await cable.cut();
  const origin = `http://localhost:${own}`;
  for (const path of ['/', '/requests', '/live', '/metrics', '/readyz', '/api/v1/me'])
    await send(own, { path, headers: { cookie, origin, authorization: `Bearer ${token}` } });
  await expect(signIn(origin, 'planted@headroom.example')).rejects.toThrow('could not sign in');
  await stopWeb(speaking);
  const text = readFileSync(LOG, 'utf8').slice(said);
  expect(text).toContain('"level":50');
  const secrets = [new URL(cable.url).password, cookie.split('=')[1] ?? '', token, PASSWORD, SECRET, webhook];
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8);
    expect(text).not.toContain(secret);
  }
});
