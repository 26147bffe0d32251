import { setTimeout as sleep } from 'node:timers/promises';
import { AggregatorRegistry, Gauge, Registry } from 'prom-client';
import { db } from './db.ts';
import { type Counted, counted } from './metrics.ts';
import { isOutage } from './outage.ts';

/** longer than this no scraper should wait for the database */
const PATIENCE_MS = 2000;

type Facts = {
  states: Record<string, number>;
  due: number;
  late: number;
  overdue: number;
  failedApplying: number;
  failedReturning: number;
  drifted: number;
  unfinished: number;
  entries: number;
  workers: { slot: number; metrics: Counted | null }[];
};

/** What an operator's Prometheus reads: the state of all windows, and what each process has counted. Without the database only this process speaks. */
export async function scrape(now = Date.now()): Promise<{ text: string; contentType: string }> {
  const facts = await Promise.race([readFacts(new Date(now)), sleep(PATIENCE_MS, null, { ref: false })]);
  const state = stateOf(facts);
  const web = (await counted()).filter(({ name }) => name.startsWith('process_'));
  const workers = facts?.workers ?? [];
  const processes = AggregatorRegistry.aggregate([
    labelled(web, 'web'),
    ...workers.map(({ slot, metrics }) => labelled(metrics ?? [], `worker-${slot}`)),
  ]);
  return {
    text: `${await state.metrics()}\n${await processes.metrics()}`,
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
  };
}

function stateOf(facts: Facts | null): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, values: Record<string, number>, label?: string) => {
    const made = new Gauge({ name: `headroom_${name}`, help, registers: [registry], labelNames: label ? [label] : [] });
    for (const [key, value] of Object.entries(values)) label ? made.set({ [label]: key }, value) : made.set(value);
  };
  gauge('database_up', 'Whether the database answered.', { up: facts ? 1 : 0 });
  if (!facts) return registry;
  const { due, late, overdue, drifted, unfinished, entries } = facts;
  const failed = { apply: facts.failedApplying, return: facts.failedReturning };
  gauge('requests', 'Upscale requests by state.', facts.states, 'state');
  gauge('windows_due', 'Requests the clock has to look at now.', { due });
  gauge('windows_late', 'Windows more than a minute behind their start or end.', { late });
  gauge('windows_overdue', 'Returns later than their grace.', { overdue });
  gauge('windows_failed', 'Windows that failed and wait for a person.', failed, 'during');
  gauge('drifted_services', 'Services seen at a size that nobody asked for.', { drifted });
  gauge('operations_unfinished', 'Operations a provider is at.', { unfinished });
  gauge('record_entries', 'Entries of the record.', { entries });
  gauge('workers', 'Workers by their rows, the silent included.', { workers: facts.workers.length });
  return registry;
}

/** One statement; late and overdue as #domain/clock has them (lateBy, isOverdue). */
async function readFacts(now: Date): Promise<Facts | null> {
  try {
    const [facts] = await db().$queryRaw<Facts[]>`
      WITH live AS (
        SELECT state, "failedDuring", "returnGraceMinutes", "windowEnd" AS ending,
               "windowStart" - make_interval(mins => "prescaleMinutes") AS beginning, "windowStart" AS starting,
               least("windowEnd", "returnSince") AS "returnEdge",
               state = 'RETURNING' OR (state = 'FAILED' AND "failedDuring" = 'RETURNING') AS "isReturning"
        FROM "UpscaleRequest" WHERE state IN ('SCHEDULED', 'APPLYING', 'ACTIVE', 'RETURNING', 'FAILED')
      ), behind AS (
        SELECT *, CASE WHEN "isReturning" THEN "returnEdge" WHEN state = 'SCHEDULED' THEN beginning
                       WHEN state = 'ACTIVE' THEN ending ELSE starting END AS edge FROM live
      )
      SELECT (SELECT coalesce(jsonb_object_agg(state, n), '{}')
              FROM (SELECT state, count(*) AS n FROM "UpscaleRequest" GROUP BY state) counted) AS states,
             (SELECT count(*)::int FROM "UpscaleRequest" WHERE "dueAt" <= ${now}) AS due,
             count(*) FILTER (WHERE ${now} - edge > interval '1 minute')::int AS late,
             count(*) FILTER (WHERE "isReturning"
               AND ${now} > "returnEdge" + make_interval(mins => "returnGraceMinutes"))::int AS overdue,
             count(*) FILTER (WHERE state = 'FAILED' AND NOT "isReturning")::int AS "failedApplying",
             count(*) FILTER (WHERE state = 'FAILED' AND "isReturning")::int AS "failedReturning",
             (SELECT count(*)::int FROM "Service" WHERE "driftSince" IS NOT NULL) AS drifted,
             (SELECT count(*)::int FROM "Operation" WHERE state IN ('CALLING', 'ACCEPTED')) AS unfinished,
             (SELECT n::float8 FROM "AuditHead" WHERE id = 1) AS entries,
             (SELECT coalesce(jsonb_agg(jsonb_build_object('slot', slot, 'metrics', metrics) ORDER BY slot, "beatAt"), '[]')
              FROM "Worker") AS workers
      FROM behind`;
    return facts ?? null;
  } catch (error) {
    if (isOutage(error)) return null;
    throw error;
  }
}

/** The same with the process that counted it. */
function labelled(metrics: Counted, name: string): Counted {
  return metrics.map((metric) => ({
    ...metric,
    values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, process: name } })),
  }));
}
