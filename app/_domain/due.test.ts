import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, due, isOverdue, type MoveFacts, REQUEST_STATES, type RequestState } from './lifecycle.ts';

const MINUTE = 60_000;
const [START, END] = [100 * MINUTE, 200 * MINUTE];
type Failed = MoveFacts['failedDuring'];
const at = (
  state: RequestState,
  now: number,
  { end = END as number | null, start = START as number | null, prescale = 10, failed = null as Failed } = {},
) => due({ state, windowStart: start, windowEnd: end, prescaleMinutes: prescale, failedDuring: failed }, now);

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
    assert.equal(at(state, END * 9, { end: null }), null);
  }
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
        };
        assert.ok(decide(state, move, 'clock', facts).allowed, `${state} ${move}`);
      }
});

test('a return is overdue after its grace, also when it failed', () => {
  const late = (state: RequestState, now: number, failed: Failed = null, end: number | null = END) =>
    isOverdue({ state, failedDuring: failed, windowEnd: end, returnGraceMinutes: 30 }, now);
  assert.equal(late('RETURNING', END + 30 * MINUTE), false);
  assert.equal(late('RETURNING', END + 30 * MINUTE + 1), true);
  assert.equal(late('FAILED', END + 31 * MINUTE, 'RETURNING'), true);
  assert.equal(late('FAILED', END + 31 * MINUTE, 'APPLYING'), false);
  assert.equal(late('RETURNING', END * 9, null, null), false);
  for (const state of REQUEST_STATES.filter((each) => each !== 'RETURNING' && each !== 'FAILED'))
    assert.equal(late(state, END * 9), false, state);
});
