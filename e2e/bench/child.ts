import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Halt } from '#prisma/halt.ts';
import { applicationVariables, readVariables } from '#server/start/variables.ts';

/** A process of ours that has said that it is ready. */
export type Child = { process: ChildProcess; pid: number; stop(): Promise<void> };

/** What a process of the application sees on a database, with more variables of its own. */
export function variablesOn(url: string, secret: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const given = { url, role: 'headroom_app', secret, provider: 'simulated' };
  const { PORT = '3000' } = more;
  return { ...applicationVariables(readVariables({ PORT }), given), NODE_ENV: 'production', ...more };
}

/** Starts a program and waits until it says its first word, which is given back. */
export async function startChild(
  program: string,
  env: NodeJS.ProcessEnv,
  { cwd, flags = [] }: { cwd?: string; flags?: string[] } = {},
): Promise<Child & { said: unknown }> {
  const file = program.startsWith('file:') ? fileURLToPath(program) : program;
  const child = fork(file, { cwd, env, execArgv: flags, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  const first = await Promise.race([once(child, 'message').then(([said]) => ({ said })), gone.then(() => null)]);
  if (!first) throw new Halt(`${file} ended before it was ready.`);
  return {
    process: child,
    pid: child.pid ?? 0,
    said: first.said,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Starts something that is stopped with `open` at the latest. */
export async function started<T extends { stop(): Promise<void> }>(
  open: AsyncDisposableStack,
  starting: Promise<T>,
): Promise<T> {
  const it = await starting;
  open.defer(it.stop);
  return it;
}
