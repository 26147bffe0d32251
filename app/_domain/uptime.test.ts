import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LevelSpan } from './level-spans.ts';
import { dayOf, uptimeOf, uptimeOutsideMaintenance } from './uptime.ts';

const DAY = Date.UTC(2026, 10, 23);

test('no share is more than all, though each sum of a day is cut off at its last whole second', () => {
  const span = (from: number, to: number, underlying: LevelSpan['underlying'], maintenance: boolean): LevelSpan => ({
    ...{ from: DAY + from, to: DAY + to, underlying, maintenance },
    level: maintenance ? 'MAINTENANCE' : underlying,
  });
  const spans = [
    span(0, 10_500, 'OPERATIONAL', false),
    span(10_500, 71_100, 'OPERATIONAL', true),
    span(71_100, 100_500, 'MAJOR_OUTAGE', true),
  ];
  const day = dayOf('2026-11-23', spans, DAY + 100_500);
  assert.equal(day.upSeconds - day.upMaintenanceSeconds, 11);
  assert.equal(day.observedSeconds - day.observedMaintenanceSeconds, 10);
  assert.equal(uptimeOutsideMaintenance([day]).d90, 1);
  assert.equal(uptimeOf([day]).d90, 71 / 100);
});
