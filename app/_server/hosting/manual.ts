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

/** What was confirmed and not contradicted since, as of the latest confirmation; services nobody ever confirmed are not seen. */
async function confirmed(place: Place): Promise<Observation> {
  const rows = await db().$queryRaw<{ name: string; current: Capacity; observedAt: Date }[]>`
    SELECT name, current, "observedAt" FROM "Service"
    WHERE "environmentId" = ${place.id}::uuid AND "observedBy" = 'manual' AND "observedAt" IS NOT NULL`;
  const latest = Math.max(...rows.map(({ observedAt }) => observedAt.getTime()));
  return {
    at: rows.length > 0 ? latest : Date.now(),
    by: 'manual',
    capacities: Object.fromEntries(rows.map(({ name, current }) => [name, current])),
    moving: null,
  };
}
