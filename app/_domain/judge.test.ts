import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeWanted } from './capacity.ts';
import {
  effectOf,
  type JudgeFacts,
  judge,
  judgePlace,
  promised,
  RULES_ON_DECISION,
  RULES_ON_EXTENSION,
  rulesOnEdit,
} from './judge.ts';
import { JUDGEMENT_ORDER } from './refusal.ts';
import type { RequestContent } from './request.ts';
import { at, CONTENT, DEV_2023_10, FACTS, NOW, PROD_2023_10 } from './rules/example.ts';

/** A request on DEV that every rule but R8, R6 and R7 refuses. */
const start = NOW + 3_600_000;
const WRONG: RequestContent = {
  ...CONTENT,
  window: { start, end: start + 40 * 86_400_000, timeZone: 'Europe/Berlin' },
  lines: CONTENT.lines.map(({ service, wanted }) => ({ service, wanted: mergeWanted(wanted, { max: 9 }) })),
  consistency: { follow: [], note: '' },
};
const WRONG_SIZE: RequestContent = { ...CONTENT, lines: WRONG.lines };
const freeze = { name: 'Release', startsAt: NOW, endsAt: NOW + 86_400_000 };
const STRICT: JudgeFacts = {
  ...FACTS,
  environment: { ...FACTS.environment, slug: 'nlw-dev', kind: 'DEV', freezes: [freeze] },
  rules: DEV_2023_10,
  budget: { perYear: 10, used: 0, yearEnd: at('2027-01-01T00:00+01:00') },
  claims: [{ reference: 'UR-2026-0001', service: 'yves', startsAt: NOW, endsAt: null }],
};
const rulesOf = (refusals: { rule: string | null }[]) => refusals.map(({ rule }) => rule);

test('a good request is allowed', () => {
  assert.deepEqual(judge(CONTENT, FACTS), []);
});

test('all refusals come, in the order of judgement', () => {
  assert.deepEqual(rulesOf(judge(WRONG, STRICT)), ['R4', 'R5', 'R17', 'R11', 'R15', 'R16', 'R18', 'R14']);
});

test('on STAGE the sizes are held against PROD and the load test against R7, in their place', () => {
  const { loadTest: _, ...silent } = WRONG;
  const facts = { ...STRICT, environment: { ...STRICT.environment, kind: 'STAGE' }, rules: FACTS.rules } as const;
  assert.deepEqual(rulesOf(judge(silent, facts)), ['R17', 'R6', 'R6', 'R7', 'R11', 'R15', 'R16', 'R18', 'R14']);
});

test('on PROD the first refusal is R8', () => {
  const environment = { ...FACTS.environment, slug: 'nlw-prod', kind: 'PROD' } as const;
  const [first] = judge(WRONG, { ...STRICT, environment, rules: PROD_2023_10 });
  assert.equal(first?.rule, 'R8');
});

test('every rule of content can be judged by itself, R3 is none', () => {
  for (const rule of JUDGEMENT_ORDER) {
    const alone = new Set(rulesOf(judge(WRONG, STRICT, [rule])));
    assert.ok(alone.size === 0 || (alone.size === 1 && alone.has(rule)));
  }
  assert.deepEqual(judge(WRONG, STRICT, ['R3']), []);
});

test('a decision judges R4, R6, R14, R16, R17 and R18, never the lead time', () => {
  assert.deepEqual(rulesOf(judge(WRONG, STRICT, RULES_ON_DECISION)), ['R4', 'R17', 'R16', 'R18', 'R14']);
  assert.deepEqual(judge(CONTENT, { ...FACTS, now: CONTENT.window.start - 1 }, RULES_ON_DECISION), []);
});

test('an edit judges everything, the lead time only when start or environment changed', () => {
  const was = { environment: 'nlw-stage', start: NOW, emergency: false };
  const free = JUDGEMENT_ORDER.filter((rule) => rule !== 'R15');
  assert.deepEqual(rulesOnEdit(was, was), free);
  assert.deepEqual(rulesOnEdit(was, { ...was, emergency: true }), free);
  assert.deepEqual(rulesOnEdit(was, { ...was, start: NOW + 1 }), JUDGEMENT_ORDER);
  assert.deepEqual(rulesOnEdit(was, { ...was, environment: 'nlw-dev' }), JUDGEMENT_ORDER);
  assert.deepEqual(RULES_ON_EXTENSION, free);
});

test('an emergency that is one no more owes the lead time it was free of', () => {
  const was = { environment: 'nlw-stage', start: NOW, emergency: true };
  assert.ok(!rulesOnEdit(was, was).includes('R15'));
  assert.deepEqual(rulesOnEdit(was, { ...was, emergency: false }), JUDGEMENT_ORDER);
});

test('an extension that asks for something else owes the lead time it was free of', () => {
  const was = promised(CONTENT, true);
  assert.ok(!rulesOnEdit(was, promised({ ...CONTENT, lines: CONTENT.lines.toReversed() }, true)).includes('R15'));
  assert.deepEqual(rulesOnEdit(was, promised(WRONG_SIZE, true)), JUDGEMENT_ORDER);
  assert.ok(!rulesOnEdit(promised(CONTENT), promised(WRONG_SIZE)).includes('R15'), 'any other request');
});

test('the place alone can be judged: R8 and R4, nothing else', () => {
  assert.deepEqual(judgePlace(FACTS), []);
  assert.deepEqual(rulesOf(judgePlace(STRICT)), ['R4']);
  assert.deepEqual(rulesOf(judgePlace({ ...STRICT, environment: { slug: 'x', kind: 'PROD' }, rules: PROD_2023_10 })), [
    'R8',
  ]);
});

test('the effect is shown before sending: days used, days left before it, earliest start', () => {
  assert.deepEqual(effectOf(CONTENT, FACTS), { uses: 2, left: 108, earliestStart: at('2026-11-25T16:00+01:00') });
  assert.equal(effectOf(CONTENT, { ...FACTS, budget: null }).left, null);
  assert.equal(effectOf(CONTENT, { ...FACTS, budget: { perYear: 5, used: 9, yearEnd: NOW } }).left, 0);
});

test('judging changes nothing it is given', () => {
  const frozen = structuredClone([WRONG, { ...STRICT, holidays: [] }]);
  judge(WRONG, STRICT);
  assert.deepEqual([WRONG, { ...STRICT, holidays: [] }], frozen);
});
