import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { commandShape, parseCommand, parseMove } from './command-shape.ts';
import { PERSON_MOVES, type PersonMove } from './lifecycle.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const WINDOW = { start: '2026-12-01T08:00:00Z', end: '2026-12-01T17:00:00Z', timeZone: 'Europe/Berlin' };
const LINES = [{ service: 'yves', wanted: { max: 4 } }];
const HASH = 'a'.repeat(64);

/** The least that each move is content with. */
const LEAST: Record<PersonMove, Record<string, unknown>> = {
  submit: {},
  edit: { changes: { reason: 'Later' } },
  withdraw: {},
  answer: { answer: 'Yes' },
  accept: {},
  decline: {},
  ask: { question: 'Why?' },
  offer: { offer: { lines: LINES } },
  approve: {},
  reject: { reason: 'Too large' },
  cancel: { reason: 'Not needed' },
  end: { reason: 'Done' },
  retry: {},
  giveUp: { reason: 'Hopeless' },
  extend: { changes: { window: { end: '2026-12-02T08:00:00Z' } } },
};
/** What each move may carry beside that. */
const MORE: Partial<Record<PersonMove, string[]>> = {
  submit: ['changes'],
  withdraw: ['reason'],
  accept: ['reason'],
  decline: ['reason'],
  offer: ['reason', 'confirmEmergency'],
  approve: ['reason', 'confirmEmergency'],
  retry: ['reason'],
  extend: ['reason'],
};
const SAMPLE = {
  reason: 'x',
  question: 'x',
  answer: 'x',
  offer: { lines: LINES },
  changes: { reason: 'x' },
  confirmEmergency: true,
};

const read = (input: unknown) => {
  const parsed = parseCommand(input, NOW);
  return parsed.ok ? [] : parsed.errors.map(({ path, code }) => `${path} ${code}`);
};
const least = (move: PersonMove) => ({ move, ...LEAST[move] });

test('each move is content with its least, with version and content hash beside it', () => {
  for (const move of PERSON_MOVES) {
    assert.deepEqual(read(least(move)), [], move);
    assert.deepEqual(read({ ...least(move), version: 3, contentHash: HASH }), [], move);
  }
});

test('each move misses what it needs', () => {
  for (const move of PERSON_MOVES)
    for (const member of Object.keys(LEAST[move])) assert.deepEqual(read({ move }), [`${member} required`], move);
});

test('each move takes its own members and no other', () => {
  for (const move of PERSON_MOVES)
    for (const [member, value] of Object.entries(SAMPLE).filter(([name]) => !(name in LEAST[move]))) {
      const expected = MORE[move]?.includes(member) ? [] : [`${member} notForMove`];
      assert.deepEqual(read({ ...least(move), [member]: value }), expected, `${move} with ${member}`);
    }
});

test('an offer offers lines, a window or both', () => {
  assert.deepEqual(read({ move: 'offer', offer: {} }), ['offer nothingOffered']);
  assert.deepEqual(read({ move: 'offer', offer: { window: WINDOW } }), []);
  assert.deepEqual(read({ move: 'offer', offer: { window: WINDOW, lines: LINES } }), []);
  assert.deepEqual(read({ move: 'offer', offer: { window: { ...WINDOW, end: WINDOW.start } } }), [
    'offer.window.end endNotAfterStart',
  ]);
  assert.deepEqual(read({ move: 'offer', offer: { window: { end: WINDOW.end } } }), [
    'offer.window.start required',
    'offer.window.timeZone required',
  ]);
  assert.deepEqual(read({ move: 'offer', offer: { lines: [] } }), ['offer.lines tooFew']);
  assert.deepEqual(read({ move: 'offer', offer: { lines: LINES, price: 1 } }), ['offer.price unknownMember']);
});

test('changes have the members of a request, each judged, and a whole window', () => {
  const edit = (changes: unknown) => read({ move: 'edit', changes });
  assert.deepEqual(edit({ environment: 'nlw-stage', window: WINDOW, lines: LINES, prescaleMinutes: 10 }), []);
  assert.deepEqual(edit({ window: { end: WINDOW.end } }), [
    'changes.window.start required',
    'changes.window.timeZone required',
  ]);
  assert.deepEqual(edit({ window: { ...WINDOW, start: '2030-01-01T00:00:00Z', end: null } }), [
    'changes.window.start startTooFar',
  ]);
  assert.deepEqual(edit({ state: 'ACTIVE' }), ['changes.state unknownMember']);
  assert.deepEqual(edit({ prescaleMinutes: -1, reason: '' }), [
    'changes.reason required',
    'changes.prescaleMinutes tooSmall',
  ]);
  assert.deepEqual(parseCommand({ move: 'edit', changes: { window: WINDOW } }, NOW), {
    ok: true,
    value: {
      move: 'edit',
      changes: {
        window: { start: Date.UTC(2026, 11, 1, 8), end: Date.UTC(2026, 11, 1, 17), timeZone: 'Europe/Berlin' },
      },
    },
  });
});

test('extend names the new end and nothing else', () => {
  assert.deepEqual(parseCommand(least('extend'), NOW), {
    ok: true,
    value: { move: 'extend', until: Date.UTC(2026, 11, 2, 8) },
  });
  const extend = (changes: unknown) => read({ move: 'extend', changes });
  assert.deepEqual(extend({}), ['changes.window.end required']);
  assert.deepEqual(extend({ window: { end: null } }), ['changes.window.end instant']);
  assert.deepEqual(extend({ window: WINDOW }), [
    'changes.window.start notForMove',
    'changes.window.timeZone notForMove',
  ]);
  assert.deepEqual(extend({ lines: LINES, window: { end: WINDOW.end } }), ['changes.lines notForMove']);
});

test('a command of another form is refused at its members', () => {
  for (const input of [null, [], 5, 'approve']) assert.deepEqual(read(input), [' type']);
  assert.deepEqual(read({}), ['move required']);
  for (const move of ['Approve', ' approve', '', 'expire', 'constructor', 5])
    assert.deepEqual(read({ move }), ['move choice']);
  assert.deepEqual(read({ move: 'approve', extra: 1 }), ['extra unknownMember']);
  assert.deepEqual(read(JSON.parse('{"move":"approve","__proto__":{}}')), ['__proto__ unknownMember']);
  for (const [version, code] of [
    [0, 'tooSmall'],
    [1.5, 'notWhole'],
    ['1', 'type'],
    [2 ** 31, 'tooBig'],
    [Number.POSITIVE_INFINITY, 'notFinite'],
    [null, 'type'],
  ])
    assert.deepEqual(read({ move: 'approve', version }), [`version ${code}`]);
  for (const contentHash of ['A'.repeat(64), 'a'.repeat(63), `${HASH}\n`, ''])
    assert.deepEqual(read({ move: 'approve', contentHash }), ['contentHash hash']);
  for (const confirmEmergency of [false, 'true', 1])
    assert.deepEqual(read({ move: 'approve', confirmEmergency }), ['confirmEmergency mustBeTrue']);
  for (const reason of ['', '  ']) assert.deepEqual(read({ move: 'reject', reason }), ['reason required']);
  assert.deepEqual(read({ move: 'ask', question: 'x'.repeat(4001) }), ['question tooLong']);
  assert.deepEqual(read({ move: 'answer', answer: 'a\0b' }), ['answer badCharacter']);
  assert.deepEqual(read({ move: 'answer', answer: `password${':'} hunter2` }), ['answer secret']);
});

test('the move alone is read first', () => {
  assert.deepEqual(parseMove({ move: 'approve', offer: 5 }), { ok: true, value: 'approve' });
  for (const input of [null, {}, { move: 'expire' }, []]) assert.equal(parseMove(input).ok, false);
});

test('the shape describes itself as JSON Schema', () => {
  const schema = z.toJSONSchema(commandShape, { io: 'input' });
  assert.deepEqual(schema.required, ['move']);
  assert.equal(schema.additionalProperties, false);
});
