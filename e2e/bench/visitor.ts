import { DEMO_PASSWORD } from '#prisma/seed.ts';

/** Somebody who looks at pages, as a browser without JavaScript does. */
export type Visitor = { origin: string; cookie: string; open(path: string): Promise<string> };

/** Who is not signed in. */
export function guest(origin: string): Visitor {
  return visitorAt(origin, '');
}

/** The same session at another server of the same installation. */
export function visitorAt(origin: string, cookie: string): Visitor {
  return { origin, cookie, open: (path) => pageOf(origin, cookie, path) };
}

/** Signs a demo person in through the form. */
export async function signIn(origin: string, email: string): Promise<Visitor> {
  const form = await guest(origin).open('/sign-in');
  const body = new FormData();
  for (const [input] of form.matchAll(/<input type="hidden"[^>]*>/g))
    body.set(attribute(input, 'name'), attribute(input, 'value'));
  body.set('email', email);
  body.set('password', DEMO_PASSWORD);
  const answer = await fetch(`${origin}/sign-in`, { method: 'POST', body, headers: { origin }, redirect: 'manual' });
  if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`);
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  return visitorAt(origin, cookies.join('; '));
}

async function pageOf(origin: string, cookie: string, path: string): Promise<string> {
  const answer = await fetch(origin + path, { headers: { cookie }, redirect: 'manual' });
  const html = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return html;
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
