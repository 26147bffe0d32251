import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEV_2023_10, DEV_2024_02, FACTS, PROD_2023_10, UNDER_2023_10 } from './example.ts';
import { prodIsNotRequested, someNeverGrow } from './place.ts';

const dev = { slug: 'nlw-dev', kind: 'DEV' } as const;
const prod = { slug: 'nlw-prod', kind: 'PROD' } as const;
const place = { ...FACTS, stages: ['nlw-stage'] };

test('R8: PROD cannot be chosen, whatever a variation says', () => {
  const [refused] = prodIsNotRequested({ ...place, environment: prod, rules: PROD_2023_10 });
  assert.equal(refused?.code, 'prodNotRequestable');
  assert.equal(refused?.rule, 'R8');
  assert.equal(refused?.path, 'environment');
  const varied = { ...PROD_2023_10, ceilingChange: 'ON_REQUEST' } as const;
  assert.equal(prodIsNotRequested({ ...place, environment: prod, rules: varied }).length, 1);
});

test('R8: what only an operator may raise has no form either', () => {
  const rules = { ...UNDER_2023_10, ceilingChange: 'OPERATOR' } as const;
  assert.equal(prodIsNotRequested({ ...FACTS, rules }).length, 1);
});

test('R4: DEV cannot be increased under 2023-10, and the refusal names STAGE', () => {
  const [refused] = someNeverGrow({ ...place, environment: dev, rules: DEV_2023_10 });
  assert.deepEqual(refused, {
    code: 'devNeverGrows',
    rule: 'R4',
    path: 'environment',
    params: { environment: 'nlw-dev', rulebook: '2023-10', isDefault: false, stages: ['nlw-stage'] },
  });
});

test('R4: DEV can be increased under 2024-02, and STAGE under both', () => {
  assert.deepEqual(someNeverGrow({ ...place, environment: dev, rules: DEV_2024_02 }), []);
  assert.deepEqual(someNeverGrow(FACTS), []);
  assert.deepEqual(prodIsNotRequested(FACTS), []);
});

test('R4: an environment that never grows does not name itself as the way out', () => {
  const rules = { ...UNDER_2023_10, ceilingChange: 'NEVER' } as const;
  const [refused] = someNeverGrow({ ...FACTS, rules, stages: ['nlw-stage', 'nlw-stage-2'] });
  assert.deepEqual(refused?.params, {
    environment: 'nlw-stage',
    rulebook: '2023-10',
    isDefault: false,
    stages: ['nlw-stage-2'],
  });
});
