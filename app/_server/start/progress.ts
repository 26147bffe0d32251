/** Not worth a line below this. */
const SHORT_MS = 2000;
const TICK_MS = 5000;

/** Tells the person at the terminal, on stderr: stdout belongs to what a command answers. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs a step; one that takes longer than two seconds is shown with the seconds gone by. */
export async function step<T>(label: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  let shown = false;
  const show = () => {
    say(shown ? `  … ${seconds()} s` : label);
    shown = true;
  };
  const first = setTimeout(show, SHORT_MS);
  const ticker = setInterval(show, TICK_MS);
  try {
    return await work();
  } finally {
    clearTimeout(first);
    clearInterval(ticker);
    if (shown) say(`  … done in ${seconds()} s`);
  }
}

/** Said where the owner's login may not make the role. */
export const NO_ROLE =
  'This login may not make the role headroom_app: the application works as the login itself, and only a trigger keeps it from changing the record.';
