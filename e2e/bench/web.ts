import { join } from 'node:path';
import { freePort } from '#prisma/embedded.ts';
import { startChild, variablesOn } from './child.ts';

/** One more web server process. */
export type Web = { origin: string; port: number; pid: number; stop(): Promise<void> };

/** Starts a web server on a folder's build and any database, as the portal's own one is started. */
export async function startWeb(folder: string, url: string, secret: string): Promise<Web> {
  const port = await freePort();
  const env = variablesOn(url, secret, { PORT: String(port) });
  const { pid, stop } = await startChild(join(folder, 'app/_server/start/web.ts'), env, { cwd: folder });
  return { origin: `http://127.0.0.1:${port}`, port, pid, stop };
}
