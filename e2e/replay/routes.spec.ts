import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '#server/start/folder.ts';
import { expect, test } from '../fixtures.ts';
import { HENRIK, INES, JANA, LUKAS, NORA, PRIYA, SOPHIE, TOM } from '../people.ts';
import type { Portal } from '../stack/portal.ts';
import { send } from '../stack/raw.ts';
import { cookieOf } from '../stack/sign-in.ts';
import { changingNothing } from './probe.ts';
import { removedCookie } from './world.ts';

const SEES = [JANA, HENRIK, LUKAS, SOPHIE, NORA, INES];
/** also what is confidential */
const SEES_ALL = [JANA, HENRIK, NORA, INES];
const STRANGERS = [TOM, PRIYA];
const EVERYONE = [...SEES, ...STRANGERS];

/** Every page, by its route in the build: where it is for Nordlicht, and who finds it; everyone else gets 404. */
async function pages({ sql }: Portal): Promise<[route: string, path: string, found: string[]][]> {
  const reference = async (state: string) => {
    const { rows } = await sql.query<{ reference: string }>(
      `SELECT r.reference FROM "UpscaleRequest" r JOIN "Contract" c ON c.id = r."contractId" WHERE c.reference = 'NLW-2024' AND r.state = $1`,
      [state],
    );
    return rows[0]?.reference ?? '';
  };
  const notice = async (published: boolean) => {
    const { rows } = await sql.query<{ id: string }>(
      `SELECT n.id FROM "Notice" n WHERE (n."publishedAt" IS NOT NULL) = $1 AND EXISTS (
         SELECT 1 FROM "NoticeScope" s JOIN "Contract" c ON c.id = s."contractId" WHERE s."noticeId" = n.id AND c.reference = 'NLW-2024')
       ORDER BY n."createdAt" LIMIT 1`,
      [published],
    );
    return rows[0]?.id ?? '';
  };
  const [review, draft] = [await reference('IN_REVIEW'), await reference('DRAFT')];
  return [
    ['/(portal)/page', '/', EVERYONE],
    ['/(portal)/environments/page', '/environments', EVERYONE],
    ['/(portal)/environments/[slug]/page', '/environments/nlw-stage', SEES],
    ['/(portal)/environments/[slug]/history/page', '/environments/nlw-stage/history', SEES],
    ['/(portal)/environments/[slug]/endpoints/page', '/environments/nlw-stage/endpoints', SEES],
    ['/(portal)/environments/[slug]/endpoints/[endpoint]/page', '/environments/nlw-stage/endpoints/new', SEES],
    ['/(portal)/status/page', '/status', EVERYONE],
    // Nordlicht's is for everybody
    ['/(portal)/status/[contract]/page', '/status/KES-2022', [NORA, INES, PRIYA]],
    ['/(portal)/status/incidents/page', '/status/incidents', EVERYONE],
    ['/(portal)/status/incidents/new/page', '/status/incidents/new?environment=nlw-stage', EVERYONE],
    ['/(portal)/status/maintenance/new/page', '/status/maintenance/new', EVERYONE],
    ['/(portal)/status/incidents/[id]/page', `/status/incidents/${await notice(true)}`, SEES],
    ['/(portal)/status/incidents/[id]/page', `/status/incidents/${await notice(false)}`, [NORA, INES]],
    ['/(portal)/guide/page', '/guide', EVERYONE],
    ['/(portal)/requests/page', '/requests', EVERYONE],
    ['/(portal)/requests/page', '/requests?environment=nlw-stage', EVERYONE],
    ['/(portal)/requests/new/page', '/requests/new', EVERYONE],
    ['/(portal)/requests/new/page', '/requests/new?environment=nlw-stage', SEES],
    ['/(portal)/requests/new/page', `/requests/new?environment=nlw-stage&from=${review}`, SEES],
    ['/(portal)/requests/[reference]/page', `/requests/${review}`, SEES],
    ['/(portal)/requests/[reference]/page', `/requests/${draft}`, [JANA, HENRIK]],
    ['/(portal)/requests/[reference]/receipt/route', `/requests/${review}/receipt`, SEES_ALL],
    ['/(portal)/requests/[reference]/receipt/route', `/requests/${draft}/receipt`, []],
    ['/(portal)/requests/[reference]/edit/page', `/requests/${review}/edit`, SEES],
    ['/(portal)/requests/[reference]/edit/page', `/requests/${draft}/edit`, [JANA, HENRIK]],
    ['/(portal)/approvals/page', '/approvals', EVERYONE],
    ['/(portal)/operations/page', '/operations', EVERYONE],
    ['/(portal)/account/page', '/account', EVERYONE],
  ];
}

/** What of Nordlicht a stranger's answer must not hold. */
const NORDLICHTS = /nlw-|NLW-2024|Nordlicht/;

test('every page as every standing: found, not there, or sign in first; looking changes nothing', async ({
  portal,
}) => {
  const removed = await removedCookie(portal);
  const cookies = new Map<string, string>();
  for (const who of EVERYONE) cookies.set(who, await cookieOf(portal, who));
  for (const [route, path, found] of await pages(portal))
    for (const [who, cookie] of cookies) {
      const isThere = found.includes(who);
      const { answer, entries } = await changingNothing(portal, path, () =>
        send(portal.port, { path, headers: { cookie } }),
      );
      expect({ path, who, status: answer.status, entries }).toEqual({
        path,
        who,
        status: isThere ? 200 : 404,
        entries: [],
      });
      if (!isThere && route.endsWith('/page'))
        expect(withoutScripts(answer.body), `${path} as ${who}`).toContain('There is nothing here</h1>');
      if (STRANGERS.includes(who))
        expect(answer.body.replace(/nlw-stage|UR-[\d-]+/g, ''), `${path} as ${who}`).not.toMatch(
          who === TOM ? /NLW-2024/ : NORDLICHTS,
        );
    }
  for (const [, path] of await pages(portal))
    for (const cookie of [removed, 'headroom-session=forged.forged.forged']) {
      const { status, headers } = await send(portal.port, { path, headers: { cookie } });
      expect({ path, status, location: headers.location?.startsWith('/sign-in') }).toEqual({
        path,
        status: 303,
        location: true,
      });
    }
});

test('not yours and not there are the same 404', async ({ portal }) => {
  const cookie = await cookieOf(portal, LUKAS);
  const plain = async (path: string) => {
    const { status, body } = await send(portal.port, { path, headers: { cookie } });
    const varying = new RegExp(`nonce="[^"]*"|"nonce":"[^"]*"|${path.split('/').at(-1)}`, 'g');
    return { status, text: withoutScripts(body).replaceAll(varying, '') };
  };
  const { rows } = await portal.sql.query<{ reference: string }>(
    `SELECT r.reference FROM "UpscaleRequest" r JOIN "Contract" c ON c.id = r."contractId" WHERE c.reference = 'KES-2022' LIMIT 1`,
  );
  expect(await plain('/environments/kes-stage')).toEqual(await plain('/environments/kes-nothing'));
  expect(await plain(`/requests/${rows[0]?.reference}`)).toEqual(await plain('/requests/UR-2020-9999'));
});

function withoutScripts(body: string): string {
  return body.replace(/<script\b.*?<\/script>/gs, '');
}

test('no other method does anything at any address', async ({ portal }) => {
  const cookie = await cookieOf(portal, JANA);
  const addresses = [
    ...(await pages(portal)).map(([, path]) => path),
    '/sign-in',
    '/favicon.ico',
    '/icon.svg',
    '/robots.txt',
    '/nope',
    '/healthz',
    '/readyz',
    '/metrics',
    '/live',
  ];
  const form = 'multipart/form-data; boundary=x';
  const body = '--x\r\nContent-Disposition: form-data; name="intent"\r\n\r\nsubmit\r\n--x--\r\n';
  for (const path of addresses)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
      // here no worker runs, and that is what it would say
      if (method === 'HEAD' && path === '/readyz') continue;
      const headers = { cookie, origin: portal.origin, 'content-type': form };
      const { status, entries } = await changingNothing(portal, `${method} ${path}`, () =>
        send(portal.port, { method, path, headers, ...(/^P/.test(method) && { body }) }),
      );
      expect({ method, path, entries }).toEqual({ method, path, entries: [] });
      expect(status, `${method} ${path}`).not.toBe(201);
    }
});

test('the API takes no cookie, whoever’s', async ({ portal }) => {
  for (const who of [JANA, NORA, INES])
    for (const [method, path] of [
      ['GET', 'me'],
      ['GET', 'environments'],
      ['GET', 'requests'],
      ['POST', 'requests'],
      ['POST', 'requests/UR-2026-0001/moves'],
    ]) {
      const cookie = await cookieOf(portal, who);
      const { status } = await changingNothing(portal, `${method} ${path}`, () =>
        send(portal.port, {
          method: method ?? '',
          path: `/api/v1/${path}`,
          headers: { cookie, origin: portal.origin, 'content-type': 'application/json' },
          ...(method === 'POST' && { body: '{"move":"approve","environment":"nlw-stage"}' }),
        }),
      );
      expect({ who, path, status }).toEqual({ who, path, status: 401 });
    }
});

test('no page of the build is left out', async ({ portal }) => {
  const file = join(ROOT, process.env.NEXT_DIST_DIR ?? '.next', 'server/app-paths-manifest.json');
  const routes = Object.keys(JSON.parse(readFileSync(file, 'utf8'))).filter((route) =>
    /^\/\(portal\).*\/(page|route)$/.test(route),
  );
  expect(routes.sort()).toEqual([...new Set((await pages(portal)).map(([route]) => route))].sort());
});
