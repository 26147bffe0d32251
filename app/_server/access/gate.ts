/** Lets `slots` calls run at once and `waiting` more wait in line; answers 'busy' to the rest, so that a flood cannot fill the memory. */
export function gate(slots: number, waiting = Number.POSITIVE_INFINITY) {
  const line: (() => void)[] = [];
  let running = 0;
  return async function run<T>(work: () => Promise<T>): Promise<T | 'busy'> {
    if (running < slots) running += 1;
    else if (line.length >= waiting) return 'busy';
    // the one who leaves hands its slot over, so `running` stays
    else await new Promise<void>((enter) => line.push(enter));
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
