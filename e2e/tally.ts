import { spawn } from 'node:child_process';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { ROOT } from '#server/start/folder.ts';
import { say } from '#server/start/progress.ts';

export type Count = { passed: number; failed: number };

/** Runs the stages of a check one after another and counts; a stage that throws counts as one failure. */
export function tally() {
  const total: Count = { passed: 0, failed: 0 };
  return {
    total,
    stage: async (name: string, work: () => Promise<Count | undefined>): Promise<void> => {
      const started = performance.now();
      say(`\n— ${name}`);
      const count = await work().catch((error: Error): Count => {
        say(error.stack ?? error.message);
        return { passed: 0, failed: 1 };
      });
      const { passed, failed } = count ?? { passed: 1, failed: 0 };
      total.passed += passed;
      total.failed += failed;
      say(
        `  ${failed > 0 ? 'FAILED' : 'ok'}, ${passed} passed, ${failed} failed, ${Math.round((performance.now() - started) / 100) / 10} s`,
      );
    },
  };
}

/** Runs a program of node_modules with its output shown; counts as one. */
export async function program(
  args: string[],
  signal: AbortSignal,
  variables: Record<string, string> = {},
): Promise<Count> {
  const env = { ...process.env, ...variables } as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, args, { cwd: ROOT, env, signal, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((done) => child.once('exit', done).once('error', done));
  signal.throwIfAborted();
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs test files of node:test, each in its own process, far from UTC so that a forgotten zone fails. None is a failure. */
export async function nodeTests(files: string[], signal: AbortSignal): Promise<Count> {
  process.env.TZ = 'Asia/Kathmandu';
  const events = runTests({ files, concurrency: 2, signal, cwd: ROOT });
  const count: Count = { passed: 0, failed: 0 };
  events.on('test:summary', ({ file, counts, success }) => {
    if (file) return;
    const { tests, passed, skipped, todo } = counts;
    Object.assign(count, { passed, failed: Math.max(tests - passed - skipped - todo, success ? 0 : 1) });
  });
  const shown = events.compose(new spec());
  shown.pipe(process.stderr, { end: false });
  await new Promise((done, fail) => shown.once('end', done).once('error', fail));
  delete process.env.TZ;
  signal.throwIfAborted();
  return count.passed + count.failed > 0 ? count : { passed: 0, failed: 1 };
}
