import { z } from 'zod';
import { CLOCK_MOVES, PERSON_MOVES, REQUEST_STATES } from '#domain/lifecycle.ts';
import { ATTEMPT_OUTCOMES, OPERATION_KINDS, OPERATION_STATES } from '#domain/operation.ts';
import { STANDINGS } from '#domain/policy.ts';
import { PURPOSES } from '#domain/request.ts';
import { LEVELS } from '#domain/status.ts';

/** Shapes of what the API answers: published in openapi.json, and held against real answers by the tests. Strict: nothing beside them. */
const at = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const reference = z.string().regex(/^UR-\d{4}-\d{4,}$/);
const state = z.enum(REQUEST_STATES);
const rule = z.string().regex(/^R\d{1,2}$/);
const count = z.int().min(0);
const level = z.enum(LEVELS);
const kind = z.enum(['DEV', 'STAGE', 'PROD']);

const tasks = z.strictObject({ cpu: count, memory: count, min: count, desired: count, max: count });
const nodes = z.strictObject({ instance: z.string(), count, diskGiB: count.optional() });
export const capacity = z.union([tasks, nodes]);
const window = z.strictObject({ start: at, end: at.nullable(), timeZone: z.string() });
const line = z.strictObject({
  service: z.string(),
  current: capacity,
  requested: capacity,
  granted: capacity.nullable(),
  observed: capacity.nullable(),
});

export const meAnswer = z.strictObject({
  email: z.string(),
  name: z.string(),
  standings: z.array(z.strictObject({ contract: z.string(), standing: z.enum(STANDINGS) })),
});

export const environmentAnswer = z.strictObject({
  slug: z.string(),
  name: z.string(),
  kind,
  contract: z.string(),
  purpose: z.string(),
  region: z.string(),
  scaling: z.strictObject({
    runtimeAutoscaling: z.enum(['NONE', 'LIMITED', 'FULL']),
    ceilingChange: z.enum(['NEVER', 'ON_REQUEST', 'OPERATOR']),
    summary: z.string(),
  }),
  services: z.array(
    z.strictObject({
      name: z.string(),
      shape: z.enum(['tasks', 'nodes']),
      baseline: capacity,
      current: capacity,
      ceiling: capacity,
    }),
  ),
  status: z.strictObject({
    level,
    since: at.optional(),
    observedAt: at.optional(),
  }),
  upscale: z.strictObject({
    allowed: z.boolean(),
    rule: rule.optional(),
    reason: z.string().optional(),
    next: z.string().optional(),
    earliestStart: at.optional(),
  }),
});
export type EnvironmentBody = z.infer<typeof environmentAnswer>;

/** What a partner's answer holds: exactly these. */
export const partnerRequestAnswer = z.strictObject({
  reference,
  environment: z.string(),
  contract: z.string(),
  state,
  lines: z.array(line),
  window: window.optional(),
  prescaleMinutes: count,
  emergency: z.boolean(),
  overdue: z.boolean(),
  createdAt: at,
  moves: z.array(z.enum(PERSON_MOVES)),
});

/** Why a provider did not do it: a code, and what its sentence needs. */
const providerError = z.strictObject({ code: z.string(), params: z.record(z.string(), z.unknown()) });
const operation = z.strictObject({
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES),
  progress: z.int().min(0).max(100).optional(),
  startedAt: at,
  deadline: at,
  error: providerError.optional(),
  attempts: z.array(
    z.strictObject({ at, outcome: z.enum(ATTEMPT_OUTCOMES).optional(), error: providerError.optional() }),
  ),
});

export const requestAnswer = partnerRequestAnswer.extend({
  version: z.int().min(1),
  contentHash: hash.optional(),
  requestedBy: z.string(),
  rulebook: z.string(),
  emergencyReason: z.string().optional(),
  missed: z.literal(true).optional(),
  extends: reference.optional(),
  approvals: z.array(z.strictObject({ by: z.string(), at, contentHash: hash })),
  approversNeeded: count,
  upscaleDays: count,
  purpose: z.enum(PURPOSES).optional(),
  reason: z.string().optional(),
  expected: z.strictObject({ peakRps: z.number().optional(), ordersPerHour: z.number().optional() }).optional(),
  loadTest: z
    .strictObject({
      tool: z.string(),
      dataSharePercent: z.number(),
      trafficSharePercent: z.number(),
      generators: z.array(z.string()),
    })
    .optional(),
  consistency: z.strictObject({ follow: z.array(z.string()), note: z.string() }).optional(),
  contact: z.string().optional(),
  purchaseOrder: z.string().optional(),
  watchers: z.array(z.string()).optional(),
  offer: z
    .strictObject({
      by: z.string(),
      at,
      lines: z.array(z.strictObject({ service: z.string(), wanted: capacity })),
      window,
      contentHash: hash,
    })
    .optional(),
  observation: z.strictObject({ at, by: z.string(), simulated: z.boolean() }).optional(),
  lateSeconds: z.int().min(1).optional(),
  operation: operation.optional(),
  continuedBy: reference.optional(),
});

const partnerHistoryItem = z.strictObject({
  at,
  move: z.enum([...PERSON_MOVES, ...CLOCK_MOVES]),
  from: state.optional(),
  to: state,
});
const historyItem = partnerHistoryItem.extend({ by: z.string(), standing: z.enum([...STANDINGS, 'clock']) });

const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });
export const environmentsAnswer = page(environmentAnswer);
export const requestsAnswer = page(z.union([requestAnswer, partnerRequestAnswer]));
export const historyAnswer = page(historyItem);
export const partnerHistoryAnswer = page(partnerHistoryItem);

/** An entry of the record as it was hashed: nothing of it is left out. */
const entry = z.strictObject({
  n: z.int().min(1),
  at,
  who: z.string(),
  standing: z.enum(STANDINGS).nullable(),
  what: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  verdict: z.unknown(),
  previous: hash,
  hash,
});

const key = z.string().regex(/^[\w-]{43}$/);
/** A receipt (app/_domain/receipt.ts); content as it is hashed, with instants in UTC ms. */
export const receiptAnswer = z.strictObject({
  format: z.literal('headroom-receipt'),
  version: z.literal(1),
  issuedAt: at,
  installation: z.strictObject({ origin: z.string() }),
  request: z.strictObject({
    reference,
    contract: z.string(),
    environment: z.string(),
    state,
    version: z.int().min(1),
    requestedBy: z.string(),
    rulebook: z.string(),
    createdAt: at,
    content: z.record(z.string(), z.unknown()),
    contentHash: hash,
    window,
    prescaleMinutes: count,
    emergency: z.boolean(),
    lines: z.array(line),
  }),
  approvals: z.array(z.strictObject({ by: z.string(), at, contentHash: hash })),
  entries: z.array(entry),
  head: z.strictObject({ n: z.int().min(1), hash }),
  publicKey: key,
  signature: z.string().regex(/^[\w-]{86}$/),
});
export const receiptKeyAnswer = z.strictObject({
  algorithm: z.literal('Ed25519'),
  publicKey: key,
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
});

/** What a report of the provider's automation is answered. */
export const reportAnswer = z.strictObject({ id: z.uuid(), request: reference, number: z.int().min(1) });

/** A problem of RFC 9457. */
export const problemAnswer = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  rule: rule.optional(),
  next: z.string().optional(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string(), rule: rule.optional() })).optional(),
});
