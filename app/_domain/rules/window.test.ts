import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JudgeFacts } from '../judge.ts';
import type { RequestContent } from '../request.ts';
import { at, CONTENT, FACTS, NOW } from './example.ts';
import { contractCoversIt, openingIsNotFrozen, startIsNotTooSoon, windowIsFree } from './window.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const open = (start: number, end: number | null, prescaleMinutes = 0): RequestContent => ({
  ...CONTENT,
  window: { start, end, timeZone: 'Europe/Berlin' },
  prescaleMinutes,
});
const codes = (refusals: { code: string; path: string }[]) => refusals.map(({ code, path }) => `${code} ${path}`);
const EARLIEST = at('2026-11-25T16:00+01:00');
const START = at('2026-12-07T08:00+01:00');

test('R15: the earliest start itself is fine, a minute before is refused and names it', () => {
  assert.deepEqual(startIsNotTooSoon(open(EARLIEST, EARLIEST + DAY), FACTS), []);
  const [refused] = startIsNotTooSoon(open(EARLIEST - MINUTE, EARLIEST + DAY), FACTS);
  assert.deepEqual(refused, {
    code: 'tooSoon',
    rule: 'R15',
    path: 'window.start',
    params: { earliest: EARLIEST, leadTime: { value: 3, unit: 'BUSINESS_DAYS' } },
  });
});

test('R15: the contract’s own lead time and holidays decide', () => {
  const rules = { ...FACTS.rules, leadTime: { value: 1, unit: 'HOURS' } } as const;
  assert.deepEqual(startIsNotTooSoon(open(NOW + 60 * MINUTE, null), { ...FACTS, rules }), []);
  const holidays = new Set(['2026-11-23']);
  assert.equal(startIsNotTooSoon(open(EARLIEST, null), { ...FACTS, holidays }).length, 1);
});

test('R15: an emergency may start sooner, but not now and not in the past', () => {
  const emergency = { ...open(NOW + MINUTE, NOW + DAY), emergency: { reason: 'The sale is on television.' } };
  assert.deepEqual(startIsNotTooSoon(emergency, FACTS), []);
  for (const start of [NOW, NOW - DAY])
    assert.deepEqual(codes(startIsNotTooSoon({ ...emergency, ...open(start, NOW + DAY) }, FACTS)), [
      'startPassed window.start',
    ]);
});

test('R15: a start in the past is refused as passed and still names the earliest', () => {
  const [refused] = startIsNotTooSoon(open(NOW - DAY, NOW + DAY), FACTS);
  assert.deepEqual(refused?.params, { now: NOW, earliest: EARLIEST });
});

const freeze = { name: 'Go-live', startsAt: START, endsAt: START + 14 * DAY };
const frozen: JudgeFacts = { ...FACTS, environment: { ...FACTS.environment, freezes: [freeze] } };

test('R16: no window opens inside a freeze, and the refusal names it and its end', () => {
  const [refused] = openingIsNotFrozen(open(START + DAY, START + 2 * DAY), frozen);
  assert.deepEqual(refused?.params, freeze);
  assert.equal(refused?.path, 'window.start');
});

test('R16: opening exactly at the freeze’s end is fine, its pre-scale reaching into it is not', () => {
  assert.deepEqual(openingIsNotFrozen(open(freeze.endsAt, null), frozen), []);
  assert.deepEqual(openingIsNotFrozen(open(freeze.endsAt + 30 * MINUTE, null, 30), frozen), []);
  assert.equal(openingIsNotFrozen(open(freeze.endsAt + 30 * MINUTE, null, 31), frozen).length, 1);
});

test('R16: a window that opened before may run into a freeze; one that opens as it begins may not', () => {
  assert.deepEqual(openingIsNotFrozen(open(START - MINUTE, START + DAY), frozen), []);
  assert.equal(openingIsNotFrozen(open(START, START + DAY), frozen).length, 1);
});

test('R16: not even an emergency, and every freeze that is touched is named', () => {
  const emergency = { ...open(START + DAY, null, 1440), emergency: { reason: 'now' } };
  const second = { name: 'Audit', startsAt: START - DAY, endsAt: START + 1 };
  const facts = { ...frozen, environment: { ...frozen.environment, freezes: [freeze, second] } };
  assert.deepEqual(
    openingIsNotFrozen(emergency, facts).map(({ params }) => params),
    [freeze, second],
  );
});

test('R18: the contract is in force for the whole window', () => {
  const { start, end } = FACTS.term;
  assert.deepEqual(codes(contractCoversIt(open(end - DAY, end), FACTS)), []);
  assert.deepEqual(codes(contractCoversIt(open(end - DAY, end + 1), FACTS)), ['outsideTerm window.end']);
  assert.deepEqual(codes(contractCoversIt(open(start - 1, start + DAY), FACTS)), ['outsideTerm window.start']);
  assert.deepEqual(codes(contractCoversIt(open(end, end + DAY), FACTS)), ['outsideTerm window.start']);
});

test('R18: a permanent change starts inside the term and uses no days', () => {
  const spent = { ...FACTS, budget: { perYear: 10, used: 12, yearEnd: START } };
  assert.deepEqual(contractCoversIt(open(START, null, 60), spent), []);
  assert.deepEqual(codes(contractCoversIt(open(FACTS.term.end, null), FACTS)), ['outsideTerm window.start']);
});

test('R18: the last day of the budget may be used, one more is refused with what is left', () => {
  const budget = { perYear: 60, used: 41, yearEnd: at('2027-01-01T00:00+01:00') };
  assert.deepEqual(contractCoversIt(open(START, START + 19 * DAY), { ...FACTS, budget }), []);
  const [refused] = contractCoversIt(open(START, START + 19 * DAY, 1), { ...FACTS, budget });
  assert.deepEqual(refused?.params, { uses: 20, left: 19, yearEnd: budget.yearEnd });
  assert.equal(refused?.path, 'window.end');
});

test('R18: an overdrawn budget leaves nothing, not less than nothing; without a budget there is no limit', () => {
  const overdrawn = { ...FACTS, budget: { perYear: 10, used: 15, yearEnd: START } };
  const [refused] = contractCoversIt(open(START, START + DAY), overdrawn);
  assert.deepEqual(refused?.params, { uses: 1, left: 0, yearEnd: START });
  assert.deepEqual(contractCoversIt(open(START, START + 92 * DAY), { ...FACTS, budget: null }), []);
});

const claim = { reference: 'UR-2026-0001', service: 'yves', startsAt: START, endsAt: START + DAY };
const taken: JudgeFacts = { ...FACTS, claims: [claim] };

test('R14: a second window on the same service and time is refused and names the first', () => {
  const [refused] = windowIsFree(open(START + 1, START + 2), taken);
  assert.deepEqual(refused, { code: 'windowTaken', rule: 'R14', path: 'lines.0.service', params: claim });
});

test('R14: touching is fine on both sides, pre-scale counts', () => {
  assert.deepEqual(windowIsFree(open(START - DAY, START), taken), []);
  assert.deepEqual(windowIsFree(open(START + DAY, START + 2 * DAY), taken), []);
  assert.equal(windowIsFree(open(START + DAY, START + 2 * DAY, 1), taken).length, 1);
});

test('R14: another service of the environment is free', () => {
  assert.deepEqual(windowIsFree({ ...open(START, START + DAY), lines: [] }, taken), []);
  assert.deepEqual(windowIsFree(open(START, START + DAY), { ...FACTS, claims: [{ ...claim, service: 'glue' }] }), []);
});

test('R14: a permanent change is endless, both as the first and as the second', () => {
  assert.equal(windowIsFree(open(START - 300 * DAY, null), taken).length, 1);
  assert.equal(
    windowIsFree(open(START + 300 * DAY, null), { ...FACTS, claims: [{ ...claim, endsAt: null }] }).length,
    1,
  );
});

test('R14 against brute force: refused exactly when some minute belongs to both', () => {
  const minute = fc.integer({ min: 0, max: 40 });
  const length = fc.option(fc.integer({ min: 1, max: 20 }), { nil: null });
  const horizon = 200;
  fc.assert(
    fc.property(
      minute,
      length,
      fc.integer({ min: 0, max: 10 }),
      minute,
      length,
      (start, lasts, prescale, from, claims) => {
        const covers = (first: number, last: number | null) => (n: number) => first <= n && (last === null || n < last);
        const mine = covers(start - prescale, lasts === null ? null : start + lasts);
        const theirs = covers(from, claims === null ? null : from + claims);
        const both = Array.from({ length: horizon + 20 }, (_, n) => n - 20).some((n) => mine(n) && theirs(n));
        const window = open(START + start * MINUTE, lasts === null ? null : START + (start + lasts) * MINUTE, prescale);
        const other = {
          ...claim,
          startsAt: START + from * MINUTE,
          endsAt: claims === null ? null : START + (from + claims) * MINUTE,
        };
        assert.equal(windowIsFree(window, { ...FACTS, claims: [other] }).length > 0, both);
      },
    ),
    { numRuns: 2_000 },
  );
});
