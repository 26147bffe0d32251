import { randomUUID } from 'node:crypto';
import { db } from '../db.ts';
import { PROVIDERS_HERE } from '../hosting/providers.ts';
import { simulatedWith } from '../hosting/simulated.ts';
import { dueRows } from '../worker/due-rows.ts';
import { type Stepper, step } from '../worker/step.ts';
import { sweep } from '../worker/sweep.ts';

/** For tests: a worker whose clock stands until the test moves it, on a simulation of the same clock whose changes take 5 s. */
export function engineAt(start: number) {
  let now = start;
  const clock = () => now;
  const simulated = simulatedWith({ now: clock, seconds: () => [5, 5], random: () => 0.5 });
  const stepper: Stepper = {
    workerId: randomUUID(),
    now: clock,
    providers: { ...PROVIDERS_HERE, simulated },
    patience: { observe: 1000, apply: 200 },
  };
  /** Leads on everything that is due now; environments are looked at only where the test asks for it. */
  const settle = async (sweeps = false) => {
    for (let round = 0; round < 200; round++) {
      const rows = (await dueRows(now, 100, 20)).filter(({ what }) => sweeps || what === 'request');
      if (rows.length === 0) return;
      for (const { id, what } of rows) await (what === 'request' ? step(id, stepper) : sweep(id, stepper));
    }
    throw new Error('the worker does not come to rest');
  };
  return {
    stepper,
    now: clock,
    settle,
    /** Lets time pass without anyone at work. */
    sleep: (ms: number) => {
      now += ms;
    },
    /** Lets time pass with the worker at work whenever something is due. */
    pass: async (ms: number) => {
      const until = now + ms;
      for (;;) {
        await settle();
        const next = await nextDue();
        if (next === null || next > until) break;
        now = Math.max(now, next);
      }
      now = until;
      await settle();
    },
  };
}

async function nextDue(): Promise<number | null> {
  const [row] = await db().$queryRaw<[{ at: Date | null }]>`SELECT min("dueAt") AS at FROM "UpscaleRequest"`;
  return row.at?.getTime() ?? null;
}
