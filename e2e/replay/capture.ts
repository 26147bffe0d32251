import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Request } from 'playwright/test';
import { ROOT } from '#server/start/folder.ts';

/** What a browser was about to send, without what says who and from where. */
export type Captured = { path: string; headers: Record<string, string>; body: Buffer };

type Manifest = { node: Record<string, { exportedName: string }> };

/** The server actions of the build: their public ids by the names of their functions. */
export function actionIds(): Map<string, string> {
  const file = join(ROOT, process.env.NEXT_DIST_DIR ?? '.next', 'server/server-reference-manifest.json');
  const { node } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return new Map(Object.entries(node).map(([id, { exportedName }]) => [exportedName, id]));
}

/** Does what sends an action, and keeps what it sends from the server: nothing has happened yet. */
export async function capture(page: Page, action: string, act: () => Promise<void>): Promise<Captured> {
  const id = actionIds().get(action);
  if (!id) throw new Error(`the build has no ${action}`);
  const { promise, resolve } = Promise.withResolvers<Captured>();
  const isIt = (request: Request) => {
    const called = request.headers()['next-action'];
    if (request.method() !== 'POST') return false;
    // a form's own fields name its action too, also when another action reads them
    return called ? called === id : (request.postDataBuffer()?.includes(id) ?? false);
  };
  await page.route('**', (route) => {
    if (!isIt(route.request())) return route.continue();
    resolve(contentOf(route.request()));
    return route.abort();
  });
  await act();
  const captured = await promise;
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  return captured;
}

/** The headers that make it this action; cookie, origin and what a browser says of itself are the sender's. */
function contentOf(request: Request): Captured {
  const { pathname, search } = new URL(request.url());
  const kept = ['content-type', 'accept', 'next-action', 'next-router-state-tree'];
  const headers = Object.fromEntries(Object.entries(request.headers()).filter(([name]) => kept.includes(name)));
  return { path: pathname + search, headers, body: request.postDataBuffer() ?? Buffer.alloc(0) };
}
