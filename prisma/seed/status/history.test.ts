import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWorse } from '#domain/status.ts';
import { demoClock } from '../clock.ts';
import { demoContracts } from '../contracts.ts';
import { demoEnvironments } from '../environments.ts';
import type { History } from './history.ts';
import { stateOf } from './notices.ts';
import { pastDays, pastHours, pastProbes } from './readings.ts';
import { HISTORY_STEP_MS, historyStart } from './troubles.ts';
import { type DemoStatus, demoStatus } from './write.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Other weekdays, hours and seasons; the second stands in the midst of a maintenance night, the third beside a change of clocks. */
const NOWS = ['2026-11-23T04:30:11Z', '2026-11-22T00:30:00Z', '2027-03-28T01:05:00Z', '2027-07-01T23:59:59Z'].map(
  (text) => Date.parse(text),
);

function statusAt(now: number): DemoStatus {
  const clock = demoClock(now);
  return demoStatus(clock, demoEnvironments(demoContracts(clock)));
}
const DEMOS = NOWS.map((now) => ({ now, ...statusAt(now) }));

/** Without the ids, which are new each time. */
function told({ spans, days, services, troubles }: History) {
  return { spans, days, services, troubles };
}

test('The same moment of loading tells the same history', () => {
  for (const { now, histories } of DEMOS) assert.deepEqual(statusAt(now).histories.map(told), histories.map(told));
});

test('A history covers 90 days, today included, and closed days are observed whole but for the gap', () => {
  for (const { now, histories } of DEMOS) {
    for (const { environment, spans, days } of histories) {
      assert.equal(days.length, 89);
      assert.equal(spans[0]?.from, historyStart(now));
      assert.equal(spans.at(-1)?.to, null);
      assert.ok(spans.every(({ from, to }) => from <= now && (to === null || (to > from && to <= now))));
      const missing = days.reduce((sum, { observedSeconds }) => sum + 86_400 - observedSeconds, 0);
      assert.equal(missing, environment.slug === 'nlw-dev' ? 3 * 86_400 : 0, environment.slug);
    }
  }
});

test('Whatever was told of was measured or counted: an incident is never better than it says, a maintenance is shown', () => {
  for (const { now, stories, histories } of DEMOS) {
    for (const story of stories.filter(({ published }) => published)) {
      if (stateOf(story) === 'CANCELLED') continue;
      for (const { slug, service } of story.scope) {
        const { spans } = histories.find(({ environment }) => environment.slug === slug) ?? { spans: [] };
        const during = spans.filter(({ from, to }) => from < (story.endsAt ?? now) && (to ?? now) > story.startsAt);
        if (story.kind === 'MAINTENANCE')
          assert.ok(
            during.every(({ maintenance }) => maintenance),
            story.title,
          );
        else if (service === null || story.impact !== 'MAJOR_OUTAGE')
          assert.ok(
            during.every(({ underlying }) => !isWorse(story.impact, underlying)),
            story.title,
          );
      }
    }
  }
});

test('A draft and what was called off change no level', () => {
  for (const { stories, histories } of DEMOS) {
    const silent = stories.filter((story) => !story.published || stateOf(story) === 'CANCELLED').map(({ id }) => id);
    assert.equal(silent.length, 2);
    assert.ok(histories.every(({ affects }) => affects.every(({ id }) => !silent.includes(id))));
  }
});

test('Words come in their order, and only what is planned lies ahead', () => {
  for (const { now, stories } of DEMOS) {
    for (const { updates, title } of stories) {
      const times = updates.map(({ at }) => at);
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
        title,
      );
      assert.ok(
        times.every((at) => at <= now),
        title,
      );
    }
  }
});

test('Probes were as often down and slow as the troubles say, one every two minutes', () => {
  for (const { now, histories } of DEMOS) {
    for (const history of histories) {
      assert.ok(history.troubles.every(({ from, to }) => from % HISTORY_STEP_MS === 0 && to % HISTORY_STEP_MS === 0));
      const [endpoint] = history.endpoints;
      assert.ok(endpoint);
      const clock = demoClock(now);
      for (const sums of [pastDays(clock, history, endpoint), pastHours(clock, history, endpoint)])
        for (const { probes, slow, down } of sums) assert.ok(probes > 0 && slow + down <= probes);
      const raw = pastProbes(clock, history, endpoint).filter(({ at }) => at >= Math.ceil((now - DAY) / HOUR) * HOUR);
      const hours = new Map(pastHours(clock, history, endpoint).map((hour) => [hour.from, hour]));
      for (const [from, probes] of Map.groupBy(raw, ({ at }) => Math.floor(at / HOUR) * HOUR)) {
        const hour = hours.get(from);
        if (!hour) continue;
        const count = (outcome: string) => probes.filter((probe) => probe.outcome === outcome).length;
        assert.deepEqual([hour.probes, hour.slow, hour.down], [probes.length, count('SLOW'), count('DOWN')]);
      }
    }
  }
});

test('Answers take longer in the afternoon than before dawn', () => {
  for (const { now, histories } of DEMOS) {
    const history = histories.find(({ environment }) => environment.slug === 'nlw-prod');
    const [endpoint] = history?.endpoints ?? [];
    assert.ok(history && endpoint);
    const hours = pastHours(demoClock(now), history, endpoint).filter(({ slow, down }) => slow + down === 0);
    const median = (utcHour: number) => {
      const found = hours.filter(({ from }) => new Date(from).getUTCHours() === utcHour).map(({ p50Ms }) => p50Ms ?? 0);
      return found.reduce((sum, ms) => sum + ms, 0) / found.length;
    };
    assert.ok(median(16) > 1.4 * median(4));
  }
});
