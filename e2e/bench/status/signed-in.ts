import { setTimeout as sleep } from 'node:timers/promises';
import { load } from '../load.ts';
import { interleaved, median } from '../measure.ts';
import { requireSame } from '../same-page.ts';
import { type Line, timesAtLeast } from '../table.ts';
import { signIn, visitorAt } from '../visitor.ts';
import type { Web } from '../web.ts';

const PATH = '/status';
const VIEWER = 'manager@headroom.example';
const LEAST_TIMES = 0.7;
const ROUNDS = 9;
const ROUND_MS = 2500;
const MINUTE_MS = 60_000;
const WARM_UP_MS = 6000;

/** Requests a second of the status page of someone who is signed in, beside the same markup from constants. */
export async function signedIn(web: Web, constant: Web, database: { url: string; log: string }): Promise<Line[]> {
  const visitor = await signIn(web.origin, VIEWER);
  const other = visitorAt(constant.origin, visitor.cookie);
  // the page says of which minute it is
  const left = MINUTE_MS - (Date.now() % MINUTE_MS);
  if (left < MINUTE_MS / 4) await sleep(left + 5000);
  await requireSame(database, PATH, visitor, other);
  const headers = { cookie: visitor.cookie, 'accept-encoding': 'gzip, deflate, br' };
  const ask =
    (port: number, connections: number, forMs = ROUND_MS) =>
    async () => {
      const loaded = await load({ port, path: PATH, headers }, connections, forMs);
      const [bad] = [...loaded.statuses.keys()].filter((status) => status !== 200);
      if (bad !== undefined) throw new Error(`${PATH} answered ${bad} under load`);
      return loaded.perSecond;
    };
  for (const { port } of [web, constant]) await ask(port, 4, WARM_UP_MS)();
  const lines: Line[] = [];
  for (const connections of [1, 8]) {
    const rates = await interleaved(ROUNDS, {
      web: ask(web.port, connections),
      constant: ask(constant.port, connections),
    });
    const what = `signed-in status page, ${connections === 1 ? 'one after another' : `${connections} at once`}, beside constants`;
    lines.push(timesAtLeast(what, median(rates.web), median(rates.constant), LEAST_TIMES, 'a second'));
  }
  return lines;
}
