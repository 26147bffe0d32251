import { levelSince } from '#domain/level-spans.ts';
import { dateOf } from '#domain/uptime.ts';
import type { Tx } from '#server/db.ts';
import type { DemoClock } from '../clock.ts';
import type { DemoEnvironment } from '../environments.ts';
import { type DemoPeople, known } from '../people.ts';
import { type DemoEndpoint, intervalSecondsOf, LIMITS, liveEnvironments } from './endpoints.ts';
import { type History, historyOf, readingLasts } from './history.ts';
import { maintenances } from './maintenances.ts';
import { nordlichtIncidents } from './nordlicht.ts';
import type { NoticeStory } from './notices.ts';
import { otherIncidents } from './others.ts';
import { pastDays, pastHours, pastProbes } from './readings.ts';
import { insertRows, iso } from './rows.ts';
import { historyStart } from './troubles.ts';
import { noticesOf, type WrittenNotice, writeNotices } from './write-notices.ts';

const HOUR = 3_600_000;

/** How the environments were for 90 days, and what was told of it. */
export type DemoStatus = {
  stories: readonly NoticeStory[];
  notices: readonly WrittenNotice[];
  histories: readonly History[];
};

/** Makes it without a database. */
export function demoStatus(clock: DemoClock, environments: ReadonlyMap<string, DemoEnvironment>): DemoStatus {
  const stories = [...nordlichtIncidents(clock), ...otherIncidents(clock), ...maintenances(clock)];
  return {
    stories,
    notices: noticesOf(stories, environments),
    histories: liveEnvironments(environments).map((environment) => historyOf(clock, environment, stories)),
  };
}

/** Writes endpoints with what was probed, levels, days, notices and the shops that probes look at. */
export async function writeStatus(
  tx: Tx,
  clock: DemoClock,
  { notices, histories }: DemoStatus,
  { people }: DemoPeople,
): Promise<void> {
  await writeLevels(tx, clock, histories);
  await writeNotices(tx, notices, people);
  await tx.demoShop.createMany({ data: histories.map(({ environment }) => ({ environmentId: environment.id })) });
  const endpoints = histories.flatMap((history) => history.endpoints.map((endpoint) => ({ history, endpoint })));
  const rows = await tx.endpoint.createManyAndReturn({
    data: endpoints.map(({ endpoint }) => endpointRow(clock, endpoint)),
    select: { id: true, environmentId: true, name: true },
  });
  const ids = new Map(rows.map(({ id, environmentId, name }) => [`${environmentId} ${name}`, id]));
  const probed = endpoints.map((each) => ({
    ...each,
    id: known(ids, `${each.endpoint.environment.id} ${each.endpoint.name}`),
  }));
  await writeProbes(tx, clock, probed);
}

async function writeLevels(tx: Tx, clock: DemoClock, histories: readonly History[]): Promise<void> {
  await insertRows(
    tx,
    'EnvironmentStatus',
    histories.map(({ environment, spans, services, reasons, dueAt }) => {
      const { level = 'UNKNOWN', underlying = 'UNKNOWN', maintenance = false } = spans.at(-1) ?? {};
      const since = iso(levelSince(spans)?.since ?? clock.now);
      const next = dueAt === null ? null : iso(dueAt);
      return {
        ...{ environmentId: environment.id, level, underlying, maintenance, since, services, reasons, dueAt: next },
        ...{ settledAt: iso(clock.now), rolledTo: dateOf(clock.now) },
      };
    }),
  );
  await insertRows(
    tx,
    'LevelSpan',
    histories.flatMap(({ environment, spans }) =>
      spans.map(({ from, to, ...rest }) => ({
        ...{ environmentId: environment.id, from: iso(from), to: to === null ? null : iso(to), ...rest },
      })),
    ),
  );
  await insertRows(
    tx,
    'EnvironmentDay',
    histories.flatMap(({ environment, days }) => days.map((day) => ({ environmentId: environment.id, ...day }))),
  );
}

/** Where an endpoint leads until the shop has its port: nothing is there. */
const NOWHERE = '127.0.0.1:1';
const PATHS: Record<string, string> = { yves: '/', glue: '/catalog', backoffice: '/login' };

function endpointRow({ now }: DemoClock, { environment, name, service, kind, expectText }: DemoEndpoint) {
  const of = environment.services.find((each) => each.name === service);
  return {
    ...{ environmentId: environment.id, serviceId: of?.id ?? null, name, kind, expectText, ...LIMITS, demo: true },
    slowMs: kind === 'HTTP' ? LIMITS.slowMs : null,
    target: kind === 'HTTP' ? `http://${NOWHERE}${PATHS[service ?? ''] ?? '/'}` : NOWHERE,
    intervalSeconds: intervalSecondsOf(environment),
    createdAt: new Date(historyStart(now)),
  };
}

type Probed = { id: number; history: History; endpoint: DemoEndpoint };

async function writeProbes(tx: Tx, clock: DemoClock, probed: readonly Probed[]): Promise<void> {
  // the database may have been migrated days ago
  await tx.$queryRaw`SELECT probe_partitions(${dateOf(clock.now)}::date, 7)`;
  const past = probed.map((each) => ({ ...each, probes: pastProbes(clock, each.history, each.endpoint) }));
  await tx.probeState.createMany({ data: past.map((each) => stateRow(clock, each)) });
  await insertRows(
    tx,
    'ProbeResult',
    past.flatMap(({ id, probes }) => probes.map((probe) => ({ endpointId: id, ...probe, at: iso(probe.at) }))),
  );
  await insertRows(
    tx,
    'ProbeHour',
    probed.flatMap(({ id, history, endpoint }) =>
      pastHours(clock, history, endpoint).map(({ from, ...sums }) => ({ endpointId: id, hour: iso(from), ...sums })),
    ),
  );
  await insertRows(
    tx,
    'ProbeDay',
    probed.flatMap(({ id, history, endpoint }) =>
      pastDays(clock, history, endpoint).map(({ from, ...sums }) => ({ endpointId: id, date: dateOf(from), ...sums })),
    ),
  );
  const today = new Date(Date.parse(dateOf(clock.now)));
  await mark(tx, 'hours', new Date(Math.floor(clock.now / HOUR) * HOUR));
  await mark(tx, 'days', today);
}

/** The last reading: it goes stale soon unless a worker probes. */
function stateRow({ now }: DemoClock, { id, history, endpoint, probes }: Probed & { probes: { ms: number | null }[] }) {
  const over = history.troubles.map(({ to }) => to).filter((to) => to <= now);
  return {
    ...{ endpointId: id, environmentId: endpoint.environment.id, nextAt: new Date(now), at: new Date(now) },
    ...{ outcome: 'UP' as const, since: new Date(Math.max(historyStart(now), ...over)) },
    ...{ staleAt: new Date(now + readingLasts(endpoint.environment)), ms: probes.at(-1)?.ms ?? null },
  };
}

async function mark(tx: Tx, kind: 'hours' | 'days', upTo: Date): Promise<void> {
  await tx.rollupMark.update({ where: { kind }, data: { upTo, endpointId: 0 } });
}
