import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Course, courseSince, type LevelSpan, ledOn, levelSince } from './level-spans.ts';
import { PROBE_OUTCOMES, type ProbeOutcome } from './probe.ts';
import { type Affect, IMPACTS, type Impact, type Level, type Reading, type StatusFacts } from './status.ts';
import { dateOf, dayOf, type StatusSums, sumOf, uptimeOf, uptimeOutsideMaintenance } from './uptime.ts';

/** How many random stories are tried. */
const STORIES = 1000;
const S = 1000;
/** A story goes over midnight and is told second by second. */
const LENGTH = 90;
const ZERO = Date.UTC(2026, 10, 23, 23, 59, 30);
const END = ZERO + LENGTH * S;
const SERVICES = [null, 'yves', 'zed'] as const;

type Deed =
  | { what: 'probe'; second: number; endpoint: number; outcome: ProbeOutcome; lasts: number }
  | {
      what: 'publish';
      second: number;
      notice: Omit<Affect, 'id' | 'title' | 'from' | 'to'>;
      starts: number;
      lasts: number | null;
    }
  | { what: 'resolve' | 'settle'; second: number };

const second = fc.nat(LENGTH - 1);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    ...{ what: fc.constant('probe' as const), second, endpoint: fc.nat(3) },
    ...{ outcome: fc.constantFrom(...PROBE_OUTCOMES), lasts: fc.integer({ min: 1, max: 40 }) },
  }),
  fc.record({
    ...{ what: fc.constant('publish' as const), second, starts: fc.integer({ min: -20, max: LENGTH }) },
    ...{ lasts: fc.option(fc.integer({ min: 0, max: 60 })) },
    notice: fc.record({
      kind: fc.constantFrom('INCIDENT' as const, 'MAINTENANCE' as const),
      impact: fc.constantFrom(...IMPACTS),
      service: fc.constantFrom(...SERVICES),
    }),
  }),
  fc.record({ what: fc.constantFrom('resolve' as const, 'settle' as const), second }),
);
const story = fc.record({
  endpoints: fc.array(fc.constantFrom(...SERVICES), { maxLength: 4 }),
  deeds: fc.array(deed, { maxLength: 25 }).map((deeds) => deeds.toSorted((a, b) => a.second - b.second)),
});
type Story = { endpoints: (string | null)[]; deeds: Deed[] };

/** The facts after a deed. */
function after(facts: StatusFacts, one: Deed): StatusFacts {
  const at = ZERO + one.second * S;
  if (one.what === 'probe') {
    const staleAt = at + one.lasts * S;
    const readings = facts.readings.map((reading, index) =>
      index === one.endpoint ? { ...reading, outcome: one.outcome, staleAt } : reading,
    );
    return { ...facts, readings };
  }
  if (one.what === 'publish') {
    const { notice, starts, lasts } = one;
    const from = notice.kind === 'INCIDENT' ? at : Math.max(at, ZERO + starts * S);
    const to =
      notice.kind === 'MAINTENANCE' ? ZERO + (starts + (lasts ?? 10)) * S : lasts === null ? null : at + lasts * S;
    return {
      ...facts,
      affects: [...facts.affects, { ...notice, id: `n${facts.affects.length}`, title: '', from, to }],
    };
  }
  if (one.what !== 'resolve') return facts;
  return { ...facts, affects: facts.affects.map((affect) => ({ ...affect, to: Math.min(affect.to ?? at, at) })) };
}

function begin({ endpoints }: Story): StatusFacts {
  const readings = endpoints.map(
    (service, index): Reading => ({ endpoint: `e${index}`, service, outcome: null, reason: null, staleAt: null }),
  );
  return { readings, affects: [] };
}

/** A story as settlings tell it: one at its beginning and at each deed, none between. */
function told(given: Story): Course {
  let facts = begin(given);
  let settledAt = ZERO;
  const unknown: LevelSpan = { level: 'UNKNOWN', underlying: 'UNKNOWN', maintenance: false, from: ZERO, to: null };
  let course: Course = { spans: [unknown], since: ZERO, services: [] };
  const settle = (at: number, changed: StatusFacts) => {
    course = ledOn(courseSince(course, facts, settledAt, at), changed, at, at);
    [facts, settledAt] = [changed, at];
  };
  settle(ZERO, facts);
  for (const one of given.deeds) settle(ZERO + one.second * S, after(facts, one));
  settle(END, facts);
  return course;
}

type Instant = { level: Level; underlying: Level; maintenance: boolean; services: Map<string, Level> };

/** A story second by second, by the rules as domain.md says them and nothing else. */
function bruteForce(given: Story): Instant[] {
  return Array.from({ length: LENGTH + 1 }, (_, n) => {
    const facts = given.deeds.filter((one) => one.second <= n).reduce(after, begin(given));
    const at = ZERO + n * S;
    const on = facts.affects.filter(({ from, to }) => from <= at && at < (to ?? Infinity));
    const readings = facts.readings.map((one) => ({
      ...one,
      outcome: one.outcome && (one.staleAt ?? 0) > at ? one.outcome : null,
    }));
    const names = new Set([...readings, ...on].map(({ service }) => service));
    const services = [...names]
      .filter((name) => name !== null)
      .map((name): [string, Level] => {
        const own = on.filter(({ service }) => service === null || service === name);
        return [
          name,
          judge(
            readings.filter(({ service }) => service === name),
            own,
            true,
          ).level,
        ];
      });
    return { ...judge(readings, on, false), services: new Map(services) };
  });
}

const RANK: Level[] = ['OPERATIONAL', 'UNKNOWN', 'MAINTENANCE', 'DEGRADED', 'PARTIAL_OUTAGE', 'MAJOR_OUTAGE'];
const worse = (levels: Level[]): Level =>
  RANK[Math.max(-1, ...levels.map((level) => RANK.indexOf(level)))] ?? 'UNKNOWN';

function measure(readings: Reading[], all: Reading[]): Level {
  if (readings.some(({ outcome }) => outcome === 'DOWN'))
    return all.every(({ outcome }) => outcome === 'DOWN') ? 'MAJOR_OUTAGE' : 'PARTIAL_OUTAGE';
  if (readings.some(({ outcome }) => outcome === 'SLOW')) return 'DEGRADED';
  return readings.length === 0 || readings.some(({ outcome }) => outcome === null) ? 'UNKNOWN' : 'OPERATIONAL';
}

function judge(readings: Reading[], on: Affect[], isService: boolean): Omit<Instant, 'services'> {
  const incidents = on
    .filter(({ kind, impact }) => kind === 'INCIDENT' && impact !== 'OPERATIONAL')
    .map(
      ({ impact, service }): Level => (!isService && service && impact === 'MAJOR_OUTAGE' ? 'PARTIAL_OUTAGE' : impact),
    );
  const underlying = worse([measure(readings, readings), ...incidents]);
  const planned = on.filter(({ kind }) => kind === 'MAINTENANCE');
  if (planned.length === 0) return { level: underlying, underlying, maintenance: false };
  const covers = (impact: Impact, level: Level) => RANK.indexOf(level) <= Math.max(1, RANK.indexOf(impact));
  const left = readings.filter(({ service }) => {
    const own = readings.filter((other) => other.service === service);
    return !planned.some((one) => service !== null && one.service === service && covers(one.impact, measure(own, own)));
  });
  const rest = measure(left, readings);
  const explained = planned.some(
    ({ service, impact }) => service === null && (covers(impact, rest) || (isService && impact === 'PARTIAL_OUTAGE')),
  );
  return { level: worse(['MAINTENANCE', ...incidents, ...(explained ? [] : [rest])]), underlying, maintenance: true };
}

function spanAt(spans: readonly LevelSpan[], at: number): LevelSpan | undefined {
  return spans.find(({ from, to }) => from <= at && at < (to ?? Infinity));
}

/** All spans of a story; a course keeps what it was given. */
function inAllStories(check: (given: Story, course: Course, truth: Instant[]) => void): void {
  fc.assert(
    fc.property(story, (given) => check(given, told(given), bruteForce(given))),
    { numRuns: STORIES },
  );
}

test('at every second the spans tell the level that the facts of that second come to', () => {
  inAllStories((_, { spans }, truth) => {
    for (const [n, { level, underlying, maintenance }] of truth.entries()) {
      const span = spanAt(spans, ZERO + n * S);
      assert.deepEqual(
        [span?.level, span?.underlying, span?.maintenance],
        [level, underlying, maintenance],
        `second ${n}`,
      );
    }
  });
});

test('spans have no holes, run forwards, differ from the one before, and the last one is open', () => {
  inAllStories((_, { spans }) => {
    assert.equal(spans[0]?.from, ZERO);
    for (const [index, { from, to, level, underlying, maintenance }] of spans.entries()) {
      const next = spans[index + 1];
      assert.equal(to, next?.from ?? null);
      assert.ok(to === null || to > from);
      assert.notDeepEqual([level, underlying, maintenance], [next?.level, next?.underlying, next?.maintenance]);
    }
  });
});

test('levels have been what they are since the first second without another', () => {
  inAllStories((given, { spans, since, services }, truth) => {
    const last = truth.findLastIndex(({ level }) => level !== truth.at(-1)?.level);
    assert.equal(levelSince(spans)?.since, ZERO + (last + 1) * S);
    // taken back within the same instant: it is looked up in all spans
    assert.ok(since === null || since === levelSince(spans)?.since, String(since));
    for (const { service, level, since } of services) {
      assert.equal(level, truth.at(-1)?.services.get(service));
      const n = (since - ZERO) / S;
      for (const instant of truth.slice(n)) assert.equal(instant.services.get(service), level);
      // of a service, what is taken back within one instant began anew
      const atOnce = given.deeds.filter((one) => one.second === n).length > 1;
      assert.ok(n === 0 || atOnce || truth[n - 1]?.services.get(service) !== level, `${service} since ${n}`);
    }
    assert.equal(services.length, truth.at(-1)?.services.size);
  });
});

test('the sums of days, and uptime with and without maintenance, are those of the seconds', () => {
  inAllStories((_, { spans }, truth) => {
    const dates = [dateOf(ZERO), dateOf(END)];
    const days = dates.map((date) => dayOf(date, spans, END));
    for (const [index, day] of days.entries()) {
      const seconds = truth.slice(0, LENGTH).filter((_, n) => dateOf(ZERO + n * S) === dates[index]);
      const count = (which: (instant: Instant) => boolean) => seconds.filter(which).length;
      const observed = ({ underlying }: Instant) => underlying !== 'UNKNOWN';
      const up = ({ underlying }: Instant) => underlying === 'OPERATIONAL' || underlying === 'DEGRADED';
      const expected: StatusSums = {
        upSeconds: count(up),
        observedSeconds: count(observed),
        maintenanceSeconds: count(({ maintenance }) => maintenance),
        upMaintenanceSeconds: count((instant) => instant.maintenance && up(instant)),
        observedMaintenanceSeconds: count((instant) => instant.maintenance && observed(instant)),
      };
      const levels = seconds.map(({ level }) => level).filter((level) => level !== 'UNKNOWN');
      assert.deepEqual(day, { date: dates[index], level: worse(levels), ...expected });
    }
    const whole = sumOf(days);
    const today = days.at(-1) as StatusSums;
    assert.deepEqual(
      [uptimeOf(days).d90, uptimeOf(days).d1],
      [whole, today].map((sum) => share(sum.upSeconds, sum.observedSeconds)),
    );
    const outside = share(
      whole.upSeconds - whole.upMaintenanceSeconds,
      whole.observedSeconds - whole.observedMaintenanceSeconds,
    );
    assert.equal(uptimeOutsideMaintenance(days).d7, outside);
  });
});

function share(part: number, all: number): number | null {
  return all === 0 ? null : part / all;
}
