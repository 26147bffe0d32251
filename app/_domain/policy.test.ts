import assert from 'node:assert/strict';
import { test } from 'node:test';
import { may, type Permission, STANDINGS, type Standing, standingFor, standingsWith } from './policy.ts';

type Answer = 'yes' | 'no';
/** The table of domain.md §1, row by row: customer, partner, manager, operator. */
const TABLE: [action: string, permission: Permission, ...Answer[]][] = [
  ['see environments, purpose, scaling, status', 'seeEnvironments', 'yes', 'yes', 'yes', 'yes'],
  ['see requests: reference, sizes, window, state', 'seeRequests', 'yes', 'yes', 'yes', 'yes'],
  ['see reason, traffic figures, comments, budget and terms', 'seeConfidential', 'yes', 'no', 'yes', 'yes'],
  ['see drafts', 'seeDrafts', 'yes', 'no', 'no', 'no'],
  ['draft, submit, edit, answer, accept, decline, withdraw, extend', 'ask', 'yes', 'no', 'no', 'no'],
  ['ask for info, make an offer, approve, reject', 'decide', 'no', 'no', 'yes', 'no'],
  ['cancel a scheduled window, end an active one early', 'endEarly', 'yes', 'no', 'yes', 'yes'],
  ['retry a failed one or give it up', 'repair', 'no', 'no', 'yes', 'yes'],
];
const SUBSETS = Array.from({ length: 2 ** STANDINGS.length }, (_, bits) => STANDINGS.filter((_, n) => bits & (1 << n)));

for (const [action, permission, ...answers] of TABLE)
  test(`${action}: ${STANDINGS.map((standing, n) => `${standing} ${answers[n]}`).join(', ')}`, () => {
    const allowed = STANDINGS.filter((_, n) => answers[n] === 'yes');
    assert.deepEqual([...standingsWith(permission)], allowed);
    for (const standings of SUBSETS) {
      const mine = standings.filter((standing) => allowed.includes(standing));
      assert.equal(may(permission, standings), mine.length > 0, standings.join());
      assert.equal(standingFor(permission, standings), mine[0] ?? null, standings.join());
    }
  });

test('of several standings the one that allows an action judges it, whatever their order', () => {
  const both: Standing[] = ['partner', 'customer'];
  assert.equal(standingFor('ask', both), 'customer');
  assert.equal(standingFor('decide', both), null);
  assert.equal(standingFor('endEarly', ['manager', 'customer']), 'manager');
});

test('without standing nothing is allowed', () => {
  for (const [, permission] of TABLE) assert.equal(may(permission, []), false);
});
