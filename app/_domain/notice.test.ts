import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countsFrom,
  deedsAt,
  NOTICE_STAGES,
  type StoredNotice,
  stageOf,
  toldImpact,
  toldState,
  withCorrected,
  withImpact,
} from './notice.ts';

const at = (time: string) => Date.parse(`2026-11-25T${time}Z`);
const incident: StoredNotice = {
  ...{ id: '1', kind: 'INCIDENT', title: 'Checkout is slow', state: 'INVESTIGATING', impact: 'DEGRADED' },
  worst: 'DEGRADED',
  ...{ startsAt: at('08:00'), endsAt: null, publishedAt: at('08:05'), postMortem: null, version: 1 },
  ...{ updates: [], scope: [] },
};
const maintenance: StoredNotice = { ...incident, kind: 'MAINTENANCE', state: 'PLANNED', endsAt: at('10:00') };

test('a draft is a draft whatever its times say', () => {
  for (const notice of [incident, maintenance])
    assert.equal(stageOf({ ...notice, publishedAt: null }, at('12:00')), 'DRAFT');
});

test('an incident is open until somebody says that it is resolved', () => {
  for (const state of ['INVESTIGATING', 'IDENTIFIED', 'MONITORING'] as const)
    assert.equal(stageOf({ ...incident, state }, at('23:00')), 'OPEN');
  assert.equal(stageOf({ ...incident, state: 'RESOLVED', endsAt: at('09:00') }, at('23:00')), 'RESOLVED');
});

test('a resolved incident is told as the worst it was, one that goes on as it is now', () => {
  const worse = withImpact(incident, 'MAJOR_OUTAGE');
  const better = withImpact(worse, 'OPERATIONAL');
  assert.deepEqual([incident, worse, better].map(toldImpact), ['DEGRADED', 'MAJOR_OUTAGE', 'OPERATIONAL']);
  const resolved: StoredNotice = { ...better, state: 'RESOLVED', endsAt: at('09:00') };
  assert.equal(toldImpact(resolved), 'MAJOR_OUTAGE');
  assert.equal(toldImpact(withImpact(resolved, 'DEGRADED')), 'MAJOR_OUTAGE', 'opened and resolved again');
});

test('an incident counts from its publication, a maintenance never from before it was announced', () => {
  const [early, late] = [at('07:00'), at('09:00')];
  const from = (kind: 'INCIDENT' | 'MAINTENANCE', publishedAt: number) =>
    countsFrom({ kind, startsAt: at('08:00'), publishedAt });
  assert.deepEqual([from('INCIDENT', early), from('INCIDENT', late)], [early, late]);
  assert.deepEqual([from('MAINTENANCE', early), from('MAINTENANCE', late)], [at('08:00'), late]);
});

test('a corrected impact is what a resolved incident had, and for one that goes on never less than it told', () => {
  const told = withImpact(incident, 'MAJOR_OUTAGE');
  assert.equal(withCorrected(told, 'DEGRADED').worst, 'MAJOR_OUTAGE');
  assert.equal(toldImpact(withCorrected({ ...told, state: 'RESOLVED' }, 'PARTIAL_OUTAGE')), 'PARTIAL_OUTAGE');
  assert.equal(withCorrected({ ...maintenance, worst: 'MAJOR_OUTAGE' }, 'DEGRADED').worst, 'DEGRADED');
});

test('maintenance begins and ends by its times, to the millisecond', () => {
  const stages = [at('08:00') - 1, at('08:00'), at('10:00') - 1, at('10:00')].map((now) => stageOf(maintenance, now));
  assert.deepEqual(stages, ['PLANNED', 'RUNNING', 'RUNNING', 'COMPLETED']);
  assert.deepEqual(
    [at('09:59'), at('10:00')].map((now) => toldState(maintenance, now)),
    ['PLANNED', 'COMPLETED'],
  );
});

test('a cancelled maintenance neither runs nor completes', () => {
  for (const now of [at('07:00'), at('09:00'), at('11:00')]) {
    assert.equal(stageOf({ ...maintenance, state: 'CANCELLED' }, now), 'CANCELLED');
    assert.equal(toldState({ ...maintenance, state: 'CANCELLED' }, now), 'CANCELLED');
  }
});

test('what may happen where a notice stands', () => {
  const table = Object.fromEntries(NOTICE_STAGES.map((stage) => [stage, deedsAt(stage).join(' ')]));
  assert.deepEqual(table, {
    DRAFT: 'publish edit delete',
    OPEN: 'update edit reword',
    RESOLVED: 'update edit reword postMortem',
    PLANNED: 'update edit reword cancel',
    RUNNING: 'update edit reword extend end',
    COMPLETED: 'reword',
    CANCELLED: 'reword',
  });
});
