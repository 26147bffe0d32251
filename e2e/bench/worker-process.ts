import { join } from 'node:path';
import { WORKER_FLAGS, WORKER_VARIABLES } from '#server/start/keep.ts';
import { type Child, startChild, variablesOn } from './child.ts';

/** Starts a worker on a database, as `npm start` does. */
export function startWorker(
  folder: string,
  url: string,
  secret: string,
  more: Record<string, string> = {},
): Promise<Child> {
  const env = variablesOn(url, secret, { ...WORKER_VARIABLES, HEADROOM_ROLE: 'worker', ...more });
  return startChild(join(folder, 'app/_server/start/worker.ts'), env, { cwd: folder, flags: WORKER_FLAGS });
}
