import type { Capacity, CapacityShape } from '#domain/capacity.ts';
import type { ProviderName, Target } from '#domain/hosting.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import type { Tx } from '../db.ts';
import { OPERATION, type OperationRow, type StoredOperation, storedOperation } from './operation.ts';

/** Where a request runs, with the lasting sizes of its services. */
export type Site = {
  id: string;
  slug: string;
  provider: ProviderName | null;
  services: { id: string; name: string; shape: CapacityShape; baseline: Capacity; current: Capacity }[];
};

/** Where the request runs, and its operation that is not finished. */
export async function situationOf(
  tx: Tx,
  { id, environmentId }: StoredRequest,
): Promise<{ site: Site; unfinished: StoredOperation | null }> {
  const [row] = await tx.$queryRaw<[{ site: Site } & OperationRow]>`
    SELECT json_build_object('id', e.id, 'slug', e.slug, 'provider', e.provider, 'services', (
      SELECT json_agg(json_build_object('id', s.id, 'name', s.name, 'shape', s.shape, 'baseline', s.baseline,
        'current', s.current)) FROM "Service" s WHERE s."environmentId" = e.id)) AS site, ${OPERATION}
    FROM "Environment" e LEFT JOIN "Operation" o ON o."requestId" = ${id}::uuid AND o.state IN ('CALLING', 'ACCEPTED')
    WHERE e.id = ${environmentId}::uuid`;
  const { site, ...operation } = row;
  return { site, unfinished: storedOperation(operation) };
}

/** Absolute sizes: what was granted, or what the baseline is today. Only the request's own services: windows on others are never touched. */
export function targetsOf(request: StoredRequest, site: Site, kind: 'APPLY' | 'RETURN'): Target[] {
  return request.lines.flatMap(({ serviceId, service, granted }) => {
    const capacity = kind === 'APPLY' ? granted : site.services.find(({ id }) => id === serviceId)?.baseline;
    return capacity ? [{ service, capacity }] : [];
  });
}

type Turn = { mustWait: boolean; number: number };

/** Two requests never work on one service at once: who begins waits until the one before has returned or failed, and a return that comes too late waits for the window that has the service now. */
export async function turnOf(tx: Tx, request: StoredRequest, kind: 'APPLY' | 'RETURN'): Promise<Turn> {
  const mine = request.lines.map(({ serviceId }) => serviceId);
  const [turn] = await tx.$queryRaw<[Turn]>`
    SELECT EXISTS (
        SELECT 1 FROM "UpscaleRequest" r JOIN "RequestLine" l ON l."requestId" = r.id
        WHERE r."environmentId" = ${request.environmentId}::uuid AND r.state IN ('APPLYING', 'ACTIVE', 'RETURNING', 'FAILED')
          AND l."serviceId" = ANY(${mine}::uuid[]) AND r.id <> ${request.id}::uuid
          AND (r.state = 'ACTIVE' OR (r.state = 'RETURNING' AND ${kind} = 'APPLY') OR EXISTS (
            SELECT 1 FROM "Operation" o WHERE o."requestId" = r.id AND o.state IN ('CALLING', 'ACCEPTED')))) AS "mustWait",
      (SELECT coalesce(max(number), 0) + 1 FROM "Operation" WHERE "requestId" = ${request.id}::uuid) AS number`;
  return turn;
}
