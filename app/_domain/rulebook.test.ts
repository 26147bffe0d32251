import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ContractTerms, DEFAULT_RULEBOOK_ID, effectiveRules, type Variation } from './rulebook.ts';
import { RULEBOOK_2023_10, RULEBOOK_2024_02, RULEBOOKS } from './rulebooks.ts';

const at = (text: string) => Date.parse(text);
const NOW = at('2026-11-22T12:00Z');
const PLAIN: ContractTerms = { rulebook: RULEBOOK_2024_02, variations: [], leadTime: null, approvers: null };
const under = (terms: Partial<ContractTerms>, kind: 'DEV' | 'STAGE' | 'PROD' = 'STAGE', when = NOW) =>
  effectiveRules({ ...PLAIN, ...terms }, RULEBOOK_2023_10, kind, when);
const variation = (id: string, more: Partial<Variation>): Variation => ({
  id,
  kind: 'STAGE',
  validFrom: at('2026-01-01T00:00Z'),
  validTo: null,
  change: { purpose: `purpose of ${id}` },
  reason: 'agreed',
  ...more,
});

test('R1: without a rulebook the default, 2023-10, holds and is labelled as the default', () => {
  const rules = under({ rulebook: null }, 'DEV');
  assert.equal(DEFAULT_RULEBOOK_ID, RULEBOOK_2023_10.id);
  assert.deepEqual([rules.rulebook, rules.isDefault, rules.ceilingChange], ['2023-10', true, 'NEVER']);
  assert.equal(under({}).isDefault, false);
});

test('R4 as data: DEV never grows under 2023-10, and on request under 2024-02', () => {
  const said = RULEBOOKS.map(({ id, kinds }) => [id, kinds.DEV.ceilingChange]);
  assert.deepEqual(said, [
    ['2023-10', 'NEVER'],
    ['2024-02', 'ON_REQUEST'],
  ]);
});

test('in both rulebooks DEV does not scale by itself, STAGE a little, PROD fully and only by the operator', () => {
  for (const { kinds, leadTime } of RULEBOOKS) {
    assert.deepEqual(
      [kinds.DEV, kinds.STAGE, kinds.PROD].map((kind) => kind.runtimeAutoscaling),
      ['NONE', 'LIMITED', 'FULL'],
    );
    assert.deepEqual([kinds.STAGE.ceilingChange, kinds.PROD.ceilingChange], ['ON_REQUEST', 'OPERATOR']);
    assert.deepEqual(leadTime, { value: 3, unit: 'BUSINESS_DAYS' });
    assert.equal(kinds.STAGE.mayReachProd, false);
  }
});

test('R1: a contract’s variation overrides its rulebook, for its kind only', () => {
  const rules = { variations: [variation('v1', { change: { mayReachProd: true } })] };
  assert.equal(under(rules).mayReachProd, true);
  assert.equal(under(rules).purpose, RULEBOOK_2024_02.kinds.STAGE.purpose);
  assert.equal(under(rules, 'DEV').mayReachProd, false);
  assert.deepEqual(under(rules, 'DEV').variations, []);
});

test('R1: a variation holds from its first moment to before its last', () => {
  const dated = { variations: [variation('v1', { validFrom: NOW, validTo: NOW + 10 })] };
  const holds = [NOW - 1, NOW, NOW + 9, NOW + 10].map((when) => under(dated, 'STAGE', when).variations.length === 1);
  assert.deepEqual(holds, [false, true, true, false]);
});

test('R1: of two variations the younger wins, and both are named', () => {
  const old = variation('old', { validFrom: at('2025-01-01T00:00Z'), change: { purpose: 'a', mayReachProd: true } });
  const rules = under({ variations: [variation('young', { change: { purpose: 'b' } }), old] });
  assert.deepEqual([rules.purpose, rules.mayReachProd], ['b', true]);
  assert.deepEqual(
    rules.variations.map(({ id }) => id),
    ['old', 'young'],
  );
});

test('R15: the contract’s own lead time and approvers go before the rulebook’s', () => {
  const own = under({ leadTime: { value: 48, unit: 'HOURS' }, approvers: 2 });
  assert.deepEqual([own.leadTime, own.approvers], [{ value: 48, unit: 'HOURS' }, 2]);
  assert.deepEqual([under({}).leadTime, under({}).approvers], [RULEBOOK_2024_02.leadTime, 1]);
});
