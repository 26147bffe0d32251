import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { placeOf } from '#prisma/cluster.ts';
import { openEmbedded } from '#prisma/embedded.ts';
import { migrate } from '#prisma/migrate.ts';
import { loadManyStatuses } from '#prisma/seed/bulk-status.ts';
import { loadManyWindows } from '#prisma/seed/bulk-windows.ts';
import { loadDemo } from '#prisma/seed.ts';
import { idleTick } from './idle-tick.ts';
import { rssOf } from './processes.ts';
import type { Built } from './status/status.ts';
import { withClient } from './stores.ts';
import { atMost, type Line, noted } from './table.ts';
import { startWorker } from './worker-process.ts';

const SCHEDULED = 100_000;
const ENVIRONMENTS = 1_112;
/** none of them due */
const ENDPOINTS = 10_000;
const DUE = 10_000;
const MINUTE_MS = 60_000;
const MOST_SECONDS = 300;
const MOST_MB = 250;
const [SOON_MS, HOUR_MS] = [30_000, 3_600_000];
/** How far a window may begin out of its turn: as many are in hand at once. */
const IN_HAND = 32;

/** A worker of its own beside a database of many windows: idle, then with 10,000 due in one minute. */
export async function workerLoad(
  { folder: built, secret }: Built,
  folder: string,
  open: AsyncDisposableStack,
): Promise<Line[]> {
  const dir = join(folder, 'worker');
  const server = await openEmbedded({ dir });
  open.defer(server.stop);
  await migrate(server.url);
  await loadDemo(server.url);
  await loadManyStatuses(server.url, { environments: 100, endpoints: ENDPOINTS / 100 });
  const later = { from: Date.now() + 30 * 24 * HOUR_MS, overMs: 60 * 24 * HOUR_MS, lastsMs: HOUR_MS };
  await loadManyWindows(server.url, { count: SCHEDULED, environments: ENVIRONMENTS, ...later });
  await withClient(server.url, async (owner) => {
    await owner.query(`UPDATE "UpscaleRequest" SET "dueAt" = NULL WHERE "dueAt" < now() + interval '1 day'`);
    await owner.query(`UPDATE "Environment" SET "observeAt" = now() + interval '1 day'`);
    await owner.query('VACUUM ANALYZE');
  });
  const worker = await startWorker(built, server.url, secret);
  open.defer(worker.stop);
  const lines = await idleTick(server.url, placeOf(dir).log, secret);
  const idle = rssOf(worker.pid);
  // as it is where people work: each environment is looked at for drift every two minutes
  await withClient(server.url, (owner) =>
    owner.query(
      `UPDATE "Environment" SET "observeAt" = now() + random() * interval '2 minutes' WHERE slug LIKE 'bulk-%'`,
    ),
  );
  lines.push(...(await dueAtOnce(server.url)));
  const most = Math.max(idle, rssOf(worker.pid));
  lines.push(
    atMost(`memory of the worker, ${SCHEDULED} windows scheduled`, most, MOST_MB, 'MB', `idle ${idle.toFixed(0)}`),
  );
  await worker.stop();
  await server.stop();
  return lines;
}

type Progress = { started: number; active: number; startedAt: Date; activeAt: Date; misplaced: number };

/** 10,000 windows that begin within one minute, until all are started and until all are active. */
async function dueAtOnce(url: string): Promise<Line[]> {
  const from = Date.now() + SOON_MS;
  const windows = { count: DUE, environments: ENVIRONMENTS, from, overMs: MINUTE_MS };
  await loadManyWindows(url, { ...windows, lastsMs: 24 * HOUR_MS });
  const until = from + 3 * MOST_SECONDS * 1000;
  let now = await progress(url);
  while (now.active < DUE && Date.now() < until) {
    await sleep(2000);
    now = await progress(url);
  }
  const seconds = now.started === DUE ? (now.startedAt.getTime() - from) / 1000 : Number.POSITIVE_INFINITY;
  const active = now.active === DUE ? `${((now.activeAt.getTime() - from) / 1000).toFixed(0)} s` : `${now.active} only`;
  return [
    atMost(`${DUE} windows due in one minute, all started`, seconds, MOST_SECONDS, 's'),
    noted('  until all are active by observation', active),
    atMost('  most places that one began out of its turn', now.misplaced, IN_HAND, ''),
  ];
}

async function progress(url: string): Promise<Progress> {
  const { rows } = await withClient(url, (owner) => owner.query<Progress>(PROGRESS));
  return rows[0] as Progress;
}

const PROGRESS = `
  SELECT count(*) FILTER (WHERE "answeredAt" IS NOT NULL)::int AS started, max("answeredAt") AS "startedAt",
    count(*) FILTER (WHERE state = 'DONE')::int AS active, max("finishedAt") AS "activeAt", max(abs(turn - place))::int AS misplaced
  FROM (
    SELECT a."answeredAt", o.state, o."finishedAt", row_number() OVER (ORDER BY r."windowStart") AS turn,
      row_number() OVER (ORDER BY a.at, a.token) AS place
    FROM "Operation" o JOIN "OperationAttempt" a ON a."operationId" = o.id AND a.number = 1
    JOIN "UpscaleRequest" r ON r.id = o."requestId" JOIN "Environment" e ON e.id = r."environmentId"
    WHERE o.kind = 'APPLY' AND e.slug LIKE 'bulk-%') AS begun`;
