import type { Capacity } from '#domain/capacity.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';
import { within } from '../requests/find.ts';

/** An upscale that is active now; until in UTC ms, null = permanent. */
export type ActiveWindow = {
  slug: string;
  reference: string;
  until: number | null;
  lines: readonly { service: string; current: Capacity; requested: Capacity }[];
};

/** The requests that are active at some environments, as far as the actor may see requests, soonest over first. One statement; at in UTC ms. */
export async function activeWindows(actor: Actor, slugs: readonly string[], at: number): Promise<ActiveWindow[]> {
  if (slugs.length === 0) return [];
  return db().$queryRaw<ActiveWindow[]>`
    SELECT e.slug, r.reference, (extract(epoch FROM r."windowEnd") * 1000)::float8 AS until, l.lines
    FROM "Environment" e
    JOIN "Contract" c ON c.id = e."contractId"
    JOIN "UpscaleRequest" r ON r."environmentId" = e.id AND r.state = 'ACTIVE'
      AND (r."windowEnd" IS NULL OR r."windowEnd" > ${new Date(at)})
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('service', service, 'current', current, 'requested', coalesce(granted, requested))
        ORDER BY service) AS lines
      FROM "RequestLine" WHERE "requestId" = r.id
    ) l
    WHERE e.slug = ANY(${[...slugs]}::text[]) AND l.lines IS NOT NULL
      AND ${within(scopeOf(actor, 'seeRequests'))}
    ORDER BY r."windowEnd" NULLS LAST, r.reference`;
}
