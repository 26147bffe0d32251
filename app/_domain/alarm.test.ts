import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarmOf } from './alarm.ts';
import { providerError } from './hosting.ts';
import { type Operation, stepsOf } from './operation.ts';
import type { StoredRequest } from './stored-request.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 26, 8);
const END = START + 240 * MINUTE;
const SIZE = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 4 };
const BASE = { ...SIZE, max: 2 };

function request(changes: Partial<StoredRequest>): StoredRequest {
  const window = { start: START, end: END, timeZone: 'Europe/Berlin' };
  return {
    ...{ reference: 'UR-2026-0007', environment: 'nlw-stage', state: 'APPLYING', window, prescaleMinutes: 30 },
    ...{
      failedDuring: null,
      continuedBy: null,
      returnSince: null,
      returnGraceMinutes: 30,
      submittedAt: 0,
      offer: null,
    },
    content: { window, prescaleMinutes: 30 },
    ...changes,
  } as StoredRequest;
}

const UNDER_WAY: Operation = {
  ...{ id: 'o', number: 1, kind: 'APPLY', state: 'ACCEPTED', provider: 'simulated', progress: 40, error: null },
  ...{ startedAt: START, deadlineAt: START + 60 * MINUTE, finishedAt: null, attempts: [] },
  targets: [{ service: 'yves', capacity: SIZE }],
};

test('what is in time and has not failed alarms nobody', () => {
  assert.equal(alarmOf(request({ state: 'APPLYING' }), UNDER_WAY, START + MINUTE), null);
  assert.equal(alarmOf(request({ state: 'ACTIVE' }), null, END), null);
  assert.equal(alarmOf(request({ state: 'SCHEDULED' }), null, START - 31 * MINUTE), null);
});

test('late before its window: it goes on by itself, waits for an operator, for another request, or for a worker', () => {
  const at = START + 5 * MINUTE;
  const applying = request({ state: 'APPLYING' });
  const { kind, during, lateBy, until, next } = alarmOf(applying, UNDER_WAY, at) ?? {};
  assert.deepEqual(
    [kind, during, lateBy, until, next],
    ['late', 'APPLYING', 5 * MINUTE, UNDER_WAY.deadlineAt, 'watch'],
  );
  assert.equal(alarmOf(applying, { ...UNDER_WAY, provider: 'manual' }, at)?.next, 'confirmSteps');
  assert.equal(alarmOf(applying, null, at)?.next, 'othersFirst');
  assert.equal(alarmOf(request({ state: 'SCHEDULED' }), null, at)?.next, 'seeWorker');
  assert.equal(alarmOf(request({ state: 'ACTIVE' }), null, END + 5 * MINUTE)?.next, 'seeWorker');
});

test('a return is late first and overdue after its grace', () => {
  const returning = request({ state: 'RETURNING', returnSince: END });
  const kinds = [5, 31].map((minutes) => alarmOf(returning, UNDER_WAY, END + minutes * MINUTE)?.kind);
  assert.deepEqual(kinds, ['late', 'overdue']);
});

test('what failed says why, which half of its life it was, and what a person can do', () => {
  const error = providerError('refused', { detail: 'no quota' });
  const failed = { ...UNDER_WAY, state: 'FAILED' as const, error };
  const applying = alarmOf(request({ state: 'FAILED', failedDuring: 'APPLYING' }), failed, START - MINUTE);
  assert.deepEqual(
    [applying?.kind, applying?.next, applying?.error, applying?.until],
    ['failed', 'retryOrGiveUp', error, null],
  );
  const returning = alarmOf(request({ state: 'FAILED', failedDuring: 'RETURNING' }), failed, END);
  assert.deepEqual([returning?.during, returning?.next], ['RETURNING', 'retryReturn']);
});

test('a step of a run sheet is confirmed by a sighting at its size since the operation began, and by nothing else', () => {
  const seen = (capacity: typeof SIZE, at: number | null) =>
    stepsOf(UNDER_WAY, [{ service: 'yves', capacity, at }]).map(({ confirmed }) => confirmed);
  assert.deepEqual(seen(SIZE, START), [true]);
  assert.deepEqual(seen(SIZE, START - 1), [false]);
  assert.deepEqual(seen(SIZE, null), [false]);
  assert.deepEqual(seen(BASE, START), [false]);
  assert.deepEqual(stepsOf(UNDER_WAY, [])[0]?.confirmed, false);
});
