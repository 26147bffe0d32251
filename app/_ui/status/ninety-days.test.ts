import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEVELS, type Level } from '#domain/status.ts';
import { DAYS_SHOWN, type StatusDay } from '#domain/uptime.ts';
import { LEVEL_LOOKS } from '../shapes.ts';
import { dayTable } from './day-table.ts';
import { ninetyDays } from './ninety-days.ts';
import { dayAgo, NOW } from './testing/sample-page.ts';

type Bar = { tone: string; height: number };

/** Every bar of a picture, oldest first, as its paths are drawn with the dashes of styles/status.css: 3 ink, 1 paper. */
function barsOf(picture: string): Bar[] {
  const bars: Bar[] = [];
  for (const [, tone = '', height, d = ''] of picture.matchAll(/<path class="(\w+)" stroke-width="(\d+)" d="([^"]*)"/g))
    for (const [, x, y, length] of d.matchAll(/M(\d+) ([\d.]+)h(\d+)/g)) {
      assert.equal(Number(y) + Number(height) / 2, 20, 'all stand on one line');
      for (let at = 0; at < Number(length); at += 4) bars[(Number(x) + at) / 4] = { tone, height: Number(height) };
    }
  return bars;
}

const long = (level: Level): StatusDay[] => Array.from({ length: DAYS_SHOWN }, (_, at) => dayAgo(89 - at, level));

test('Each level has the colour of its mark, in one stretch for a run of equal days', () => {
  for (const level of LEVELS) {
    const picture = String(ninetyDays(long(level), NOW));
    const bars = barsOf(picture);
    assert.equal(bars.length, DAYS_SHOWN);
    assert.ok(
      bars.every(({ tone }) => tone === LEVEL_LOOKS[level].tone),
      level,
    );
    assert.equal(picture.match(/<path/g)?.length, 1, level);
  }
});

test('A gap is low and grey, a day before anything was stored too; a day observed in part is shorter; trouble is there in full', () => {
  const days = long('OPERATIONAL').slice(10);
  days[5] = dayAgo(74, 'UNKNOWN');
  days[6] = dayAgo(73, 'OPERATIONAL', { observedSeconds: 43_200, upSeconds: 43_200 });
  days[7] = dayAgo(72, 'MAJOR_OUTAGE');
  days[8] = dayAgo(71, 'MAJOR_OUTAGE', { observedSeconds: 0, upSeconds: 0 });
  days[9] = dayAgo(70, 'OPERATIONAL', { observedSeconds: 5, upSeconds: 5 });
  const bars = barsOf(String(ninetyDays(days, NOW)));
  assert.deepEqual(bars.slice(0, 10), Array(10).fill({ tone: 'none', height: 4 }));
  assert.deepEqual(bars.slice(14, 21), [
    { tone: 'good', height: 20 },
    { tone: 'none', height: 4 },
    { tone: 'good', height: 12 },
    { tone: 'bad', height: 20 },
    { tone: 'bad', height: 20 },
    { tone: 'good', height: 8 },
    { tone: 'good', height: 20 },
  ]);
});

test('Today is as high as its part that has come; one that has just begun is no gap', () => {
  const midnight = Date.parse('2026-11-23T00:00:00Z');
  const at = (until: number, observedSeconds: number) =>
    barsOf(String(ninetyDays([dayAgo(0, 'OPERATIONAL', { observedSeconds })], until))).at(-1)?.height;
  assert.equal(at(midnight + 3_600_000, 3600), 20);
  assert.equal(at(midnight + 3_600_000, 1800), 12);
  assert.equal(at(midnight + 5_000, 5), 20);
});

test('The text alternative counts every day once', () => {
  const days = long('OPERATIONAL').slice(2);
  days[50] = dayAgo(37, 'PARTIAL_OUTAGE');
  days[51] = dayAgo(36, 'UNKNOWN');
  assert.match(
    String(ninetyDays(days, NOW)),
    /role="img" aria-label="90 days: 1 with a partial outage, 3 not observed, 86 operational\."/,
  );
});

test('The table says what the picture shows: the same days in the same order, equal ones in one row', () => {
  const days = long('OPERATIONAL');
  days[40] = dayAgo(49, 'UNKNOWN');
  days[41] = dayAgo(48, 'UNKNOWN');
  days[60] = dayAgo(29, 'MAJOR_OUTAGE');
  days[61] = dayAgo(28, 'OPERATIONAL', { observedSeconds: 43_200, upSeconds: 43_200 });
  const rows = [...String(dayTable('PROD', days, NOW)).matchAll(/<th scope="row">([^<]*)((?:<td>[^<]*)*)/g)].map(
    ([, dates, cells = '']) => [dates, ...cells.split('<td>').slice(1)],
  );
  assert.deepEqual(rows, [
    ['27 Oct – 23 Nov', 'Operational', '100 %', 'all of it'],
    ['26 Oct', 'Operational', '100 %', '50.03 %'],
    ['25 Oct', 'Major outage', '98.54 %', 'all of it'],
    ['7–24 Oct', 'Operational', '100 %', 'all of it'],
    ['5–6 Oct', 'Not observed', 'no data', 'nothing'],
    ['26 Aug – 4 Oct', 'Operational', '100 %', 'all of it'],
  ]);
});
