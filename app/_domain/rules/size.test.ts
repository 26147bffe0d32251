import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attributesOf, mergeWanted, type Wanted } from '../capacity.ts';
import { CATALOGUE, CONTENT, FACTS, STAGE } from './example.ts';
import { sizesAreAllowed } from './size.ts';

const wanting = (service: string, wanted: Wanted) => {
  const baseline = STAGE.find(({ name }) => name === service)!.baseline;
  return sizesAreAllowed({ ...CONTENT, lines: [{ service, wanted: mergeWanted(baseline, wanted) }] }, FACTS);
};
const codes = (service: string, wanted: Wanted) => wanting(service, wanted).map(({ code, path }) => `${code} ${path}`);

test('R17: above the baseline and at most at the ceiling is allowed', () => {
  assert.deepEqual(wanting('yves', { max: 4 }), []);
  assert.deepEqual(wanting('yves', { min: 2, desired: 3, max: 3 }), []);
  assert.deepEqual(wanting('database', { instance: 'db.m6g.large' }), []);
  assert.deepEqual(wanting('database', { diskGiB: 500 }), []);
  assert.deepEqual(wanting('backgw', { cpu: 1024, memory: 2048 }), []);
});

test('R17: the baseline itself changes nothing and is refused', () => {
  assert.deepEqual(codes('yves', {}), ['notAboveBaseline lines.0.wanted']);
  assert.deepEqual(codes('yves', { max: 2 }), ['notAboveBaseline lines.0.wanted']);
  assert.deepEqual(codes('database', { instance: 'db.t4g.medium' }), ['notAboveBaseline lines.0.wanted']);
});

test('R17: nothing may lie below the baseline, even when something else lies above it', () => {
  assert.deepEqual(codes('database', { instance: 'db.m6g.large', diskGiB: 50 }), [
    'belowBaseline lines.0.wanted.diskGiB',
  ]);
  const [refused] = wanting('yves', { max: 1 });
  assert.deepEqual(refused?.params, { service: 'yves', attribute: 'max', wanted: '1', baseline: '2' });
});

test('R17: each attribute above the ceiling is refused by itself', () => {
  assert.deepEqual(codes('yves', { max: 5 }), ['aboveCeiling lines.0.wanted.max']);
  assert.deepEqual(codes('database', { instance: 'db.m6g.xlarge', count: 2 }), [
    'aboveCeiling lines.0.wanted.instance',
    'aboveCeiling lines.0.wanted.count',
  ]);
});

test('R17: a class of another service or of none is not in the catalogue, and the classes that fit are named', () => {
  const [refused, ...more] = wanting('database', { instance: 'cache.m6g.large' });
  assert.deepEqual(more, []);
  assert.equal(refused?.path, 'lines.0.wanted.instance');
  assert.deepEqual(refused?.params, {
    service: 'database',
    attribute: 'instance',
    wanted: 'cache.m6g.large',
    choices: ['db.t4g.medium', 'db.m6g.large'],
  });
});

test('R17: cpu and memory only in listed pairs', () => {
  assert.deepEqual(codes('backgw', { cpu: 700 }), ['notInCatalogue lines.0.wanted.cpu']);
  assert.deepEqual(codes('backgw', { cpu: 1024 }), ['notInCatalogue lines.0.wanted.memory']);
  const [refused] = wanting('backgw', { memory: 3000 });
  assert.deepEqual(refused?.code === 'notInCatalogue' && refused.params.choices, ['1024', '2048']);
});

test('R17: what the contract bought counts as listed, also where the catalogue lacks it', () => {
  assert.deepEqual(wanting('broker', { count: 2 }), []);
  const lines = [{ service: 'yves', wanted: mergeWanted(STAGE[0]!.baseline, { max: 4 }) }];
  const emptied = { ...FACTS, catalogue: { classes: [], taskSizes: [] } };
  assert.deepEqual(sizesAreAllowed({ ...CONTENT, lines }, emptied), []);
  assert.deepEqual(codes('broker', { instance: 'mq.m5.2xlarge', count: 2 }), [
    'notInCatalogue lines.0.wanted.instance',
  ]);
});

test('R17: attributes of the other shape are no size of the service, nor is a disk where there is none', () => {
  assert.deepEqual(codes('yves', { instance: 'db.m6g.large', max: 4 }), ['notSizable lines.0.wanted.instance']);
  assert.deepEqual(codes('database', { cpu: 1024, max: 4 }), [
    'notSizable lines.0.wanted.cpu',
    'notSizable lines.0.wanted.max',
  ]);
  assert.deepEqual(codes('broker', { diskGiB: 10 }), ['notSizable lines.0.wanted.diskGiB']);
});

test('R17: min ≤ desired ≤ max', () => {
  assert.deepEqual(codes('yves', { desired: 3 }), ['sizesOutOfOrder lines.0.wanted.max']);
  assert.deepEqual(codes('yves', { min: 3, max: 4 }), ['sizesOutOfOrder lines.0.wanted.min']);
});

test('R17: every line is judged and refusals stand at their own line; unknown services are the shape’s matter', () => {
  const baseline = STAGE[0]!.baseline;
  const lines = [
    { service: 'yves', wanted: mergeWanted(baseline, { max: 4 }) },
    { service: 'nonsense', wanted: baseline },
    { service: 'yves', wanted: mergeWanted(baseline, { max: 9 }) },
  ];
  const refused = sizesAreAllowed({ ...CONTENT, lines }, FACTS);
  assert.deepEqual(
    refused.map(({ path }) => path),
    ['lines.2.wanted.max'],
  );
});

test('R17 against its own sentence: allowed exactly when in order, listed, nowhere below, somewhere above, never over the ceiling', () => {
  const service = STAGE.find(({ name }) => name === 'backgw')!;
  const [low, high] = [service.baseline, service.ceiling] as Record<string, number>[];
  const size = fc.record({
    cpu: fc.constantFrom(256, 512, 1024, 2048),
    memory: fc.constantFrom(1024, 2048, 4096, 8192),
    min: fc.integer({ min: 0, max: 3 }),
    desired: fc.integer({ min: 0, max: 3 }),
    max: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(size, (wanted) => {
      const values = attributesOf('tasks').map((name) => [wanted[name as 'cpu'], low![name]!, high![name]!] as const);
      const allowed =
        values.every(([value, bottom, top]) => bottom <= value && value <= top) &&
        values.some(([value, bottom]) => value > bottom) &&
        wanted.min <= wanted.desired &&
        wanted.desired <= wanted.max &&
        CATALOGUE.taskSizes.some(({ cpu, memory }) => cpu === wanted.cpu && memory === wanted.memory);
      const refused = sizesAreAllowed({ ...CONTENT, lines: [{ service: 'backgw', wanted }] }, FACTS);
      assert.equal(refused.length === 0, allowed);
    }),
    { numRuns: 3_000 },
  );
});
