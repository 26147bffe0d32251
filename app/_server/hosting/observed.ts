import type { Capacity } from '#domain/capacity.ts';
import { expectedSize, isAt, type LiveWindow } from '#domain/hosting.ts';
import type { Json } from '#domain/record.ts';
import type { StoredLine } from '#domain/stored-request.ts';
import type { Tx } from '../db.ts';
import { log } from '../log.ts';
import { record } from '../record/append.ts';
import type { Observation } from './port.ts';

/** For so long what was seen needs not be written again. */
const FRESH_MS = 5_000;

type Seen = {
  id: string;
  name: string;
  slug: string;
  baseline: Capacity;
  current: Capacity;
  driftSince: Date | null;
  windows: LiveWindow[] | null;
};

/** Keeps what was observed of an environment: what its services run now, what its live requests see, and where it is not what baseline and windows make. Drift is told and recorded, never overwritten. Older observations change nothing; of services that were not asked for neither do those that see again what was seen seconds ago. Answers what the lines of live requests are observed at now, by service id. */
export async function storeObservation(
  tx: Tx,
  environmentId: string,
  observation: Observation,
  asked: readonly string[] = Object.keys(observation.capacities),
): Promise<Map<string, Pick<StoredLine, 'observed' | 'observedAt' | 'observedBy'>>> {
  const at = new Date(observation.at);
  // one after the other on one environment: two that write its services in another order would wait for each other
  await tx.$queryRaw`SELECT 1 FROM "Environment" WHERE id = ${environmentId}::uuid FOR NO KEY UPDATE`;
  const capacities = JSON.stringify(observation.capacities);
  const services = await tx.$queryRaw<Seen[]>`
    WITH seen AS (
      UPDATE "Service" s SET current = c.value, "observedAt" = ${at}, "observedBy" = ${observation.by}
      FROM jsonb_each(${capacities}::jsonb) c
      WHERE s."environmentId" = ${environmentId}::uuid AND s.name = c.key
        AND (s."observedAt" IS NULL OR s."observedAt" <= ${at})
        AND (s.name = ANY(${asked}) OR s.current <> c.value OR s."observedBy" IS DISTINCT FROM ${observation.by}
          OR s."observedAt" <= ${new Date(observation.at - FRESH_MS)})
      RETURNING s.id, s.name, s.baseline, s.current, s."driftSince"
    ), lines AS (
      UPDATE "RequestLine" l SET observed = seen.current, "observedAt" = ${at}, "observedBy" = ${observation.by}
      FROM seen, "UpscaleRequest" r
      WHERE l."serviceId" = seen.id AND r.id = l."requestId" AND r."environmentId" = ${environmentId}::uuid
        AND r.state IN ('APPLYING', 'ACTIVE', 'RETURNING', 'FAILED')
    )
    SELECT seen.*, (SELECT slug FROM "Environment" WHERE id = ${environmentId}::uuid) AS slug, (
      SELECT json_agg(json_build_object('service', l.service, 'state', r.state, 'granted', l.granted))
      FROM "RequestLine" l JOIN "UpscaleRequest" r ON r.id = l."requestId"
      WHERE l."serviceId" = seen.id AND r."environmentId" = ${environmentId}::uuid
        AND r.state IN ('APPLYING', 'ACTIVE', 'RETURNING', 'FAILED')) AS windows
    FROM seen`;
  for (const service of services) await judgeDrift(tx, service, observation);
  const { at: observedAt, by: observedBy } = observation;
  return new Map(services.map(({ id, current }) => [id, { observed: current, observedAt, observedBy }]));
}

async function judgeDrift(tx: Tx, service: Seen, { at, by }: Observation): Promise<void> {
  const expected = expectedSize(service, service.windows ?? []);
  // while a window is under way nothing can be said: neither that it drifted nor that it is over
  if (expected === null) return;
  const drifted = !isAt(service.current, expected);
  if (drifted === (service.driftSince !== null)) return;
  await tx.service.update({ where: { id: service.id }, data: { driftSince: drifted ? new Date(at) : null } });
  const what = drifted ? 'drift' : 'drift.over';
  log()[drifted ? 'error' : 'info'](
    { environment: service.slug, service: service.name, expected, observed: service.current },
    drifted ? 'observed size differs without a request: look at /operations' : 'observed size is as expected again',
  );
  await record(tx, {
    at,
    who: by,
    standing: null,
    what,
    subject: `environment ${service.slug}`,
    after: { service: service.name, expected, observed: service.current } as unknown as Json,
  });
}
