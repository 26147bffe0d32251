import { Halt } from '#prisma/halt.ts';
import { say } from './progress.ts';

/**
 * Runs a command to its exit code: a Halt is shown as its sentence; SIGINT, SIGTERM and SIGHUP abort its signal, and what is
 * not finished then ends with `whenStopped`.
 */
export async function run(command: (signal: AbortSignal) => Promise<number>, whenStopped = 130): Promise<never> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  endWithParent(stop);
  process.exit(
    await command(stop.signal).catch((error: Error) => (stop.signal.aborted ? whenStopped : explain(error))),
  );
}

function explain(error: Error): number {
  if (error instanceof Halt) say(error.message);
  else say(`Headroom stopped on a fault of its own, worth a report: ${error.message}. LOG_LEVEL=debug shows where.`);
  if (/debug|trace/.test(process.env.LOG_LEVEL ?? '')) say(error.stack ?? '');
  return 1;
}

/** The launcher killed by force cannot pass on a signal. */
function endWithParent(stop: AbortController): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop.abort(), 500).unref();
}
