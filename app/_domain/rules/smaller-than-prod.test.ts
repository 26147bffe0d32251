import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeWanted, type Wanted } from '../capacity.ts';
import { CONTENT, FACTS, PROD, STAGE } from './example.ts';
import { stageStaysSmaller } from './smaller-than-prod.ts';

const wanting = (service: string, wanted: Wanted, facts = FACTS) => {
  const baseline = STAGE.find(({ name }) => name === service)!.baseline;
  return stageStaysSmaller({ ...CONTENT, lines: [{ service, wanted: mergeWanted(baseline, wanted) }] }, facts);
};

test('R6: a size below PROD’s total is fine', () => {
  assert.deepEqual(wanting('yves', { max: 7 }), []);
  assert.deepEqual(wanting('database', { instance: 'db.m6g.large' }), []);
});

test('R6: reaching PROD’s total in one measure is enough to be refused', () => {
  const [refused, ...more] = wanting('database', { instance: 'db.m6g.large', count: 2 });
  assert.equal(refused?.path, 'lines.0.wanted');
  assert.deepEqual(
    [refused, ...more].map((each) => each?.params),
    [
      { service: 'database', measure: 'vcpu', wanted: 4, prod: 4 },
      { service: 'database', measure: 'memory', wanted: 16, prod: 16 },
    ],
  );
  const memoryOnly = wanting('yves', { memory: 4096, max: 4 });
  assert.deepEqual(
    memoryOnly.map(({ params }) => params),
    [{ service: 'yves', measure: 'memory', wanted: 16, prod: 16 }],
  );
});

test('R6: total vCPU is nominal: two burst classes reach a class without burst', () => {
  const measures = wanting('database', { count: 2 }).map(({ params }) => params);
  assert.deepEqual(measures, [{ service: 'database', measure: 'vcpu', wanted: 4, prod: 4 }]);
});

test('R6: a dated exception, another kind, a missing PROD and a service that PROD lacks refuse nothing', () => {
  const huge = { max: 400 };
  assert.equal(wanting('yves', huge).length, 2);
  assert.deepEqual(wanting('yves', huge, { ...FACTS, rules: { ...FACTS.rules, mayReachProd: true } }), []);
  assert.deepEqual(wanting('yves', huge, { ...FACTS, environment: { ...FACTS.environment, kind: 'DEV' } }), []);
  assert.deepEqual(wanting('yves', huge, { ...FACTS, prod: [] }), []);
  assert.deepEqual(wanting('broker', { count: 2 }), []);
});

test('R6: PROD is what its contract bought, not what it happens to run now', () => {
  const prod = PROD.map((service) => ({ ...service, current: mergeWanted(service.baseline, { max: 400 }) }));
  assert.equal(wanting('yves', { max: 8 }, { ...FACTS, prod }).length, 2);
});

test('R6: a class nobody knows and sizes of the other shape give no number and no refusal', () => {
  assert.deepEqual(wanting('database', { instance: 'db.unheard.of' }), []);
  assert.deepEqual(wanting('database', { cpu: 1024 }), []);
});
