import { started } from '../child.ts';
import { load } from '../load.ts';
import { interleaved, median } from '../measure.ts';
import { atMost, compared, type Line, timesAtLeast } from '../table.ts';
import type { Web } from '../web.ts';
import { documentAt, startBare } from './bare.ts';
import { ADDRESS, spoken, startDriver, startWatcher } from './drive.ts';

const LEAST_TIMES = 0.6;
const MOST_MS = 1000;
const ROUNDS = 9;
const ROUND_MS = 2000;
const CONNECTIONS = 16;
const POLL_MS = 20;
const WARM_UP_MS = 3000;
const ACCEPTED = 'gzip, deflate, br';
const QUERY = `SELECT s.level FROM "EnvironmentStatus" s JOIN "Environment" e ON e.id = s."environmentId" WHERE e.slug = 'many-1'`;

/** Requests a second of the public page of 12 environments beside bare node:http, while a level changes each second. */
export async function publicLoad(web: Web, url: string, secret: string): Promise<Line[]> {
  await using open = new AsyncDisposableStack();
  const document = await documentAt(web.origin, ADDRESS);
  const memory = await started(open, startBare(document));
  const alike = await started(open, startBare(document, undefined, Object.keys(document.headers)));
  const query = await started(open, startBare(document, { sql: QUERY, url }));
  const driver = await started(open, startDriver(url, secret));
  const watcher = await started(open, startWatcher(web.origin, 1, POLL_MS));
  const ask = (port: number) => async () => (await loadOf(port, ROUND_MS)).perSecond;
  for (const { port } of [web, memory, alike, query]) await loadOf(port, WARM_UP_MS);
  const rates = await driver.during(() =>
    interleaved(ROUNDS, {
      ...{ web: ask(web.port), memory: ask(memory.port), alike: ask(alike.port), query: ask(query.port) },
    }),
  );
  const delays = await watcher.delays(driver.changes);
  const [own, bare] = [median(rates.web), median(rates.memory)];
  const lead = `public status page, 12 environments (${(document.body.length / 1000).toFixed(1)} KB)`;
  return [
    timesAtLeast(`${lead}, beside bare node:http from memory`, own, bare, LEAST_TIMES, 'a second'),
    compared('  beside bare node:http with as many headers', own, median(rates.alike), 'a second'),
    compared('  beside bare node:http with one prepared query', own, median(rates.query), 'a second'),
    atMost('  slowest change to be seen in the answers meanwhile', Math.max(...delays), MOST_MS, 'ms', spoken(delays)),
  ];
}

async function loadOf(port: number, forMs: number) {
  const loaded = await load({ port, path: ADDRESS, headers: { 'accept-encoding': ACCEPTED } }, CONNECTIONS, forMs);
  const [bad] = [...loaded.statuses.keys()].filter((status) => status !== 200);
  if (bad !== undefined) throw new Error(`${ADDRESS} answered ${bad} under load`);
  return loaded;
}
