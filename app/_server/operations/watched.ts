import type { Capacity } from '#domain/capacity.ts';
import { inServiceOrder } from '#domain/environment-view.ts';
import { expectedSize, type LiveWindow, type ProviderName } from '#domain/hosting.ts';
import type { Fault } from '#domain/transition.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import { isSlug } from '../api/query.ts';
import { db } from '../db.ts';
import { ms } from '../environments/rows.ts';
import { defaultProvider } from '../hosting/default-provider.ts';
import { within } from '../requests/find.ts';

/** A service as it was last seen; expected = what baseline and live windows make of it, null = a window is under way. Instants in UTC ms. */
export type WatchedService = {
  name: string;
  baseline: Capacity;
  current: Capacity;
  expected: Capacity | null;
  /** when and by whom `current` was seen; null = not yet */
  at: number | null;
  by: ProviderName | null;
  /** since when it is not what is expected; null = it is */
  driftSince: number | null;
  /** switched on in the simulation */
  fault: Fault | null;
};
/** Who carries out upscales of an environment, and what was seen of it. */
export type Watched = {
  slug: string;
  contract: string;
  provider: ProviderName;
  /** chosen for it, not the installation's default */
  chosen: boolean;
  /** a window there that failed, or else one that is raised or returned; null = none */
  unsettled: 'failed' | 'underWay' | null;
  services: WatchedService[];
};

/** The environments on whose contracts the actor sees operations: those that drifted or have faults first. One statement. */
export function listWatched(actor: Actor, limit: number): Promise<Watched[]> {
  return watched(within(scopeOf(actor, 'seeOperations')), limit);
}

/** What was seen of one environment that the actor may see, or null. One statement. */
export async function getWatched(actor: Actor, slug: string): Promise<Watched | null> {
  if (!isSlug(slug)) return null;
  const mine = within(scopeOf(actor, 'seeEnvironments'));
  const [found] = await watched(Prisma.sql`${mine} AND e.slug = ${slug}`, 1);
  return found ?? null;
}

type Row = Omit<Watched, 'provider' | 'chosen' | 'unsettled' | 'services'> & {
  provider: ProviderName | null;
  services: (Omit<WatchedService, 'expected'> & { windows: LiveWindow[] | null })[];
};

async function watched(where: Prisma.Sql, limit: number): Promise<Watched[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT e.slug, c.reference AS contract, e.provider, (
      SELECT coalesce(json_agg(json_build_object('name', s.name, 'baseline', s.baseline, 'current', s.current,
        'at', ${ms('s."observedAt"')}, 'by', s."observedBy", 'driftSince', ${ms('s."driftSince"')},
        'fault', (SELECT f.kind FROM "SimulatedFault" f WHERE f."serviceId" = s.id),
        'windows', (SELECT json_agg(json_build_object('service', l.service, 'state', r.state, 'granted', l.granted))
          FROM "RequestLine" l JOIN "UpscaleRequest" r ON r.id = l."requestId"
          WHERE l."serviceId" = s.id AND r.state IN ('APPLYING', 'ACTIVE', 'RETURNING', 'FAILED')))), '[]')
      FROM "Service" s WHERE s."environmentId" = e.id) AS services
    FROM (
      SELECT e.*, (SELECT max(CASE WHEN s."driftSince" IS NOT NULL THEN 2 WHEN f.kind IS NOT NULL THEN 1 ELSE 0 END)
        FROM "Service" s LEFT JOIN "SimulatedFault" f ON f."serviceId" = s.id WHERE s."environmentId" = e.id) AS odd
      FROM "Environment" e JOIN "Contract" c ON c.id = e."contractId" WHERE ${where}
      ORDER BY odd DESC NULLS LAST, e.slug LIMIT ${limit}
    ) e JOIN "Contract" c ON c.id = e."contractId" ORDER BY e.odd DESC NULLS LAST, e.slug`;
  return rows.map(({ services, provider, ...same }) => ({
    ...same,
    provider: provider ?? defaultProvider(),
    chosen: provider !== null,
    unsettled: unsettledBy(services.flatMap(({ windows }) => windows ?? [])),
    services: inServiceOrder(
      services.map(({ windows, ...service }) => ({ ...service, expected: expectedSize(service, windows ?? []) })),
    ),
  }));
}

function unsettledBy(windows: readonly LiveWindow[]): Watched['unsettled'] {
  const states = windows.map(({ state }) => state);
  if (states.includes('FAILED')) return 'failed';
  return states.some((state) => state !== 'ACTIVE') ? 'underWay' : null;
}
