import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { due } from './clock.ts';
import {
  CLOCK_MOVES,
  decide,
  FINAL_STATES,
  type Move,
  type MoveFacts,
  type Mover,
  PERSON_MOVES,
  REQUEST_STATES,
  type RequestState,
  statePairs,
} from './lifecycle.ts';
import type { Standing } from './policy.ts';
import { contentHash, type RequestContent } from './request.ts';

/** How many random sequences of commands are tried. */
const SEQUENCES = 50_000;
const MINUTE = 60_000;

const PEOPLE: Record<string, readonly Standing[]> = {
  ada: ['customer'],
  ben: ['customer'],
  mara: ['manager'],
  milo: ['manager'],
  both: ['customer', 'manager'],
  pat: ['partner', 'customer'],
  pia: ['partner'],
  olga: ['operator'],
  nobody: [],
};
const NAMES = [...Object.keys(PEOPLE), 'clock'];

const content = (max: number, start: number, end: number | null): RequestContent => ({
  environment: 'nlw-stage',
  purpose: 'DEMO',
  reason: 'x',
  lines: [{ service: 'yves', wanted: { cpu: 1024, memory: 2048, min: 1, desired: 1, max } }],
  window: { start: start * MINUTE, end: end === null ? null : end * MINUTE, timeZone: 'UTC' },
  prescaleMinutes: 5,
  consistency: { follow: [], note: 'x' },
  contact: 'x',
  authority: true,
  watchers: [],
});
const CONTENTS = [content(3, 60, 90), content(4, 60, 90), content(3, 40, 60), content(3, 60, null)];
const HASHES = CONTENTS.map(contentHash);

/** One entry of the record: what changed, or who was refused as not entitled. */
type Entry = {
  who: string;
  standing: Standing | null;
  move: Move;
  from: RequestState | null;
  to: RequestState;
  hash: string;
};
type Model = {
  state: RequestState | null;
  requester: string;
  content: number;
  approvals: readonly { by: string; hash: string }[];
  offer: { by: string; content: number } | null;
  failedDuring: MoveFacts['failedDuring'];
  needed: number;
  now: number;
  version: number;
  record: readonly Entry[];
};
const NEW: Omit<Model, 'needed'> = {
  state: null,
  requester: '',
  content: 0,
  approvals: [],
  offer: null,
  failedDuring: null,
  now: 0,
  version: 0,
  record: [],
};

/** A command: who, which move, minutes that pass before it, the content it brings, whether it saw the content that stands. */
type Command = { who: string; move: Move; wait: number; content: number; fresh: boolean };
/** A hand-over takes a second request: tried in due.db.test.ts. */
const MOVES: Move[] = [...PERSON_MOVES, ...CLOCK_MOVES].filter((move) => move !== 'handOver');
const UNTIMED: Move[] = ['activate', 'fail', 'close'];

/** Minutes that pass before a command: mostly none, or the window is over before much has happened. */
const WAITS = [...Array<number>(20).fill(0), 1, 5, 20, 40, 100];

/** One number is one command: 50,000 sequences are drawn in seconds. */
const command = fc
  .noBias(fc.nat(NAMES.length * MOVES.length * WAITS.length * CONTENTS.length * 4 - 1))
  .map((drawn): Command => {
    let rest = drawn;
    const draw = (choices: number) => {
      const choice = rest % choices;
      rest = Math.floor(rest / choices);
      return choice;
    };
    const [who, move] = [NAMES[draw(NAMES.length)] as string, MOVES[draw(MOVES.length)] as Move];
    return {
      who,
      move,
      wait: WAITS[draw(WAITS.length)] as number,
      content: draw(CONTENTS.length),
      fresh: draw(4) > 0,
    };
  });
const does = (who: string, move: Move, brought = 0, wait = 0): Command => ({
  who,
  move,
  wait,
  content: brought,
  fresh: true,
});
const scheduled = [does('ada', 'submit'), does('mara', 'approve'), does('milo', 'approve')];
/** Many sequences begin where the interesting moves are. */
const begun = fc.constantFrom<Command[]>(
  [],
  [does('ada', 'submit')],
  [does('both', 'submit', 3), does('mara', 'offer', 1)],
  [does('ada', 'submit'), does('mara', 'ask')],
  scheduled,
  [...scheduled, does('clock', 'fail', 0, 56)],
  [does('ben', 'submit', 3), does('milo', 'approve'), does('both', 'approve'), does('clock', 'activate', 0, 56)],
);
const sequence = fc.tuple(
  fc.integer({ min: 1, max: 2 }),
  begun,
  fc.array(command, { minLength: 10, maxLength: 30, size: 'max' }),
);

const hashOf = (index: number) => HASHES[index] as string;
const standing = (model: Model) => (model.state === 'OFFERED' && model.offer ? model.offer.content : model.content);
const windowOf = (model: Model) => (CONTENTS[standing(model)] as RequestContent).window;

function facts(model: Model): MoveFacts {
  const hash = hashOf(standing(model));
  return {
    requestedById: model.requester,
    windowEnd: windowOf(model).end,
    failedDuring: model.failedDuring,
    approvedBy: model.approvals.filter((approval) => approval.hash === hash).map(({ by }) => by),
    approversNeeded: model.needed,
    offeredBy: model.offer?.by ?? null,
    continuedBy: null,
  };
}

/** The clock first, again and again, then the command: as the one writer of requests does it. */
function step(before: Model, asked: Command): Model {
  let model: Model = { ...before, now: before.now + asked.wait * MINUTE };
  for (let move = dueOn(model); move !== null; move = dueOn(model))
    model = attempt(model, { ...asked, who: 'clock', move, fresh: true });
  // by itself the clock makes no timed move: only what an observation or the provider says
  return asked.who === 'clock' &&
    !UNTIMED.includes(asked.move) &&
    !(PERSON_MOVES as readonly Move[]).includes(asked.move)
    ? model
    : attempt(model, asked);
}

function dueOn(model: Model) {
  if (model.state === null) return null;
  const { start, end } = windowOf(model);
  return due(
    {
      state: model.state,
      windowStart: start,
      windowEnd: end,
      prescaleMinutes: 5,
      failedDuring: model.failedDuring,
      continuedBy: null,
    },
    model.now,
  );
}

function attempt(model: Model, { who, move, content: brought, fresh }: Command): Model {
  const mover: Mover = who === 'clock' ? 'clock' : { personId: who, standings: PEOPLE[who] ?? [] };
  const verdict = decide(model.state, move, mover, facts(model));
  if (!verdict.allowed || !fresh) return model;
  if (move === 'extend') return model; // makes a request of its own
  const after = { ...model, ...effect(model, who, move, brought), state: verdict.to, version: model.version + 1 };
  const entry: Entry = {
    who,
    standing: verdict.standing,
    move,
    from: model.state,
    to: verdict.to,
    hash: hashOf(after.content),
  };
  return { ...after, record: [...model.record, entry] };
}

/** What a move changes beside the state. */
function effect(model: Model, who: string, move: Move, brought: number): Partial<Model> {
  const void_ = (hash: string) => model.approvals.filter((approval) => approval.hash === hash);
  if (move === 'edit' || move === 'submit')
    return { content: brought, approvals: void_(hashOf(brought)), ...(model.state === null && { requester: who }) };
  if (move === 'offer') return { offer: { by: who, content: brought } };
  if (move === 'decline') return { offer: null };
  if (move === 'approve') return { approvals: [...model.approvals, { by: who, hash: hashOf(model.content) }] };
  if (move === 'accept' && model.offer) return accepted(model, model.offer);
  if (move === 'fail') return { failedDuring: model.state === 'APPLYING' ? 'APPLYING' : 'RETURNING' };
  return model.state === 'FAILED' ? { failedDuring: null } : {};
}

function accepted(model: Model, offer: NonNullable<Model['offer']>): Partial<Model> {
  const hash = hashOf(offer.content);
  const others = model.approvals.filter((approval) => approval.hash === hash && approval.by !== offer.by);
  return { content: offer.content, offer: null, approvals: [...others, { by: offer.by, hash }] };
}

const PAIRS = new Set(statePairs().map((pair) => pair.join()));
const isFinal = (state: RequestState | null) => (FINAL_STATES as readonly (RequestState | null)[]).includes(state);

/** What must hold after every command, whatever it was. */
function holds(before: Model, after: Model): void {
  const entries = after.record.slice(before.record.length);
  assert.equal(after.record.length, after.version, 'one record entry for each change');
  if (entries.length === 0)
    assert.deepEqual({ ...after, now: 0 }, { ...before, now: 0 }, 'without an entry nothing has changed');
  let from = before.state;
  for (const entry of entries) {
    assert.equal(entry.from, from, 'the record has no gap');
    assert.ok(from === entry.to || from === null || PAIRS.has([from, entry.to].join()), `${from} → ${entry.to}`);
    assert.ok(!isFinal(from), `${from} is never left`);
    entitled(entry, after);
    from = entry.to;
  }
  assert.equal(after.state, from, 'the state is where the record leads');
  const approvals = after.approvals.map(({ by, hash }) => `${by} ${hash}`);
  assert.equal(new Set(approvals).size, approvals.length, 'nobody approves the same content twice');
  if (entries.some(({ to }) => to === 'SCHEDULED')) approved(after);
}

/** Submitter a customer, decider a manager and another person, the clock nobody. */
function entitled({ who, standing: as, move }: Entry, { requester }: Model): void {
  assert.equal(who === 'clock', as === null);
  if (as !== null) assert.ok(PEOPLE[who]?.includes(as), `${who} is no ${as}`);
  assert.equal((CLOCK_MOVES as readonly Move[]).includes(move), who === 'clock', `${who} ${move}`);
  if (['submit', 'edit', 'answer', 'accept', 'decline', 'withdraw'].includes(move)) assert.equal(as, 'customer');
  if (!['ask', 'offer', 'approve', 'reject'].includes(move)) return;
  assert.equal(as, 'manager');
  assert.notEqual(who, requester);
}

/** One effective approval: as many distinct managers as needed, on the content that stands, before it begins. */
function approved(model: Model): void {
  const hash = hashOf(model.content);
  const by = model.approvals.filter((approval) => approval.hash === hash).map((approval) => approval.by);
  assert.ok(new Set(by).size >= model.needed, 'enough managers approved');
  assert.ok(model.now < windowOf(model).start, 'nobody approves a window that has begun');
  for (const name of by) assert.ok(PEOPLE[name]?.includes('manager') && name !== model.requester, `${name} approved`);
  assert.equal(model.record.filter(({ from, to }) => from !== to && to === 'SCHEDULED').length, 1, 'scheduled once');
}

test(`${SEQUENCES.toLocaleString('en')} random sequences of commands keep every invariant, and reach every state by every move`, () => {
  const reached = new Map<string, number>();
  const count = (name: string) => reached.set(name, (reached.get(name) ?? 0) + 1);
  fc.assert(
    fc.property(sequence, ([needed, first, rest]) => {
      let model: Model = { ...NEW, needed };
      for (const asked of [...first, ...rest]) {
        const next = step(model, asked);
        holds(model, next);
        model = next;
      }
      const scheduled = model.record.filter(({ to, from }) => to === 'SCHEDULED' && from !== to);
      assert.ok(scheduled.length <= 1);
      for (const { move, to } of model.record) {
        count(move);
        count(to);
      }
    }),
    { numRuns: SEQUENCES },
  );
  for (const name of [...REQUEST_STATES, ...MOVES.filter((move) => move !== 'extend')])
    assert.ok((reached.get(name) ?? 0) > 50, `${name} was reached ${reached.get(name) ?? 0} times`);
});
