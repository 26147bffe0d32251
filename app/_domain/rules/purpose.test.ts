import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PURPOSES } from '../request.ts';
import { CONTENT, DEV_2024_02, FACTS } from './example.ts';
import { consistencyIsSaid, devIsNotForLoad, loadTestIsScaledDown } from './purpose.ts';

const onDev = {
  ...FACTS,
  environment: { ...FACTS.environment, slug: 'jun-dev', kind: 'DEV' },
  rules: DEV_2024_02,
} as const;
const codes = (refusals: { code: string; path: string }[]) => refusals.map(({ code, path }) => `${code} ${path}`);
const shares = (dataSharePercent: number, trafficSharePercent: number) => ({
  ...CONTENT,
  loadTest: { tool: 'k6', dataSharePercent, trafficSharePercent, generators: [] },
});

test('R5: a load test and a data load are refused on DEV, every other purpose is not', () => {
  const refused = PURPOSES.filter((purpose) => devIsNotForLoad({ ...CONTENT, purpose }, onDev).length > 0);
  assert.deepEqual(refused, ['LOAD_TEST', 'DATA_LOAD']);
});

test('R5: STAGE is named as the way out', () => {
  const [refused] = devIsNotForLoad(CONTENT, onDev);
  assert.deepEqual(refused?.params, { environment: 'jun-dev', purpose: 'LOAD_TEST', stages: ['nlw-stage'] });
  assert.equal(refused?.path, 'purpose');
});

test('R5: STAGE takes every purpose', () => {
  for (const purpose of PURPOSES) assert.deepEqual(devIsNotForLoad({ ...CONTENT, purpose }, FACTS), []);
});

test('R7: a load test on STAGE that says nothing of its load is refused', () => {
  const { loadTest: _, ...silent } = CONTENT;
  assert.deepEqual(codes(loadTestIsScaledDown(silent, FACTS)), ['loadTestMissing loadTest']);
});

test('R7: data share and traffic share stay below 100 %, each for itself', () => {
  assert.deepEqual(loadTestIsScaledDown(shares(99.9, 99.9), FACTS), []);
  assert.deepEqual(codes(loadTestIsScaledDown(shares(100, 25), FACTS)), ['dataShareTooHigh loadTest.dataSharePercent']);
  assert.deepEqual(codes(loadTestIsScaledDown(shares(8, 150), FACTS)), [
    'trafficShareTooHigh loadTest.trafficSharePercent',
  ]);
  assert.equal(loadTestIsScaledDown(shares(100, 100), FACTS).length, 2);
});

test('R7: other purposes and other kinds say no load', () => {
  const { loadTest: _, ...silent } = CONTENT;
  assert.deepEqual(loadTestIsScaledDown({ ...silent, purpose: 'DEMO' }, FACTS), []);
  assert.deepEqual(loadTestIsScaledDown(silent, onDev), []);
});

test('R11: either environments follow or a note says why none does; blanks are no note', () => {
  assert.deepEqual(consistencyIsSaid({ ...CONTENT, consistency: { follow: ['nlw-dev'], note: '' } }), []);
  assert.deepEqual(consistencyIsSaid({ ...CONTENT, consistency: { follow: [], note: 'size only' } }), []);
  const blank = { ...CONTENT, consistency: { follow: [], note: ' \n' } };
  assert.deepEqual(codes(consistencyIsSaid(blank)), ['consistencyMissing consistency.note']);
});
