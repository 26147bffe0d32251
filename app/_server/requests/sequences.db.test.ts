import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { LIVE_STATES, PERSON_MOVES, type PersonMove, statePairs } from '#domain/lifecycle.ts';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import { verifyRecord } from '../record/verify.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, body } from '../testing/requests.ts';
import { moveRequest, type RequestCommand } from './move.ts';
import { submitRequest } from './submit.ts';

const RUNS = Number(process.env.HEADROOM_SEQUENCES ?? 300);
const EMAILS = [
  'customer@alpina.example',
  'both@alpina.example',
  'partner@tallgrass.example',
  'manager@headroom.example',
  'manager2@headroom.example',
  'operator@headroom.example',
  'customer@nordlicht.example',
];

let database: Awaited<ReturnType<typeof freshDatabase>>;
let actors: Actor[];

before(async () => {
  database = await freshDatabase({ demo: true });
  actors = [];
  for (const email of EMAILS) actors.push(await actorOf(email));
  // a person who is customer and manager at once: never on one's own request
  const contract = await db().contract.findUniqueOrThrow({ where: { reference: 'ALP-2025' } });
  const person = await db().person.findUniqueOrThrow({ where: { email: 'both@alpina.example' } });
  await db().managerAssignment.create({ data: { contractId: contract.id, personId: person.id } });
  await db().contract.update({ where: { id: contract.id }, data: { upscaleDaysPerYear: null } });
});
after(() => database?.drop());

type Step = { actor: number; move: PersonMove; size: number; day: number; later: boolean };
const step: fc.Arbitrary<Step> = fc.record({
  actor: fc.nat(EMAILS.length - 1),
  move: fc.constantFrom(...PERSON_MOVES.filter((move) => move !== 'extend'), 'approve', 'approve', 'offer', 'accept'),
  size: fc.integer({ min: 3, max: 4 }),
  day: fc.integer({ min: 95, max: 400 }),
  later: fc.boolean(),
});

/** Sequences that must be among them: each ends in another state. */
const by = (actor: number, move: PersonMove): Step => ({ actor, move, size: 3, day: 95, later: false });
const APPROVED = [by(3, 'approve'), by(4, 'approve')];
const TOLD: [Step[], number, boolean][] = [
  [[by(3, 'ask')], 501, false],
  [[by(3, 'ask'), by(0, 'answer')], 502, false],
  [[by(3, 'reject')], 503, false],
  [[by(0, 'withdraw')], 504, false],
  [APPROVED, 505, false],
  [[...APPROVED, by(5, 'cancel')], 506, false],
];

function command({ move, size, day }: Step, window: { start: string; end: string }): RequestCommand {
  const start = Date.parse(window.start) + (day % 5) * 60_000;
  if (move === 'edit' || move === 'submit') return { move, changes: { prescaleMinutes: size * 10 } };
  if (move === 'ask') return { move, question: 'Which data set?' };
  if (move === 'answer') return { move, answer: 'Eight per cent of PROD.' };
  if (move === 'offer') return { move, offer: { window: { start, end: start + 7_200_000, timeZone: 'UTC' } } };
  return { move, reason: 'Because.' };
}

test(`${RUNS} random sequences of commands on the database keep every invariant`, { timeout: 900_000 }, async () => {
  const yves = await db().service.findFirstOrThrow({ where: { name: 'yves', environment: { slug: 'alp-stage-us' } } });
  const { max } = yves.baseline as { max: number };
  let runs = 0;
  const reached = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 12 }),
      fc.integer({ min: 120, max: 500 }),
      fc.boolean(),
      async (steps, day, draft) => {
        runs += 1;
        const lines = [{ service: 'yves', wanted: { max: max + 1 } }];
        const asked = body({ environment: 'alp-stage-us', lines }, day, 3);
        const made = await submitRequest(actors[runs % 2] as Actor, asked, { draft });
        if (made.kind !== 'done') return;
        for (const each of steps)
          await moveRequest(actors[each.actor] as Actor, made.value.reference, command(each, asked.window as never));
        const state = await holds(made.value.reference);
        reached.set(state, (reached.get(state) ?? 0) + 1);
      },
    ),
    { numRuns: RUNS, endOnFailure: true, examples: TOLD },
  );
  for (const state of ['IN_REVIEW', 'NEEDS_INFO', 'SCHEDULED', 'CANCELLED', 'REJECTED', 'WITHDRAWN'])
    assert.ok(reached.has(state), `no sequence ended in ${state}: ${JSON.stringify([...reached])}`);
  const verdict = await verifyRecord();
  assert.ok(verdict.ok, JSON.stringify(verdict));
});

/** The invariants of one request, read from the tables alone. */
async function holds(reference: string): Promise<string> {
  const request = await db().upscaleRequest.findUniqueOrThrow({
    where: { reference },
    include: {
      events: { orderBy: { seq: 'asc' } },
      approvals: true,
      claims: true,
      contract: { include: { assignments: true, organisation: { include: { memberships: true } } } },
    },
  });
  const { events, approvals, claims, contract, state } = request;
  const allowed = new Set(statePairs().map(String));
  assert.ok(
    contract.organisation.memberships.some(({ personId }) => personId === request.requestedById),
    'submitter is a customer',
  );
  const managers = new Set(contract.assignments.map(({ personId }) => personId));
  for (const { personId } of approvals)
    assert.ok(managers.has(personId) && personId !== request.requestedById, 'approver is a manager and another person');
  for (const [index, event] of events.entries()) {
    assert.equal(event.from, events[index - 1]?.to ?? null, 'the story has no gap');
    if (event.from !== null && event.from !== event.to)
      assert.ok(allowed.has(String([event.from, event.to])), `${event.from} → ${event.to}`);
  }
  assert.equal(events.at(-1)?.to, state);
  assert.equal(request.version, events.length);

  const recorded = await db().$queryRaw<
    [{ n: bigint }]
  >`SELECT count(*) AS n FROM "AuditEntry" WHERE subject = ${`request ${reference}`} AND after IS NOT NULL`;
  assert.equal(Number(recorded[0].n), events.length, 'one record entry per change');
  const effective = new Set(
    approvals
      .filter(({ voidedAt, contentHash }) => !voidedAt && contentHash === request.contentHash)
      .map(({ personId }) => personId),
  );
  if (state === 'SCHEDULED' || state === 'CANCELLED')
    assert.ok(effective.size >= (contract.approvers ?? 1), 'approved by as many as asked');
  if (state === 'IN_REVIEW') assert.ok(effective.size < (contract.approvers ?? 1), 'not approved by enough yet');
  assert.equal(claims.length > 0, (LIVE_STATES as readonly string[]).includes(state), `claims in ${state}`);
  return state;
}
