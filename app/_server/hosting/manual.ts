import type { Capacity } from '#domain/capacity.ts';
import { db } from '../db.ts';
import type { Observation, Place, Provider } from './port.ts';

const LIMIT_MS = 24 * 3_600_000;
const LOOK_AGAIN_MS = 60_000;

/** A person with a run sheet: the stored operation is the sheet, and what is observed is what operators confirmed. */
export const manual: Provider = {
  name: 'manual',
  limitMs: LIMIT_MS,
  limitsOf: () => ({}),
  observe: async (place) => ({ kind: 'seen', observation: await confirmed(place) }),
  apply: async () => ({ kind: 'accepted', lookAgainMs: LOOK_AGAIN_MS }),
};

/** What was confirmed of each service, as old as the oldest; what was said before the latest operation on it began says nothing of that one. */
async function confirmed(place: Place): Promise<Observation> {
  const rows = await db().$queryRaw<{ name: string; current: Capacity; at: Date }[]>`
    SELECT s.name, s.current, s."observedAt" AS at FROM "Service" s
    WHERE s."environmentId" = ${place.id}::uuid AND s."observedBy" = 'manual' AND NOT EXISTS (
      SELECT 1 FROM "Operation" o JOIN "RequestLine" l ON l."requestId" = o."requestId"
      WHERE o."environmentId" = s."environmentId" AND l."serviceId" = s.id AND o."startedAt" > s."observedAt")`;
  return {
    at: Math.min(Date.now(), ...rows.map((row) => row.at.getTime())),
    by: 'manual',
    capacities: Object.fromEntries(rows.map(({ name, current }) => [name, current])),
    moving: null,
  };
}
