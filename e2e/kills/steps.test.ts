import { after, before, type TestContext, test } from 'node:test';
import { type Ask, askOf } from './ask.ts';
import { close, type Entry, held, makeGates, open, written } from './gates.ts';
import { type Installation, type Part, startInstallation } from './installation.ts';
import { reached, scheduled } from './life.ts';
import { type People, peopleAt } from './people.ts';
import { makePlots, type Plot } from './plots.ts';
import { requireSound } from './sound.ts';

type Step = [of: 'request' | 'operation', what: string];
/** What one apply and one return write to the record, as it is committed together. */
const APPLY: Step[][] = [
  [
    ['request', 'apply'],
    ['operation', 'operation.intent'],
  ],
  [['operation', 'operation.accepted']],
  [
    ['operation', 'operation.done'],
    ['request', 'activate'],
  ],
];
const RETURN: Step[][] = [
  [
    ['request', 'return'],
    ['operation', 'operation.intent'],
  ],
  [['operation', 'operation.accepted']],
  [
    ['operation', 'operation.done'],
    ['request', 'close'],
  ],
];
/** the shortest there is: its return is the clock's */
const LASTS = 30_000;
/** what it takes to close the gates before a return */
const SPARE_MS = 5000;

let installation: Installation;
let ask: Ask;
let people: People;
let plots: Plot[];
before(async () => {
  // longer than a process takes to come back: it is still under way then, and the call is made again
  installation = await startInstallation({ seconds: '4-4' });
  ask = askOf(installation.databaseUrl);
  people = peopleAt(installation.origin);
  plots = await makePlots(ask, 2);
  await makeGates(ask);
});
after(async () => {
  await ask?.end();
  await installation?.stop();
});

for (const part of ['worker', 'PostgreSQL'] as const)
  test(`kill -9 of ${part} at every recorded step of an apply and a return`, { timeout: 600_000 }, async (t) => {
    let returning = await opened();
    const applied = await scheduled(world(), free(), { startsIn: 3000 });
    await killedAt(t, part, APPLY, { request: `^request ${applied}$`, operation: `^operation ${applied} 1$` });
    await reached(world(), applied, ['ACTIVE']);
    // a slow machine may be late for it
    if (returning.end - Date.now() < SPARE_MS) returning = await opened();
    const { reference } = returning;
    await killedAt(t, part, RETURN, { request: `^request ${reference}$`, operation: `^operation ${reference} 2$` });
    await t.test('it was applied once and returned once', async () => {
      await reached(world(), reference, ['CLOSED']);
      await sound();
    });
  });

const world = () => ({ ask, people });
let taken = 0;
const free = () => plots[taken++] as Plot;

/** A short window that is open, with its end in UTC ms. */
async function opened(): Promise<{ reference: string; end: number }> {
  const reference = await scheduled(world(), free(), { lasts: LASTS });
  await reached(world(), reference, ['ACTIVE']);
  const [row] = await ask<{ end: Date }>('SELECT "windowEnd" AS end FROM "UpscaleRequest" WHERE reference = $1', [
    reference,
  ]);
  return { reference, end: row?.end.getTime() ?? 0 };
}

/** Kills in the midst of each step, and again when it is committed. */
async function killedAt(t: TestContext, part: Part, half: Step[][], about: Record<Step[0], string>): Promise<void> {
  const entryOf = ([of, what]: Step): Entry => ({ what, about: about[of] });
  for (const step of half.flat()) await close(ask, entryOf(step));
  for (const commit of half) {
    const entries = commit.map(entryOf);
    for (const entry of entries)
      await t.test(`${entry.what}, in its transaction`, async () => {
        await held(ask);
        await killed(part, entry);
      });
    await t.test(`${entries.map(({ what }) => what).join(' and ')}, committed`, async () => {
      for (const entry of entries.slice(-1)) await written(ask, entry);
      await killed(part);
    });
  }
}

/** Kills it; the gate is opened for those who come after. */
async function killed(part: Part, gate?: Entry): Promise<void> {
  await installation.kill(part, async () => gate && open(ask, gate));
  await sound();
}

const sound = () => requireSound({ ask, plots, acknowledged: people.acknowledged, anchor: installation.anchor });
