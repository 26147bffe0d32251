import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  CLOCK_MOVES,
  decide,
  FINAL_STATES,
  FREE_STATES,
  LIVE_STATES,
  type Move,
  type MoveFacts,
  type Mover,
  movesOpenTo,
  PERSON_MOVES,
  type PersonMove,
  REQUEST_STATES,
  type RequestState,
  statePairs,
} from './lifecycle.ts';
import { STANDINGS, type Standing } from './policy.ts';
import type { RuleId } from './refusal.ts';

type Who = Standing | 'clock';
/** A state as the table of domain.md §4 names it: – is a request that does not exist yet. */
type Place =
  | '–'
  | RequestState
  | 'ACTIVE (permanent)'
  | 'ACTIVE (continued)'
  | 'FAILED (applying)'
  | 'FAILED (returning)';
const EARLY: Who[] = ['customer', 'manager', 'operator'];
const REPAIR: Who[] = ['manager', 'operator'];

/** The table of domain.md §4, written down again by hand, in its order; accept and approve where they are enough. */
const TABLE: [from: Place[], command: Move, who: Who[], to: RequestState][] = [
  [['–', 'DRAFT'], 'edit', ['customer'], 'DRAFT'],
  [['–', 'DRAFT'], 'submit', ['customer'], 'IN_REVIEW'],
  [['IN_REVIEW'], 'ask', ['manager'], 'NEEDS_INFO'],
  [['NEEDS_INFO'], 'answer', ['customer'], 'IN_REVIEW'],
  [['IN_REVIEW'], 'edit', ['customer'], 'IN_REVIEW'],
  [['NEEDS_INFO'], 'edit', ['customer'], 'NEEDS_INFO'],
  [['IN_REVIEW', 'OFFERED'], 'offer', ['manager'], 'OFFERED'],
  [['OFFERED'], 'accept', ['customer'], 'SCHEDULED'],
  [['OFFERED'], 'decline', ['customer'], 'IN_REVIEW'],
  [['IN_REVIEW'], 'approve', ['manager'], 'SCHEDULED'],
  [['IN_REVIEW', 'NEEDS_INFO', 'OFFERED'], 'reject', ['manager'], 'REJECTED'],
  [['DRAFT', 'IN_REVIEW', 'NEEDS_INFO', 'OFFERED'], 'withdraw', ['customer'], 'WITHDRAWN'],
  [['IN_REVIEW', 'NEEDS_INFO', 'OFFERED'], 'expire', ['clock'], 'EXPIRED'],
  [['SCHEDULED'], 'cancel', EARLY, 'CANCELLED'],
  [['SCHEDULED'], 'apply', ['clock'], 'APPLYING'],
  [['SCHEDULED'], 'miss', ['clock'], 'EXPIRED'],
  [['APPLYING'], 'activate', ['clock'], 'ACTIVE'],
  [['APPLYING'], 'return', ['clock'], 'RETURNING'],
  [['APPLYING'], 'end', EARLY, 'RETURNING'],
  [['APPLYING', 'RETURNING'], 'fail', ['clock'], 'FAILED'],
  [['ACTIVE', 'ACTIVE (permanent)', 'ACTIVE (continued)'], 'return', ['clock'], 'RETURNING'],
  [['ACTIVE', 'ACTIVE (permanent)', 'ACTIVE (continued)'], 'end', EARLY, 'RETURNING'],
  [['ACTIVE (permanent)'], 'adopt', ['clock'], 'CLOSED'],
  [['ACTIVE (continued)'], 'handOver', ['clock'], 'CLOSED'],
  [['RETURNING'], 'close', ['clock'], 'CLOSED'],
  [['FAILED (applying)'], 'retry', REPAIR, 'APPLYING'],
  [['FAILED (applying)'], 'giveUp', REPAIR, 'RETURNING'],
  [['FAILED (applying)'], 'return', ['clock'], 'RETURNING'],
  [['FAILED (returning)'], 'retry', REPAIR, 'RETURNING'],
  [['FAILED (returning)'], 'close', ['clock'], 'CLOSED'],
  // makes a new request; the old one stays as it is
  [['ACTIVE', 'ACTIVE (continued)'], 'extend', ['customer'], 'ACTIVE'],
];
const PLACES: Place[] = [
  '–',
  ...REQUEST_STATES.filter((state) => state !== 'FAILED'),
  'ACTIVE (permanent)',
  'ACTIVE (continued)',
  'FAILED (applying)',
  'FAILED (returning)',
];
const MOVES: Move[] = [...PERSON_MOVES, ...CLOCK_MOVES];
const SUBSETS = Array.from({ length: 2 ** STANDINGS.length }, (_, bits) => STANDINGS.filter((_, n) => bits & (1 << n)));

const stateOf = (place: Place) => (place === '–' ? null : (place.split(' ')[0] as RequestState));
const factsOf = (place: Place, facts: Partial<MoveFacts> = {}): MoveFacts => ({
  requestedById: 'requester',
  windowEnd: place === 'ACTIVE (permanent)' ? null : 1000,
  failedDuring: place === 'FAILED (applying)' ? 'APPLYING' : place === 'FAILED (returning)' ? 'RETURNING' : null,
  approvedBy: [],
  approversNeeded: 1,
  offeredBy: 'another manager',
  continuedBy: place === 'ACTIVE (continued)' ? 'UR-2026-0002' : null,
  ...facts,
});
const person = (standings: readonly Standing[], personId = 'somebody') => ({ personId, standings });
const judge = (place: Place, move: Move, mover: Mover, facts: Partial<MoveFacts> = {}) =>
  decide(stateOf(place), move, mover, factsOf(place, facts));
const rowFor = (place: Place, move: Move) => TABLE.find(([from, command]) => from.includes(place) && command === move);
/** Everyone who makes a move in any state. */
const makers = (move: Move): Who[] => [
  ...new Set(TABLE.filter(([, command]) => command === move).flatMap(([, , who]) => who)),
];
/** The rule that refuses a move to everyone else: a customer's is R3, a manager's R12, any other R13. */
function ruleAgainstOthers(move: Move): RuleId {
  const who = makers(move).join();
  return who === 'customer' ? 'R3' : who === 'manager' ? 'R12' : 'R13';
}

for (const [from, command, who, to] of TABLE)
  test(`${from.join(', ')}: ${who.join(', ')} may ${command}, which leads to ${to}`, () => {
    for (const place of from)
      for (const each of who) {
        const verdict = judge(place, command, each === 'clock' ? 'clock' : person([each]));
        assert.deepEqual(verdict, { allowed: true, to, standing: each === 'clock' ? null : each });
      }
  });

test('every move × every state × every set of standings: what the table does not allow is refused, by the rule against it', () => {
  let judged = 0;
  for (const place of PLACES)
    for (const move of MOVES)
      for (const standings of SUBSETS) {
        const verdict = judge(place, move, person(standings));
        const entitled = standings.filter((standing) => makers(move).includes(standing));
        const row = rowFor(place, move);
        const said = `${place}: ${standings.join('+') || 'nobody'} ${move}`;
        judged++;
        if (entitled.length === 0) {
          assert.ok(!verdict.allowed, said);
          assert.equal(verdict.refusal.rule, ruleAgainstOthers(move), said);
        } else if (!row) {
          assert.ok(!verdict.allowed, said);
          assert.equal(verdict.refusal.code, 'wrongState', said);
          assert.equal(verdict.refusal.rule, null, said);
        } else {
          assert.deepEqual(verdict, { allowed: true, to: row[3], standing: entitled[0] }, said);
        }
      }
  assert.equal(judged, 18 * 24 * 16);
});

test('the clock makes its own moves where the table has them, and never a person’s', () => {
  for (const place of PLACES)
    for (const move of MOVES) {
      const row = rowFor(place, move);
      const verdict = judge(place, move, 'clock');
      assert.equal(verdict.allowed, row?.[2].includes('clock') ?? false, `${place}: the clock ${move}`);
      if (verdict.allowed) assert.deepEqual(verdict, { allowed: true, to: row?.[3], standing: null });
    }
});

test('nobody decides the own request, whatever else they are (R12)', () => {
  const decisions = MOVES.filter((move) => makers(move).join() === 'manager');
  assert.deepEqual(decisions, ['ask', 'offer', 'approve', 'reject']);
  for (const place of PLACES)
    for (const move of decisions)
      for (const standings of SUBSETS.filter((each) => each.includes('manager'))) {
        const own = judge(place, move, person(standings, 'requester'));
        assert.ok(!own.allowed);
        assert.equal(own.refusal.rule, 'R12');
        assert.equal(own.refusal.code, 'ownRequest');
      }
});

test('the requester makes every other move like anyone else', () => {
  assert.ok(judge('SCHEDULED', 'cancel', person(['manager'], 'requester')).allowed);
  assert.ok(judge('FAILED (applying)', 'retry', person(['customer', 'manager'], 'requester')).allowed);
  assert.ok(judge('OFFERED', 'accept', person(['customer'], 'requester')).allowed);
  assert.ok(judge('OFFERED', 'accept', person(['customer'], 'colleague')).allowed);
});

test('an approval schedules once as many distinct managers as needed have approved this content; else the request stays', () => {
  const approve = (approvedBy: string[], approversNeeded: number, personId = 'm1') =>
    judge('IN_REVIEW', 'approve', person(['manager'], personId), { approvedBy, approversNeeded });
  const leads = (verdict: ReturnType<typeof approve>) => (verdict.allowed ? verdict.to : verdict.refusal.code);
  assert.equal(leads(approve([], 1)), 'SCHEDULED');
  assert.equal(leads(approve([], 2)), 'IN_REVIEW');
  assert.equal(leads(approve(['m2'], 2)), 'SCHEDULED');
  assert.equal(leads(approve(['m2'], 3)), 'IN_REVIEW');
  assert.equal(leads(approve(['m2', 'm2'], 3)), 'IN_REVIEW', 'the same manager twice is one');
  assert.equal(leads(approve(['m1'], 2)), 'alreadyApproved');
  assert.equal(leads(approve(['m1'], 1)), 'alreadyApproved');
});

test('accepting counts as the offering manager’s approval', () => {
  const accept = (facts: Partial<MoveFacts>) => {
    const verdict = judge('OFFERED', 'accept', person(['customer']), { offeredBy: 'm1', ...facts });
    return verdict.allowed ? verdict.to : verdict.refusal.code;
  };
  assert.equal(accept({}), 'SCHEDULED');
  assert.equal(accept({ approversNeeded: 2 }), 'IN_REVIEW');
  assert.equal(accept({ approversNeeded: 2, approvedBy: ['m2'] }), 'SCHEDULED');
  assert.equal(accept({ approversNeeded: 2, approvedBy: ['m1'] }), 'IN_REVIEW', 'the offering manager is one, not two');
});

test('nobody accepts an offer of their own', () => {
  const both = person(['customer', 'manager'], 'm1');
  const verdict = judge('OFFERED', 'accept', both, { offeredBy: 'm1' });
  assert.equal(verdict.allowed ? verdict.to : verdict.refusal.code, 'ownOffer');
  assert.equal(judge('OFFERED', 'accept', both, { offeredBy: 'm2' }).allowed, true);
});

test('the moves open to a person are exactly those the table allows, in its order of names', () => {
  for (const place of PLACES.filter((each) => each !== '–'))
    for (const standings of SUBSETS) {
      const expected: PersonMove[] = PERSON_MOVES.filter((move) =>
        rowFor(place, move)?.[2].some((who) => (standings as Who[]).includes(who)),
      );
      assert.deepEqual(
        movesOpenTo(stateOf(place) as RequestState, person(standings), factsOf(place)),
        expected,
        `${place}: ${standings}`,
      );
    }
  const own = movesOpenTo('IN_REVIEW', person(['customer', 'manager'], 'requester'), factsOf('IN_REVIEW'));
  assert.deepEqual(own, ['edit', 'withdraw']);
});

test('the state pairs are the table’s, and the database holds the same', () => {
  const key = ([from, to]: readonly string[]) => `${from} → ${to}`;
  const written = TABLE.flatMap(([from, , , to]) => from.map((place) => [stateOf(place), to] as const))
    .filter(([from, to]) => from !== null && from !== to)
    .map(([from, to]) => key([String(from), to]));
  const expected = [...new Set([...written, 'OFFERED → IN_REVIEW'])].sort();
  assert.deepEqual(statePairs().map(key).sort(), expected);
  assert.deepEqual(pairsInMigrations().map(key).sort(), expected);
});

function pairsInMigrations(): [string, string][] {
  const folder = new URL('../../prisma/migrations/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'));
  const statements = files
    .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split(';'))
    .filter((statement) => statement.includes('INSERT INTO "LifecycleMove"'));
  return statements.flatMap((statement) =>
    [...statement.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(
      ([, from, to]) => [String(from), String(to)] as [string, string],
    ),
  );
}

test('states are live (R14), final or free of days (R18) as domain.md says', () => {
  assert.deepEqual(
    [...LIVE_STATES],
    ['IN_REVIEW', 'NEEDS_INFO', 'OFFERED', 'SCHEDULED', 'APPLYING', 'ACTIVE', 'RETURNING', 'FAILED'],
  );
  assert.deepEqual([...FINAL_STATES].sort(), ['CANCELLED', 'CLOSED', 'EXPIRED', 'REJECTED', 'WITHDRAWN']);
  assert.deepEqual([...FREE_STATES].sort(), ['CANCELLED', 'DRAFT', 'EXPIRED', 'REJECTED', 'WITHDRAWN']);
  for (const state of FINAL_STATES) assert.ok(!statePairs().some(([from]) => from === state), `${state} is never left`);
});
