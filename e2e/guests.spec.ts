import type { ChildProcess } from 'node:child_process';
import { expect, test } from './fixtures.ts';
import { JANA, PASSWORD } from './people.ts';
import { freePort, listening, startWeb, stopWeb } from './stack/portal.ts';
import { type Answer, send, sendBytes } from './stack/raw.ts';
import { cookieOf } from './stack/sign-in.ts';

const PAGES = [
  '/',
  '/environments',
  '/environments/nlw-stage',
  '/environments/nlw-stage/history',
  '/environments/not-there',
  '/requests',
  '/requests?state=ACTIVE&environment=nlw-stage',
  '/requests/UR-2026-0001',
  '/requests/new',
  '/requests/new?environment=nlw-stage',
  '/approvals',
  '/operations',
  '/guide',
  '/account',
  '/no-such-page',
];

/** The policy of one answer, and that it lets nothing inline through but what carries its nonce. */
function expectPolicy({ headers, body }: Answer): void {
  const policy = String(headers['content-security-policy']);
  const directives = new Map(policy.split('; ').map((each) => [each.split(' ')[0], each]));
  const nonce = /'nonce-([^']+)'/.exec(directives.get('script-src') ?? '')?.[1];
  expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  expect(policy).not.toContain('unsafe-');
  expect(policy).not.toMatch(/\s(\*|https?:)(\s|;|$)/);
  expect(directives.get('object-src')).toBe("object-src 'none'");
  expect(directives.get('base-uri')).toBe("base-uri 'none'");
  expect(directives.get('frame-ancestors')).toBe("frame-ancestors 'none'");
  expect(directives.get('form-action')).toBe("form-action 'self'");
  for (const [tag] of body.matchAll(/<(?:script|style)\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
  expect(body).not.toMatch(/<[^>]+\sstyle=/);
  expect(body).not.toMatch(/<[^>]+\son[a-z]+=/);
}

test('a guest is sent from every page to the sign-in page, and back to that page on this site', async ({ portal }) => {
  for (const path of PAGES) {
    const { status, headers } = await send(portal.port, { path });
    const back = path === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(path)}`;
    expect({ path, status, location: headers.location }).toEqual({ path, status: 303, location: back });
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
  }
  const { status } = await send(portal.port, { path: '/sign-in' });
  expect(status).toBe(200);
});

test('a return path leads to no other site', async ({ open }) => {
  for (const evil of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/%2Fevil.example',
  ]) {
    const page = await open.guest();
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(evil)}`);
    await page.getByLabel('Email').fill(JANA);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL('/');
  }
});

test('a foreign host and an absolute form are 421', async ({ portal }) => {
  const cookie = await cookieOf(portal, JANA);
  for (const host of [
    'evil.example',
    `evil.example:${portal.port}`,
    'localhost',
    `localhost:${portal.port}.evil.example`,
  ])
    for (const method of ['GET', 'POST']) {
      const answer = await send(portal.port, { method, path: '/environments', headers: { host, cookie } });
      expect({ host, method, status: answer.status }).toEqual({ host, method, status: 421 });
      expect(answer.body).not.toContain('nlw-stage');
    }
  const own = `localhost:${portal.port}`;
  for (const target of [
    `http://evil.example/environments`,
    `http://${own}/environments`,
    `https://${own}/environments`,
  ]) {
    const answer = await sendBytes(
      portal.port,
      `GET ${target} HTTP/1.1\r\nHost: ${own}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect({ target, first: answer.split('\r\n')[0] }).toEqual({ target, first: 'HTTP/1.1 421 Misdirected Request' });
  }
  for (const path of ['/environments', '/status/NLW-2024', '/status/NLW-2024.json'])
    for (const hosts of [`Host: ${own}\r\nHost: evil.example`, `Host: evil.example\r\nHost: ${own}`]) {
      const twice = `GET ${path} HTTP/1.1\r\n${hosts}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`;
      const [first] = (await sendBytes(portal.port, twice)).split('\r\n');
      expect({ path, hosts, first }).toEqual({ path, hosts, first: 'HTTP/1.1 421 Misdirected Request' });
    }
});

test('nothing is upgraded: the request is answered like any other, or refused at the front door', async ({
  portal,
}) => {
  const upgrade = (host: string) =>
    sendBytes(
      portal.port,
      `GET /sign-in HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
  expect((await upgrade(`localhost:${portal.port}`)).split('\r\n')[0]).toBe('HTTP/1.1 200 OK');
  expect((await upgrade('evil.example')).split('\r\n')[0]).toBe('HTTP/1.1 421 Misdirected Request');
});

test('both default origins are answered: localhost and 127.0.0.1', async ({ portal }) => {
  for (const host of [`localhost:${portal.port}`, `127.0.0.1:${portal.port}`]) {
    const { status } = await send(portal.port, { path: '/sign-in', headers: { host } });
    expect({ host, status }).toEqual({ host, status: 200 });
  }
});

test('no forwarded header chooses where a redirect leads', async ({ portal }) => {
  const headers = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example',
    'x-forwarded-port': '1',
  };
  const answer = await send(portal.port, { path: '/environments', headers });
  expect(answer.headers.location).toBe('/sign-in?returnTo=%2Fenvironments');
  expect(JSON.stringify(answer)).not.toContain('evil.example');
});

test('every HTML answer carries the nonce policy, and a signed-in one is not stored', async ({ portal }) => {
  const cookie = await cookieOf(portal, JANA);
  const nonces = new Set<string>();
  for (const path of [...PAGES, '/sign-in']) {
    for (const headers of path === '/sign-in' ? [undefined] : [undefined, { cookie }]) {
      const answer = await send(portal.port, { path, ...(headers && { headers }) });
      expectPolicy(answer);
      nonces.add(/'nonce-([^']+)'/.exec(String(answer.headers['content-security-policy']))?.[1] ?? '');
      expect(answer.headers['cache-control']).toContain('no-store');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['x-powered-by']).toBeUndefined();
    }
  }
  expect(nonces.size).toBe(PAGES.length * 2 + 1);
  for (const path of ['/no-such-page', '/environments/not-there', '/requests/UR-2026-9999']) {
    const answer = await send(portal.port, { path, headers: { cookie } });
    expect({ path, status: answer.status, type: answer.headers['content-type'] }).toEqual({
      path,
      status: 404,
      type: 'text/html; charset=utf-8',
    });
  }
});

test('the session cookie is HttpOnly, SameSite=Lax and for the whole site; on https also __Host- and Secure', async ({
  portal,
}) => {
  const flags = { path: 'Path=/', httpOnly: 'HttpOnly', sameSite: 'SameSite=lax' };
  const [line = ''] = await sessionCookieLines(portal.port, portal.origin);
  expect(line).toMatch(/^headroom-session=[^;]{60,}; /);
  for (const flag of Object.values(flags)) expect(line).toContain(`; ${flag}`);
  expect(line).not.toContain('Secure');

  const port = await freePort();
  const web: ChildProcess = startWeb(portal.databaseUrl, port, { HEADROOM_ORIGIN: 'https://headroom.example' });
  try {
    await listening(web);
    const [secure = ''] = await sessionCookieLines(port, 'https://headroom.example');
    expect(secure).toMatch(/^__Host-headroom-session=[^;]{60,}; /);
    for (const flag of [...Object.values(flags), 'Secure']) expect(secure).toContain(`; ${flag}`);
    expect(secure).not.toContain('Domain');
    const headers = { host: 'headroom.example' };
    const guest = await send(port, { path: '/environments', headers });
    expect(guest.headers.location).toBe('/sign-in?returnTo=%2Fenvironments');
    expect(guest.headers['strict-transport-security']).toMatch(/^max-age=\d{7,}/);
    expect((await send(port, { path: '/sign-in' })).status).toBe(421);
  } finally {
    await stopWeb(web);
  }
});

/** The Set-Cookie lines of a new session, asked as a browser without JavaScript would. */
async function sessionCookieLines(port: number, origin: string): Promise<string[]> {
  const headers = { host: new URL(origin).host, origin };
  const { body } = await send(port, { path: '/sign-in', headers: { host: headers.host } });
  const hidden = [...body.matchAll(/<input type="hidden"[^>]*name="(\$ACTION[^"]*)"(?:[^>]*value="([^"]*)")?/g)];
  const form = new FormData();
  for (const [, name = '', value = ''] of hidden) form.set(name, value.replaceAll('&quot;', '"'));
  form.set('email', JANA);
  form.set('password', PASSWORD);
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  const answer = await send(port, {
    method: 'POST',
    path: '/sign-in',
    headers: { ...headers, 'content-type': type },
    body: Buffer.from(await encoded.arrayBuffer()),
  });
  expect(answer.status).toBe(303);
  return (answer.headers['set-cookie'] ?? []).filter((line) => /headroom-session=[^;]/.test(line));
}
