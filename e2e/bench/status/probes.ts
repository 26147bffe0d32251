import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild, started } from '../child.ts';
import { cpuOf, familyOf, rssOf } from '../processes.ts';
import { withClient } from '../stores.ts';
import { atMost, type Line, noted } from '../table.ts';
import { startWorker } from '../worker-process.ts';
import type { Built } from './status.ts';
import { openStatusStore } from './stores.ts';

const ENDPOINTS = 2000;
const EACH = 10;
const INTERVAL_S = 60;
/** every endpoint has been probed once by then, and its connection is open or was closed */
const WARM_UP_MS = 70_000;
const FOR_MS = 125_000;
const SAMPLE_MS = 1000;
const [MOST_SHARE, MOST_MB] = [50, 200];
const LOOPBACK = { HEADROOM_PROBE_ALLOW: '127.0.0.0/8' };

/** A worker that probes 2,000 endpoints each minute, as it runs where people work. */
export async function probes({ folder, secret }: Built, place: string): Promise<Line[]> {
  await using open = new AsyncDisposableStack();
  const target = await started(open, startChild(import.meta.resolve('./probe-target.ts'), process.env));
  const { port } = target.said as { port: number };
  const store = await started(open, openStatusStore(join(place, 'probes')));
  const statuses = { environments: ENDPOINTS / EACH, endpoints: EACH, probed: { port, overSeconds: INTERVAL_S } };
  const url = await store.add('probed', statuses);
  const worker = await started(open, startWorker(folder, url, secret, LOOPBACK));
  await sleep(WARM_UP_MS);
  const postgres = () => familyOf(process.pid, (name) => name === 'postgres');
  const before = { answered: await answeredBy(target), own: cpuOf([worker.pid]), database: cpuOf(postgres()) };
  const began = performance.now();
  let [memory, late] = [0, 0];
  while (performance.now() - began < FOR_MS) {
    await sleep(SAMPLE_MS);
    memory = Math.max(memory, rssOf(worker.pid));
    late = Math.max(late, await latest(url));
  }
  const ms = performance.now() - began;
  const answered = (await answeredBy(target)) - before.answered;
  const share = (spent: number) => (spent / ms) * 100;
  const own = share(cpuOf([worker.pid]) - before.own);
  return [
    atMost(`probes of ${ENDPOINTS} endpoints each minute, share of one core`, own, MOST_SHARE, '%'),
    noted('  probes a minute', ((answered / ms) * 60_000).toFixed(0)),
    noted('  share of a core that PostgreSQL takes', `${share(cpuOf(postgres()) - before.database).toFixed(1)} %`),
    atMost('  memory of the worker', memory, MOST_MB, 'MB'),
    noted('  the latest one was late by', `${late.toFixed(1)} s`),
  ];
}

async function answeredBy(target: Child): Promise<number> {
  target.process.send('how many');
  const [{ answered }] = (await once(target.process, 'message')) as [{ answered: number }];
  return answered;
}

/** Seconds for which the endpoint that waits longest has been due. */
async function latest(url: string): Promise<number> {
  const { rows } = await withClient(url, (owner) =>
    owner.query<{ late: number }>(
      `SELECT greatest(0, extract(epoch FROM now() - min(s."nextAt"))::float) AS late
       FROM "ProbeState" s JOIN "Endpoint" p ON p.id = s."endpointId" WHERE p."intervalSeconds" = ${INTERVAL_S}`,
    ),
  );
  return rows[0]?.late ?? Number.NaN;
}
