import { DEMO_PASSWORD } from '#prisma/seed.ts';

/** Somebody who looks at pages, as a browser without JavaScript does. */
export type Visitor = {
  origin: string;
  cookie: string;
  /** a page that must be there */
  open(path: string): Promise<string>;
  /** null = there is no such page for this visitor */
  find(path: string): Promise<string | null>;
};

/** Who is not signed in. */
export function guest(origin: string): Visitor {
  return visitorAt(origin, '');
}

/** The same session at another server of the same installation. */
export function visitorAt(origin: string, cookie: string): Visitor {
  const find = (path: string) => pageOf(origin, cookie, path);
  return {
    ...{ origin, cookie, find },
    open: async (path) => {
      const html = await find(path);
      if (html === null) throw new Error(`${path} is not there`);
      return html;
    },
  };
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

async function pageOf(origin: string, cookie: string, path: string): Promise<string | null> {
  const answer = await fetch(origin + path, { headers: { cookie }, redirect: 'manual' });
  const html = await answer.text();
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return html;
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
