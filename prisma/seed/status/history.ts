import type { LevelSpan } from '#domain/level-spans.ts';
import { staleAfterMs } from '#domain/probe.ts';
import type { Affect, LevelReason, Reading, ServiceLevel, StatusFacts } from '#domain/status.ts';
import { levelAt, serviceLevelsAt } from '#domain/status.ts';
import { dateOf, dayOf, type StatusDay } from '#domain/uptime.ts';
import type { DemoClock } from '../clock.ts';
import type { DemoEnvironment } from '../environments.ts';
import { type DemoEndpoint, endpointsOf, intervalSecondsOf, LIMITS } from './endpoints.ts';
import { type NoticeStory, stateOf } from './notices.ts';
import { historyStart, type Trouble, troublesOf } from './troubles.ts';

const DAY = 86_400_000;

/** What happened in an environment for 90 days and how it is now; instants in UTC ms. Everything in it follows from the troubles and notices by the rules of #domain/status. */
export type History = {
  environment: DemoEnvironment;
  endpoints: readonly DemoEndpoint[];
  troubles: readonly Trouble[];
  affects: readonly Affect[];
  /** without holes, the last one open */
  spans: readonly LevelSpan[];
  /** the closed UTC days, oldest first */
  days: readonly StatusDay[];
  services: readonly ServiceLevel[];
  reasons: readonly LevelReason[];
  /** the next edge of a published maintenance */
  dueAt: number | null;
};

/** Plays the history of an environment. */
export function historyOf(clock: DemoClock, environment: DemoEnvironment, stories: readonly NoticeStory[]): History {
  const endpoints = endpointsOf(environment);
  const troubles = troublesOf(clock, environment, stories);
  const affects = affectsOf(environment.slug, stories);
  const factsAt = (at: number): StatusFacts => ({
    readings: endpoints.map((endpoint) => readingAt(endpoint, troubles, at)),
    affects,
  });
  const instants = instantsOf(clock.now, troubles, affects);
  const spans = spansOf(instants, factsAt);
  const edges = affects.filter(({ kind }) => kind === 'MAINTENANCE').flatMap(({ from, to }) => [from, to]);
  const ahead = edges.filter((edge): edge is number => edge !== null && edge > clock.now);
  return {
    ...{ environment, endpoints, troubles, affects, spans },
    days: closedDates(clock.now).map((date) => dayOf(date, spans, clock.now)),
    services: servicesNow(instants, factsAt, clock.now),
    reasons: levelAt(factsAt(clock.now), clock.now).reasons,
    dueAt: ahead.length > 0 ? Math.min(...ahead) : null,
  };
}

/** What an endpoint is in trouble with at an instant (UTC ms); null = nothing, it is UP. */
export function troubleAt(
  { service }: Pick<DemoEndpoint, 'service'>,
  troubles: readonly Trouble[],
  at: number,
): Trouble | null {
  const hit = (trouble: Trouble) => trouble.services === null || trouble.services.some((name) => name === service);
  return troubles.find((trouble) => trouble.from <= at && at < trouble.to && hit(trouble)) ?? null;
}

/** How long a reading of an environment's endpoint lasts (ms). */
export function readingLasts(environment: DemoEnvironment): number {
  return staleAfterMs({ intervalSeconds: intervalSecondsOf(environment), ...LIMITS });
}

/** The UTC days of the history that are over, oldest first. */
export function closedDates(now: number): string[] {
  const dates: string[] = [];
  for (let at = historyStart(now); dateOf(at) < dateOf(now); at += DAY) dates.push(dateOf(at));
  return dates;
}

function readingAt(endpoint: DemoEndpoint, troubles: readonly Trouble[], at: number): Reading {
  const { name, service, environment } = endpoint;
  const trouble = troubleAt(endpoint, troubles, at);
  const outcome = trouble ? trouble.outcome : 'UP';
  const staleAt = outcome === null ? null : at + readingLasts(environment);
  return { endpoint: name, service, outcome, reason: trouble?.reason ?? null, staleAt };
}

/** What published notices do to an environment; what was called off does nothing. */
function affectsOf(slug: string, stories: readonly NoticeStory[]): Affect[] {
  const published = stories.filter((story) => story.published && stateOf(story) !== 'CANCELLED');
  return published.flatMap(({ id, kind, title, impact, startsAt, endsAt, scope }) =>
    scope.flatMap((part) =>
      part.slug === slug ? [{ kind, id, title, impact, service: part.service, from: startsAt, to: endsAt }] : [],
    ),
  );
}

/** The begin, and everything that changes by trouble or notice until now. */
function instantsOf(now: number, troubles: readonly Trouble[], affects: readonly Affect[]): number[] {
  const start = historyStart(now);
  const edges = [...troubles, ...affects].flatMap(({ from, to }) => [from, to]);
  const passed = edges.filter((edge): edge is number => edge !== null && edge > start && edge <= now);
  return [...new Set([start, ...passed])].sort((a, b) => a - b);
}

function spansOf(instants: readonly number[], factsAt: (at: number) => StatusFacts): LevelSpan[] {
  const spans: LevelSpan[] = [];
  for (const at of instants) {
    const { level, underlying, maintenance } = levelAt(factsAt(at), at);
    const last = spans.at(-1);
    if (last && last.level === level && last.underlying === underlying && last.maintenance === maintenance) continue;
    if (last) last.to = at;
    spans.push({ level, underlying, maintenance, from: at, to: null });
  }
  return spans;
}

/** The services' levels now, each with since when. */
function servicesNow(instants: readonly number[], factsAt: (at: number) => StatusFacts, now: number): ServiceLevel[] {
  const { readings, affects } = factsAt(now);
  const facts = { readings, affects: affects.filter(({ to }) => to === null || to > now) };
  return serviceLevelsAt(facts, now).map(({ service, level }) => {
    const before = (at: number) => serviceLevelsAt(factsAt(at), at).find((each) => each.service === service)?.level;
    const last = instants.findLastIndex((at) => before(at) !== level);
    return { service, level, since: instants[last + 1] ?? now };
  });
}
