import assert from 'node:assert/strict';
import { test } from 'node:test';
import { due, isOverdue, lateBy, wakeAt } from './clock.ts';
import { decide, type MoveFacts, REQUEST_STATES, type RequestState } from './lifecycle.ts';

const MINUTE = 60_000;
const [START, END] = [100 * MINUTE, 200 * MINUTE];
type Failed = MoveFacts['failedDuring'];
const at = (
  state: RequestState,
  now: number,
  {
    end = END as number | null,
    start = START as number | null,
    prescale = 10,
    failed = null as Failed,
    continuedBy = null as string | null,
  } = {},
) =>
  due({ state, windowStart: start, windowEnd: end, prescaleMinutes: prescale, failedDuring: failed, continuedBy }, now);

test('what nobody decided expires when its start has come, not when its pre-scale has', () => {
  for (const state of ['IN_REVIEW', 'NEEDS_INFO', 'OFFERED'] as const) {
    assert.equal(at(state, START - 1), null);
    assert.equal(at(state, START), 'expire');
    assert.equal(at(state, START, { end: null }), 'expire');
  }
});

test('a scheduled window is applied from start minus pre-scale, and missed once its end has come', () => {
  assert.equal(at('SCHEDULED', START - 10 * MINUTE - 1), null);
  assert.equal(at('SCHEDULED', START - 10 * MINUTE), 'apply');
  assert.equal(at('SCHEDULED', START - 1, { prescale: 0 }), null);
  assert.equal(at('SCHEDULED', END - 1), 'apply');
  assert.equal(at('SCHEDULED', END), 'miss');
  assert.equal(at('SCHEDULED', END * 9, { end: null }), 'apply', 'a permanent change is never missed');
});

test('what runs returns when its end has come', () => {
  for (const state of ['APPLYING', 'ACTIVE'] as const) {
    assert.equal(at(state, END - 1), null);
    assert.equal(at(state, END), 'return');
  }
  assert.equal(at('APPLYING', END * 9, { end: null }), null);
  assert.equal(at('ACTIVE', START, { end: null }), 'adopt', 'it was observed: it is the new baseline');
  assert.equal(at('FAILED', END, { failed: 'APPLYING' }), 'return');
  assert.equal(at('FAILED', END - 1, { failed: 'APPLYING' }), null);
  assert.equal(at('FAILED', END, { failed: 'RETURNING' }), null, 'only an observation ends a failed return');
  assert.equal(at('RETURNING', END * 9), null);
});

test('nothing is due on drafts, ends, and what has no window', () => {
  for (const state of ['DRAFT', 'CLOSED', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'CANCELLED'] as const)
    assert.equal(at(state, END * 9), null);
  for (const state of REQUEST_STATES) assert.equal(at(state, END * 9, { start: null, end: null }), null);
});

test('whatever is due, the table allows the clock', () => {
  for (const state of REQUEST_STATES)
    for (const failed of state === 'FAILED' ? (['APPLYING', 'RETURNING'] as const) : [null])
      for (const now of [START - 10 * MINUTE, START, END]) {
        const move = at(state, now, { failed });
        if (move === null) continue;
        const facts = {
          requestedById: '',
          windowEnd: END,
          failedDuring: failed,
          approvedBy: [],
          approversNeeded: 1,
          offeredBy: null,
          continuedBy: null,
        };
        assert.ok(decide(state, move, 'clock', facts).allowed, `${state} ${move}`);
      }
});

test('a return is overdue after its grace, also when it failed', () => {
  const late = (
    state: RequestState,
    now: number,
    failed: Failed = null,
    end: number | null = END,
    returnSince: number | null = null,
  ) => isOverdue({ state, failedDuring: failed, windowEnd: end, returnSince, returnGraceMinutes: 30 }, now);
  assert.equal(late('RETURNING', END + 30 * MINUTE), false);
  assert.equal(late('RETURNING', END + 30 * MINUTE + 1), true);
  assert.equal(late('FAILED', END + 31 * MINUTE, 'RETURNING'), true);
  assert.equal(late('FAILED', END + 31 * MINUTE, 'APPLYING'), false);
  assert.equal(late('RETURNING', END * 9, null, null), false);
  assert.equal(late('RETURNING', START + 31 * MINUTE, null, END, START), true, 'it ended early, at its start');
  for (const state of REQUEST_STATES.filter((each) => each !== 'RETURNING' && each !== 'FAILED'))
    assert.equal(late(state, END * 9), false, state);
});

const dated = (state: RequestState, changes: Partial<Parameters<typeof lateBy>[0]> = {}) => ({
  ...{ state, windowStart: START, windowEnd: END, prescaleMinutes: 10, failedDuring: null as Failed },
  ...{ continuedBy: null, returnSince: null, ...changes },
});

test('an active window that an approved extension goes on from is handed over, not returned; a permanent one is adopted', () => {
  assert.equal(at('ACTIVE', END - 1, { continuedBy: 'UR-2026-0002' }), null);
  assert.equal(at('ACTIVE', END, { continuedBy: 'UR-2026-0002' }), 'handOver');
  assert.equal(at('APPLYING', END, { continuedBy: 'UR-2026-0002' }), 'return');
  assert.equal(at('ACTIVE', START, { end: null }), 'adopt');
});

test('the clock looks again exactly when something can be due: never later than the move it would find', () => {
  for (const state of REQUEST_STATES)
    for (const failedDuring of state === 'FAILED' ? (['APPLYING', 'RETURNING'] as const) : [null])
      for (const windowEnd of [END, null]) {
        const request = dated(state, { failedDuring, windowEnd });
        const wake = wakeAt(request, 0);
        const first = [0, START - 10 * MINUTE, START, END].find((now) => due(request, now) !== null);
        if (first !== undefined) assert.ok(wake !== null && wake <= first, `${state} ${windowEnd}`);
        else assert.ok(wake === null || ['APPLYING', 'RETURNING', 'FAILED'].includes(state), `${state} ${windowEnd}`);
      }
});

test('a minute after an edge a request is late, by how much it is behind', () => {
  assert.equal(lateBy(dated('SCHEDULED'), START - 9 * MINUTE), 0);
  assert.equal(lateBy(dated('SCHEDULED'), START - 8 * MINUTE), 2 * MINUTE);
  assert.equal(lateBy(dated('APPLYING'), START), 0, 'pre-scale is there to be used');
  assert.equal(lateBy(dated('APPLYING'), START + 2 * MINUTE), 2 * MINUTE);
  assert.equal(lateBy(dated('FAILED', { failedDuring: 'APPLYING' }), START + 2 * MINUTE), 2 * MINUTE);
  assert.equal(lateBy(dated('RETURNING'), END + 5 * MINUTE), 5 * MINUTE);
  assert.equal(lateBy(dated('RETURNING', { returnSince: START }), START + 5 * MINUTE), 5 * MINUTE);
  assert.equal(lateBy(dated('CLOSED'), END * 9), 0);
});
