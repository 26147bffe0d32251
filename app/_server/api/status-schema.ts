import { z } from 'zod';
import { IMPACTS, LEVELS } from '#domain/status.ts';
import { INCIDENT_STATES, MAINTENANCE_STATES } from '#domain/status-view.ts';

/** What the API answers about status, published and held against answers like the shapes in schemas.ts. */
const at = z.iso.datetime();
const count = z.int().min(0);
const level = z.enum(LEVELS);
const state = z.enum([...INCIDENT_STATES, ...MAINTENANCE_STATES]);

/** Shares of 0–1, of the last 1, 7, 30 and 90 UTC days; absent = nothing was observed. */
const share = z.number().min(0).max(1).optional();
const uptime = z.strictObject({ d1: share, d7: share, d30: share, d90: share });
const reason = z.union([
  z.strictObject({
    what: z.literal('endpoint'),
    endpoint: z.string(),
    service: z.string().optional(),
    level,
    code: z.string().optional(),
  }),
  z.strictObject({
    what: z.literal('notice'),
    kind: z.enum(['INCIDENT', 'MAINTENANCE']),
    id: z.uuid(),
    title: z.string(),
    level,
  }),
]);
const environmentStatus = z.strictObject({
  slug: z.string(),
  name: z.string(),
  kind: z.enum(['DEV', 'STAGE', 'PROD']),
  contract: z.string(),
  level,
  since: at.optional(),
  reasons: z.array(reason).optional(),
  services: z.array(z.strictObject({ service: z.string(), level, since: at })),
  uptime,
  uptimeOutsideMaintenance: uptime,
  days: z.array(
    z.strictObject({
      date: z.iso.date(),
      level,
      upSeconds: count,
      observedSeconds: count,
      maintenanceSeconds: count,
    }),
  ),
});
/** Where a notice stands as of asOf: on, to come, or over. A maintenance that is under way is OPEN, and its state the last that was published. */
export const PHASES = ['OPEN', 'PLANNED', 'PAST'] as const;
/** html and postMortem are HTML in which nothing that a person typed is a tag. */
const notice = z.strictObject({
  id: z.uuid(),
  title: z.string(),
  phase: z.enum(PHASES),
  state: state,
  impact: z.enum(IMPACTS),
  startsAt: at,
  endsAt: at.optional(),
  affected: z.array(
    z.strictObject({
      environment: z.string(),
      name: z.string(),
      service: z.string().optional(),
      removed: z.literal(true).optional(),
    }),
  ),
  updates: z.array(
    z.strictObject({
      at,
      state: state,
      html: z.string(),
      editedAt: at.optional(),
    }),
  ),
  postMortem: z.string().optional(),
});
/** Environments in order of contract, kind and position; incidents and maintenance that are open or planned, then the latest that are over. */
export const statusBody = z.strictObject({
  environments: z.array(environmentStatus),
  incidents: z.array(notice),
  maintenance: z.array(notice),
  asOf: at,
  stale: z.boolean(),
  nextCursor: z.string().optional(),
});
export type StatusBody = z.infer<typeof statusBody>;
