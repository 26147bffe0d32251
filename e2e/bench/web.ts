import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '#prisma/embedded.ts';
import { Halt } from '#prisma/halt.ts';
import { applicationVariables, readVariables } from '#server/start/variables.ts';

/** One more web server process. */
export type Web = { origin: string; pid: number; stop(): Promise<void> };

/** Starts a web server on a folder's build and any database, as the portal's own one is started. */
export async function startWeb(folder: string, url: string, secret: string): Promise<Web> {
  const port = await freePort();
  const given = { url, role: 'headroom_app', secret, provider: 'simulated' };
  const env = {
    ...applicationVariables(readVariables({ PORT: String(port) }), given),
    NODE_ENV: 'production' as const,
  };
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
  const child = fork(join(folder, 'app/_server/start/web.ts'), { cwd: folder, env, stdio: [...stdio] });
  const gone = once(child, 'exit');
  const first = await Promise.race([once(child, 'message').then(() => 'ready'), gone.then(() => 'gone')]);
  if (first === 'gone') throw new Halt(`A web server on ${folder} ended before it was ready.`);
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
