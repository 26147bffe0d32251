import {
  edgesBetween,
  type Level,
  type LevelNow,
  levelAt,
  type ServiceLevel,
  type StatusFacts,
  serviceLevelsAt,
} from './status.ts';

/** A time at one level; [from, to) in UTC ms, to null = until now. */
export type LevelSpan = LevelNow & { from: number; to: number | null };

/** What is told of an environment so far. `spans` = the last ones, oldest first, the last one open; `since` = when the level shown became what it is (spans that differ only beneath it are one), null = that has to be looked up in all its spans; UTC ms. */
export type Course = { spans: readonly LevelSpan[]; since: number | null; services: readonly ServiceLevel[] };

/** How the time between two settlings went by facts that nobody changed meanwhile: readings go stale and notices begin and end at their own instants; those at `until` itself are left to what is told then. `from`, up to where the course is told, and `until` in UTC ms. Where a clock was set back, `from` is later than what was known there: it is judged again. */
export function courseSince(course: Course, facts: StatusFacts, from: number, until: number): Course {
  const edges = from < until ? [from, ...edgesBetween(facts, from, until - 1)] : [];
  return edges.reduce((told, edge) => ledOn(told, facts, edge, edge), course);
}

/** The course with what the facts come to at an instant, told from `at` on; both in UTC ms, the same unless a clock was set back. */
export function ledOn(course: Course, facts: StatusFacts, instant: number, at: number): Course {
  const now = levelAt(facts, instant);
  const last = course.spans.at(-1);
  const same = last?.level === now.level;
  // what began at this very instant is taken back: it goes on from before
  const since = same ? course.since : !last || last.from < at ? at : null;
  const services = serviceLevelsAt(facts, instant).map(({ service, level }) => {
    const before = course.services.find((other) => other.service === service);
    return { service, level, since: before?.level === level ? before.since : at };
  });
  return { spans: withLevel(course.spans, at, now), since, services };
}

/** The spans with a level that lasts from an instant (UTC ms) on. At the very instant at which the open one began, or before it, the open one is replaced: no span is empty or runs backwards. */
function withLevel(spans: readonly LevelSpan[], at: number, now: LevelNow): readonly LevelSpan[] {
  const { level, underlying, maintenance } = now;
  const last = spans.at(-1);
  if (last && isSame(last, now)) return spans;
  if (!last || last.from < at) {
    const closed = last ? [...spans.slice(0, -1), { ...last, to: at }] : [];
    return [...closed, { level, underlying, maintenance, from: at, to: null }];
  }
  const before = spans.at(-2);
  if (before && isSame(before, now)) return [...spans.slice(0, -2), { ...before, to: null }];
  return [...spans.slice(0, -1), { level, underlying, maintenance, from: last.from, to: null }];
}

/** Since when the level shown is what it is, by all of its spans, oldest first: those that differ only beneath it are one. UTC ms. */
export function levelSince(spans: readonly LevelSpan[]): { level: Level; since: number } | null {
  const last = spans.at(-1);
  if (!last) return null;
  const different = spans.findLastIndex((span) => span.level !== last.level);
  return { level: last.level, since: (spans[different + 1] ?? last).from };
}

function isSame(one: LevelNow, other: LevelNow): boolean {
  return one.level === other.level && one.underlying === other.underlying && one.maintenance === other.maintenance;
}
