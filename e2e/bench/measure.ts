/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5);
}

/** The figure that so large a share of them does not exceed. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

type Measure = () => Promise<number>;

/** Figures of several measures taken in turn (A B A B …), so that whatever else the machine does falls on each alike. */
export async function interleaved<T extends Record<string, Measure>>(
  rounds: number,
  measures: T,
): Promise<Record<keyof T, number[]>> {
  const names = Object.keys(measures) as (keyof T)[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<keyof T, number[]>;
  for (let round = 0; round < rounds; round++)
    for (const name of names) figures[name].push((await measures[name]?.()) ?? Number.NaN);
  return figures;
}
