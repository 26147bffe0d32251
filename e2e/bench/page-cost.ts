import { join } from 'node:path';
import { placeOf } from '#prisma/cluster.ts';
import { interleaved, median } from './measure.ts';
import { pagesOf } from './pages.ts';
import type { Portal } from './portal.ts';
import { cpuOf, familyOf } from './processes.ts';
import { requireSame } from './same-page.ts';
import { compared, type Line, timesAtMost } from './table.ts';
import { signIn, type Visitor, visitorAt } from './visitor.ts';
import type { Web } from './web.ts';

const MOST_TIMES = 1.5;
const VIEWER = 'manager@headroom.example';
const ROUNDS = 13;
/** A round is long enough for the ticks in which the system counts CPU time. */
const VISITS = 25;
const WARM_UP = 150;

/** Server CPU of the environments page (12 environments) and a request page, beside the same markup from constants. */
export async function pageCost(portal: Portal, constant: Web): Promise<Line[]> {
  const visitor = await signIn(portal.origin, VIEWER);
  // the same session on the other server: what it shows is what it is shown once, here
  const other = visitorAt(constant.origin, visitor.cookie);
  const request = (await pagesOf(portal.folder, portal.databaseUrl)).find((path) =>
    /^\/requests\/UR-[\d-]+$/.test(path),
  );
  const log = placeOf(join(portal.folder, '.data')).log;
  const lines: Line[] = [];
  for (const [what, path] of [
    ['environments page', '/environments'],
    ['request page', request ?? ''],
  ] as const) {
    await requireSame({ url: portal.databaseUrl, log }, path, visitor, other);
    const lead = `${what}, server CPU of a visit`;
    const cost = await compareCost(path, portal, visitor, constant, other);
    lines.push(timesAtMost(lead, cost.web, cost.constant, MOST_TIMES, 'ms'));
    lines.push(compared('  with what PostgreSQL uses', cost.web + cost.postgres, cost.constant, 'ms'));
  }
  return lines;
}

async function compareCost(path: string, portal: Portal, visitor: Visitor, constant: Web, other: Visitor) {
  const postgres = (name: string) => name === 'postgres';
  const web = familyOf(portal.pid, (name) => !postgres(name));
  const database: number[] = [];
  const visit = (who: Visitor, times: number) => repeat(times, () => who.open(path));
  await visit(visitor, WARM_UP);
  await visit(other, WARM_UP);
  const costs = await interleaved(ROUNDS, {
    web: async () => {
      const servers = familyOf(portal.pid, postgres);
      const before = cpuOf(servers);
      const cost = await costOf(web, () => visit(visitor, VISITS));
      database.push((cpuOf(servers) - before) / VISITS);
      return cost / VISITS;
    },
    constant: async () => (await costOf([constant.pid], () => visit(other, VISITS))) / VISITS,
  });
  return { web: median(costs.web), constant: median(costs.constant), postgres: median(database) };
}

async function costOf(pids: readonly number[], work: () => Promise<void>): Promise<number> {
  const before = cpuOf(pids);
  await work();
  return cpuOf(pids) - before;
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < times; time++) await work();
}
