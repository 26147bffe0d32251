import { type Alarm, alarmOf } from '#domain/alarm.ts';
import type { Capacity } from '#domain/capacity.ts';
import { wakeAt } from '#domain/clock.ts';
import type { Operation, Sighting } from '#domain/operation.ts';
import { dueFacts, type StoredRequest } from '#domain/stored-request.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';
import { ms } from '../environments/rows.ts';
import { within } from '../requests/find.ts';
import { loadRequests } from '../requests/load.ts';
import { livingWorkers } from '../worker/presence.ts';
import { latestOperations, OPERATION } from './rows.ts';
import { listWatched, type Watched } from './watched.ts';

/** The most of each kind that one page shows; all are counted. */
export const SHOWN = 50;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** When a window's pre-scale begins: within a day before its start, which an index finds. */
const begins = Prisma.sql`r."windowStart" - make_interval(mins => r."prescaleMinutes")`;

/** An operation under way, with what is seen of its services and the sizes they had before. */
export type Running = {
  operation: Operation;
  reference: string;
  environment: string;
  seen: Sighting[];
  before: Record<string, Capacity>;
};
/** An edge of a window that comes within a day; returns = it could not be raised and goes back then. at in UTC ms. */
export type Edge = { kind: 'opens' | 'closes' | 'returns'; at: number; request: StoredRequest };
/** Some of many, and how many there are. */
export type Some<T> = { items: T[]; count: number };

export type Operations = {
  attention: Some<Alarm>;
  /** run sheets first, then by time limit */
  running: Some<Running>;
  next: Some<Edge>;
  environments: Some<Watched>;
  /** slugs of the environments whose hosting the actor runs (runHosting), as many as a choice can hold */
  choices: string[];
};

const NONE = { items: [], count: 0 };
const NOTHING: Operations = { attention: NONE, running: NONE, next: NONE, environments: NONE, choices: [] };
/** The most environments of one choice. */
const CHOICES = 500;

/** What runs, is late, failed or drifted on the contracts on which the actor sees operations (seeOperations), the worst first; at in UTC ms. Six statements, whatever there is. */
export async function listOperations(actor: Actor, at: number): Promise<Operations> {
  const mine = scopeOf(actor, 'seeOperations');
  if (mine.length === 0) return NOTHING;
  const scope = within(mine);
  const [counts, alarmed, running, edges, environments] = await Promise.all([
    countAll(scope, within(scopeOf(actor, 'runHosting')), at),
    alarmedRequests(scope, at),
    runningOperations(scope),
    nextEdges(scope, at),
    listWatched(actor, SHOWN),
  ]);
  return {
    attention: attentionOf(counts, alarmed, environments),
    running: { items: running, count: counts.running },
    next: { items: edges, count: counts.edges },
    environments: { items: environments, count: counts.environments },
    choices: counts.choices,
  };
}

type Counts = {
  alarmed: number;
  drifted: number;
  running: number;
  edges: number;
  environments: number;
  choices: string[];
  /** a worker lives */
  working: boolean;
  /** the last beat of any, UTC ms; null = none is known */
  beatAt: number | null;
};

async function countAll(scope: Prisma.Sql, run: Prisma.Sql, at: number): Promise<Counts> {
  const [row] = await db().$queryRaw<[{ counts: Counts }]>`
    SELECT json_build_object(
      'alarmed', (SELECT count(*) FROM "UpscaleRequest" r JOIN "Contract" c ON c.id = r."contractId" WHERE ${scope} AND ${isAlarmed(at)}),
      'drifted', (SELECT count(*) FROM "Service" s JOIN "Environment" e ON e.id = s."environmentId"
        JOIN "Contract" c ON c.id = e."contractId" WHERE ${scope} AND s."driftSince" IS NOT NULL),
      'running', (SELECT count(*) FROM "Operation" o JOIN "Environment" e ON e.id = o."environmentId"
        JOIN "Contract" c ON c.id = e."contractId" WHERE ${scope} AND o.state IN ('CALLING', 'ACCEPTED')),
      'edges', (SELECT count(*) FROM "UpscaleRequest" r JOIN "Contract" c ON c.id = r."contractId" WHERE ${scope} AND ${hasEdge(at)}),
      'environments', (SELECT count(*) FROM "Environment" e JOIN "Contract" c ON c.id = e."contractId" WHERE ${scope}),
      'choices', (SELECT coalesce(json_agg(slug ORDER BY place), '[]') FROM (
        SELECT e.slug, row_number() OVER (ORDER BY c.reference, e.kind, e.position, e.slug) AS place
        FROM "Environment" e JOIN "Contract" c ON c.id = e."contractId" WHERE ${run} ORDER BY place LIMIT ${CHOICES}) e),
      'working', EXISTS (SELECT 1 FROM ${livingWorkers}),
      'beatAt', (SELECT max(${ms('w."beatAt"')}) FROM "Worker" w)) AS counts`;
  return row.counts;
}

/** Failed, or behind its window by more than a minute: the same as #domain/alarm says of one. */
function isAlarmed(at: number): Prisma.Sql {
  const late = Prisma.sql`${new Date(at - MINUTE)}::timestamptz`;
  return Prisma.sql`(r.state = 'FAILED'
    OR (r.state = 'SCHEDULED' AND ${begins} < ${late} AND r."windowStart" < ${new Date(at + DAY)})
    OR (r.state = 'APPLYING' AND r."windowStart" < ${late})
    OR (r.state = 'ACTIVE' AND r."windowEnd" < ${late})
    OR (r.state = 'RETURNING' AND least(r."windowEnd", r."returnSince") < ${late}))`;
}

async function alarmedRequests(scope: Prisma.Sql, at: number): Promise<Alarm[]> {
  const rows = await loadRequests(
    db(),
    Prisma.sql`SELECT r.id FROM "UpscaleRequest" r JOIN "Contract" c ON c.id = r."contractId"
      WHERE ${scope} AND ${isAlarmed(at)}
      ORDER BY r.state = 'FAILED' DESC, coalesce(r."returnSince", CASE WHEN r.state IN ('ACTIVE', 'RETURNING') THEN r."windowEnd" END, r."windowStart"), r.id
      LIMIT ${SHOWN}`,
  );
  const operations = await latestOperations(db(), rows);
  return rows.flatMap((row) => alarmOf(row, operations.get(row.id) ?? null, at) ?? []);
}

function attentionOf(counts: Counts, alarmed: Alarm[], environments: readonly Watched[]): Some<Alarm> {
  const worker: Alarm[] = counts.working ? [] : [{ kind: 'silentWorker', since: counts.beatAt }];
  const drifted = environments.flatMap(({ slug, services }) =>
    services.flatMap(({ name, current, expected, driftSince, by }): Alarm[] =>
      driftSince === null
        ? []
        : [{ kind: 'drift', environment: slug, service: name, expected, observed: current, since: driftSince, by }],
    ),
  );
  return {
    items: [...worker, ...alarmed, ...drifted.slice(0, SHOWN)],
    count: worker.length + counts.alarmed + counts.drifted,
  };
}

async function runningOperations(scope: Prisma.Sql): Promise<Running[]> {
  return db().$queryRaw<Running[]>`
    SELECT ${OPERATION} AS operation, r.reference, e.slug AS environment,
      (SELECT json_agg(json_build_object('service', s.name, 'capacity', s.current, 'at', ${ms('s."observedAt"')}) ORDER BY s.name)
       FROM "RequestLine" l JOIN "Service" s ON s.id = l."serviceId" WHERE l."requestId" = r.id) AS seen,
      (SELECT json_object_agg(l.service, CASE WHEN o.kind = 'RETURN' THEN coalesce(l.granted, l.current) ELSE l.current END)
       FROM "RequestLine" l WHERE l."requestId" = r.id) AS before
    FROM "Operation" o JOIN "UpscaleRequest" r ON r.id = o."requestId" JOIN "Environment" e ON e.id = o."environmentId"
      JOIN "Contract" c ON c.id = e."contractId"
    WHERE ${scope} AND o.state IN ('CALLING', 'ACCEPTED')
    ORDER BY o.provider = 'manual' DESC, o."deadlineAt", o.id LIMIT ${SHOWN}`;
}

/** Windows that open, close or, when they could not be raised, go back within a day. */
function hasEdge(at: number): Prisma.Sql {
  const [from, to] = [Prisma.sql`${new Date(at)}::timestamptz`, Prisma.sql`${new Date(at + DAY)}::timestamptz`];
  return Prisma.sql`((r.state = 'SCHEDULED' AND ${begins} BETWEEN ${from} AND ${to}
      AND r."windowStart" BETWEEN ${from} AND ${new Date(at + 2 * DAY)})
    OR ((r.state IN ('APPLYING', 'ACTIVE') OR (r.state = 'FAILED' AND r."failedDuring" = 'APPLYING'))
      AND r."windowEnd" BETWEEN ${from} AND ${to}))`;
}

async function nextEdges(scope: Prisma.Sql, at: number): Promise<Edge[]> {
  const rows = await loadRequests(
    db(),
    Prisma.sql`SELECT r.id FROM "UpscaleRequest" r JOIN "Contract" c ON c.id = r."contractId"
      WHERE ${scope} AND ${hasEdge(at)}
      ORDER BY CASE WHEN r.state = 'SCHEDULED' THEN ${begins} ELSE r."windowEnd" END, r.id LIMIT ${SHOWN}`,
  );
  return rows.map((request) => {
    const opening = request.state === 'SCHEDULED';
    const edge = opening ? wakeAt(dueFacts(request), at) : (request.window?.end ?? null);
    return { kind: opening ? 'opens' : request.state === 'FAILED' ? 'returns' : 'closes', at: edge ?? at, request };
  });
}
