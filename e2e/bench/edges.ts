import { setTimeout as sleep } from 'node:timers/promises';
import { loadManyWindows } from '#prisma/seed/bulk-windows.ts';
import { median } from './measure.ts';
import type { Portal } from './portal.ts';
import { withClient } from './stores.ts';
import { atMost, type Line } from './table.ts';

const WINDOWS = 20;
const MOST_SECONDS = 60;
const [SOON_MS, OVER_MS, LASTS_MS] = [5_000, 20_000, 45_000];
const PATIENCE_MS = LASTS_MS + OVER_MS + 2 * MOST_SECONDS * 1000;

type Edges = Record<'APPLY' | 'RETURN', number[]>;

/** How long after a window's begin, and after its end, the provider has been asked, on a running portal. */
export async function edges({ databaseUrl }: Portal): Promise<Line[]> {
  const windows = { count: WINDOWS, environments: WINDOWS, overMs: OVER_MS, lastsMs: LASTS_MS };
  await loadManyWindows(databaseUrl, { ...windows, from: Date.now() + SOON_MS });
  const { APPLY, RETURN } = await acted(databaseUrl, Date.now() + PATIENCE_MS);
  return [lineOf('begin of a window', APPLY), lineOf('end of a window', RETURN)];
}

/** Seconds from each edge to the answer of the provider, once all have been acted on or time is over. */
async function acted(databaseUrl: string, until: number): Promise<Edges> {
  for (;;) {
    const { rows } = await withClient(databaseUrl, (owner) => owner.query<Edges>(ASKED));
    const [found = { APPLY: [], RETURN: [] }] = rows;
    const all = found.APPLY.length === WINDOWS && found.RETURN.length === WINDOWS;
    if (all || Date.now() > until) return found;
    await sleep(1000);
  }
}

function lineOf(what: string, seconds: readonly number[]): Line {
  const slowest = seconds.length === WINDOWS ? Math.max(...seconds) : Number.POSITIVE_INFINITY;
  const of = `slowest of ${WINDOWS}, ${seconds.length} acted on, median ${median(seconds).toFixed(2)} s`;
  return atMost(`${what} until the provider is asked`, slowest, MOST_SECONDS, 's', of);
}

const ASKED = `
  WITH asked AS (
    SELECT o.kind, extract(epoch FROM a."answeredAt" - CASE o.kind WHEN 'APPLY' THEN r."windowStart" ELSE r."windowEnd" END)::float AS s
    FROM "Operation" o JOIN "OperationAttempt" a ON a."operationId" = o.id AND a.number = 1
    JOIN "UpscaleRequest" r ON r.id = o."requestId" JOIN "Environment" e ON e.id = r."environmentId"
    WHERE e.slug LIKE 'bulk-%' AND a."answeredAt" IS NOT NULL
  )
  SELECT coalesce(json_agg(s) FILTER (WHERE kind = 'APPLY'), '[]') AS "APPLY",
    coalesce(json_agg(s) FILTER (WHERE kind = 'RETURN'), '[]') AS "RETURN" FROM asked`;
