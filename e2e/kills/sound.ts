import assert from 'node:assert/strict';
import type { Capacity } from '#domain/capacity.ts';
import { isAt } from '#domain/hosting.ts';
import type { RequestState } from '#domain/lifecycle.ts';
import { verifyRecord } from '#server/record/verify.ts';
import { anchoredWitnesses } from '#server/record/witnesses.ts';
import { type Ask, lasting } from './ask.ts';
import type { Acknowledged } from './people.ts';
import type { Plot } from './plots.ts';

type Service = {
  place: string;
  baseline: Capacity;
  /** the simulated world; null = nothing was ever asked of it */
  world: Capacity | null;
  moving: boolean;
  changes: number;
  requests: {
    reference: string;
    state: RequestState;
    granted: Capacity;
    operations: { kind: 'APPLY' | 'RETURN'; state: string }[];
  }[];
};
type Subject = { ask: Ask; plots: Plot[]; acknowledged: readonly Acknowledged[]; anchor: string };

const UNDER_WAY = ['APPLYING', 'RETURNING'];

/** What must hold at every moment, whatever died: applied once and returned once, every yes kept, capacity as baseline and live windows make it, the record intact. Answers the state of each request. */
export async function requireSound({ ask, plots, acknowledged, anchor }: Subject): Promise<RequestState[]> {
  const services = await servicesOf(ask, plots);
  for (const service of services) requireOnce(service);
  for (const service of services) requireCapacity(service);
  await requireKept(ask, [...acknowledged]);
  const verdict = await lasting(() => verifyRecord(anchoredWitnesses(anchor) ?? []));
  assert.deepEqual(verdict.ok || verdict, true);
  return services.flatMap(({ requests }) => requests.map(({ state }) => state));
}

/** As one statement sees them: one moment. */
function servicesOf(ask: Ask, plots: Plot[]): Promise<Service[]> {
  return ask<Service>(
    `SELECT e.slug || ' ' || s.name AS place, s.baseline, m.target AS world, coalesce(m."finishesAt" > clock_timestamp(), false) AS moving,
       coalesce(m.changes, 0) AS changes, (
         SELECT coalesce(json_agg(json_build_object('reference', r.reference, 'state', r.state, 'granted', l.granted, 'operations', (
           SELECT coalesce(json_agg(json_build_object('kind', o.kind, 'state', o.state) ORDER BY o.number), '[]')
           FROM "Operation" o WHERE o."requestId" = r.id)) ORDER BY r.reference), '[]')
         FROM "RequestLine" l JOIN "UpscaleRequest" r ON r.id = l."requestId" WHERE l."serviceId" = s.id) AS requests
     FROM "Service" s JOIN "Environment" e ON e.id = s."environmentId" LEFT JOIN "SimulatedService" m ON m."serviceId" = s.id
     WHERE e.slug || ' ' || s.name = ANY($1)`,
    [plots.map(({ environment, service }) => `${environment} ${service}`)],
  );
}

/** Each half has one operation, and each operation has changed its service once. */
function requireOnce({ place, changes, requests }: Service): void {
  let [done, open] = [0, 0];
  for (const { reference, state, operations } of requests) {
    const story = operations.map((operation) => `${operation.kind} ${operation.state}`).join(', ');
    assert.match(`${state}: ${story}`, STORIES, `${place} ${reference}`);
    for (const operation of operations) {
      if (operation.state === 'DONE') done += 1;
      else open += 1;
    }
  }
  assert.ok(open <= 1 && changes >= done && changes <= done + open, `${place}: ${changes} changes by ${done} done`);
}

const ONGOING = '(CALLING|ACCEPTED)';
const STORIES = new RegExp(
  [
    '^(IN_REVIEW|SCHEDULED|EXPIRED|CANCELLED): $',
    `^APPLYING: (APPLY ${ONGOING})?$`,
    '^ACTIVE: APPLY DONE$',
    `^RETURNING: APPLY DONE(, RETURN ${ONGOING})?$`,
    '^CLOSED: APPLY DONE, RETURN DONE$',
  ].join('|'),
);

/** Where nothing is under way, a service has what its live window grants, else its baseline. */
function requireCapacity({ place, baseline, world, moving, requests }: Service): void {
  if (requests.some(({ state }) => UNDER_WAY.includes(state))) return;
  const expected = requests.find(({ state }) => state === 'ACTIVE')?.granted ?? baseline;
  assert.ok(!moving, `${place} moves, and nobody asked`);
  assert.ok(isAt(world ?? baseline, expected), `${place} runs ${JSON.stringify(world)}`);
}

/** Every yes of the API is in the tables and in the record. */
async function requireKept(ask: Ask, acknowledged: Acknowledged[]): Promise<void> {
  const lost = await ask(
    `SELECT * FROM jsonb_to_recordset($1::jsonb) AS a(reference text, version int, move text)
     WHERE NOT EXISTS (SELECT 1 FROM "RequestEvent" v JOIN "UpscaleRequest" r ON r.id = v."requestId"
       WHERE r.reference = a.reference AND v.seq = a.version AND v.move = a.move)
     OR NOT EXISTS (SELECT 1 FROM "AuditEntry" n WHERE n.subject = 'request ' || a.reference AND n.what = a.move)`,
    [JSON.stringify(acknowledged)],
  );
  assert.deepEqual(lost, []);
}
