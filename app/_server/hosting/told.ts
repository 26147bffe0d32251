import type { Capacity } from '#domain/capacity.ts';
import type { ProviderName, Target } from '#domain/hosting.ts';
import { db } from '../db.ts';
import type { Observation, Place } from './port.ts';

/** What was told of an environment by reports or confirmations, each service as of its own last one; what was told before the latest operation on a service began says nothing of that one. */
export async function lastTold(place: Place, by: ProviderName): Promise<Observation> {
  const rows = await db().$queryRaw<{ name: string; current: Capacity; at: Date }[]>`
    SELECT s.name, s.current, s."observedAt" AS at FROM "Service" s
    WHERE s."environmentId" = ${place.id}::uuid AND s."observedBy" = ${by} AND NOT EXISTS (
      SELECT 1 FROM "Operation" o JOIN "RequestLine" l ON l."requestId" = o."requestId"
      WHERE o."environmentId" = s."environmentId" AND l."serviceId" = s.id AND o."startedAt" > s."observedAt")`;
  return {
    at: Math.min(Date.now(), ...rows.map((row) => row.at.getTime())),
    by,
    capacities: Object.fromEntries(rows.map(({ name, current }) => [name, current])),
    seenAt: Object.fromEntries(rows.map(({ name, at }) => [name, at.getTime()])),
    moving: null,
  };
}

/** Whether each target's service was seen at or after an instant: what was seen before an operation began proves nothing. UTC ms. */
export function isSeenSince({ at, seenAt }: Observation, targets: readonly Target[], since: number): boolean {
  return targets.every(({ service }) => (seenAt?.[service] ?? at) >= since);
}
