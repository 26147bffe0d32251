import { load } from '../load.ts';
import { interleaved, median } from '../measure.ts';
import { atMost, compared, type Line, noted, timesAtLeast, timesAtMost } from '../table.ts';
import { signIn } from '../visitor.ts';
import type { Web } from '../web.ts';
import { ADDRESS, type Driver } from './drive.ts';

const ROUNDS = 12;
const ROUND_MS = 5000;
const SHORT_MS = 2500;
const [PUBLIC_AT_ONCE, SIGNED_IN_AT_ONCE] = [16, 4];
const [MOST_BYTES, LEAST_RATE, MOST_MS] = [1.5, 0.9, 250];
const OPERATOR = 'operator@headroom.example';
const ACCEPTED = 'gzip, deflate, br';

/** A server on a database, and who changes its levels. */
export type Side = { web: Web; driver: Driver };

/** The first page of 10,000 environments beside that of 12, while a level of each changes every second: 60 s of each in turn. */
export async function manyEnvironments(few: Side, many: Side): Promise<Line[]> {
  const lines = await compare(few, many, ADDRESS, PUBLIC_AT_ONCE, ROUND_MS, async () => ({}));
  const signedIn = await compare(few, many, '/status', SIGNED_IN_AT_ONCE, SHORT_MS, async ({ web }) => ({
    cookie: (await signIn(web.origin, OPERATOR)).cookie,
  }));
  // what is promised is the public page's; the other is told beside it
  return [...lines, ...signedIn.map(({ limit: _, ok: __, ...line }) => line)];
}

async function compare(
  few: Side,
  many: Side,
  path: string,
  connections: number,
  forMs: number,
  headersOf: (side: Side) => Promise<Record<string, string>>,
): Promise<Line[]> {
  const sides = {
    few: asker(path, connections, await headersOf(few)),
    many: asker(path, connections, await headersOf(many)),
  };
  for (const [side, ask] of [
    [few, sides.few],
    [many, sides.many],
  ] as const)
    await ask.ask(side.web, 2000)();
  sides.few.clear();
  sides.many.clear();
  const rates = await few.driver.during(() =>
    many.driver.during(() =>
      interleaved(ROUNDS, { few: sides.few.ask(few.web, forMs), many: sides.many.ask(many.web, forMs) }),
    ),
  );
  const what = path === '/status' ? 'first page of an operator' : 'first public page';
  const seconds = (ROUNDS * forMs) / 1000;
  return [
    timesAtMost(`${what}, 10,000 environments against 12`, sides.many.bytes(), sides.few.bytes(), MOST_BYTES, 'bytes'),
    timesAtLeast('  answers a second while levels change', median(rates.many), median(rates.few), LEAST_RATE, ''),
    atMost(
      `  slowest single answer in ${seconds} s of changes`,
      sides.many.slowest(),
      MOST_MS,
      'ms',
      `with 12: ${sides.few.slowest().toFixed(0)}`,
    ),
    compared('  95 of 100 answers are faster than', sides.many.p95(), sides.few.p95(), 'ms'),
    noted('  changes meanwhile', `${many.driver.changes.length} and ${few.driver.changes.length}`),
  ];
}

/** Loads one server in rounds and keeps what was worst. */
function asker(path: string, connections: number, headers: Record<string, string>) {
  let [slowest, bytes] = [0, 0];
  let p95: number[] = [];
  return {
    ask:
      ({ port }: Web, forMs: number) =>
      async () => {
        const asked = { port, path, headers: { ...headers, 'accept-encoding': ACCEPTED } };
        const loaded = await load(asked, connections, forMs);
        if ([...loaded.statuses.keys()].some((status) => status !== 200))
          throw new Error(`${path} answered ${[...loaded.statuses.keys()]} under load`);
        slowest = Math.max(slowest, loaded.slowestMs);
        bytes = Math.max(bytes, loaded.bytes);
        p95.push(loaded.p95Ms);
        return loaded.perSecond;
      },
    clear: () => {
      [slowest, bytes, p95] = [0, 0, []];
    },
    slowest: () => slowest,
    bytes: () => bytes,
    p95: () => median(p95),
  };
}
