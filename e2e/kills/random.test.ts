import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, askOf } from './ask.ts';
import { chanceOf } from './chance.ts';
import { type Installation, type Part, startInstallation } from './installation.ts';
import { live } from './life.ts';
import { type People, peopleAt } from './people.ts';
import { makePlots, type Plot } from './plots.ts';
import { requireSound } from './sound.ts';

const TIMES = Number(process.env.HEADROOM_KILLS ?? 1);
const SEED = Number(process.env.HEADROOM_SEED ?? Date.now() % 1_000_000);
const DEATHS: Record<Part, number> = { web: 10 * TIMES, worker: 5 * TIMES, PostgreSQL: 5 * TIMES };
const LONGEST_PAUSE_MS = 700;

const chance = chanceOf(SEED);
let installation: Installation;
let ask: Ask;
let people: People;
let plots: Plot[];
before(async () => {
  installation = await startInstallation();
  ask = askOf(installation.databaseUrl);
  people = peopleAt(installation.origin);
  plots = await makePlots(ask, 2);
});
after(async () => {
  await ask?.end();
  await installation?.stop();
});

test(`kill -9 at random points of apply and return (HEADROOM_SEED=${SEED})`, { timeout: 1_800_000 }, async (t) => {
  const enough = new AbortController();
  let lives = 0;
  const traffic = Promise.all(
    plots.map(async (plot) => {
      await sleep(chance() * 3000);
      for (; !enough.signal.aborted; lives++) await live({ ask, people }, plot);
    }),
  );
  // a life that is lost ends the test at its end, not this process
  traffic.catch(() => {});
  const parts = chance.shuffled(Object.entries(DEATHS).flatMap(([part, times]) => Array(times).fill(part as Part)));
  for (const [index, part] of parts.entries())
    await t.test(`${index + 1} of ${parts.length}: ${part}`, async (death) => {
      const doing = await untilUnderWay();
      await sleep(chance() * LONGEST_PAUSE_MS);
      await installation.kill(part);
      const states = await sound();
      death.diagnostic(`killed with ${doing} under way; ${states.length} requests so far`);
    });
  enough.abort();
  await traffic;
  await t.test('in the end every request has opened and closed, once', async () => {
    const states = await sound();
    assert.deepEqual(
      [...new Set(states)].filter((state) => state !== 'EXPIRED'),
      ['CLOSED'],
    );
    const closed = states.filter((state) => state === 'CLOSED').length;
    assert.ok(closed >= parts.length && closed <= lives, `${closed} windows in ${lives} lives`);
  });
});

const sound = () => requireSound({ ask, plots, acknowledged: people.acknowledged, anchor: installation.anchor });

async function untilUnderWay(): Promise<string> {
  for (;;) {
    const rows = await ask<{ state: string; n: string }>(
      `SELECT state, count(*) AS n FROM "UpscaleRequest" r JOIN "Environment" e ON e.id = r."environmentId"
       WHERE state IN ('APPLYING', 'RETURNING') AND e.slug = ANY($1) GROUP BY state`,
      [plots.map(({ environment }) => environment)],
    );
    if (rows.length > 0) return rows.map(({ state, n }) => `${n} ${state}`).join(', ');
    await sleep(20);
  }
}
