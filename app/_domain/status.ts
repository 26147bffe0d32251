import type { ProbeOutcome, ProbeReasonCode } from './probe.ts';

/** Levels of domain.md §5, worst first. */
export const LEVELS = ['MAJOR_OUTAGE', 'PARTIAL_OUTAGE', 'DEGRADED', 'MAINTENANCE', 'UNKNOWN', 'OPERATIONAL'] as const;
export type Level = (typeof LEVELS)[number];
/** What an incident does to what it affects, and the worst that a maintenance expects; OPERATIONAL = nothing. */
export const IMPACTS = ['MAJOR_OUTAGE', 'PARTIAL_OUTAGE', 'DEGRADED', 'OPERATIONAL'] as const;
export type Impact = (typeof IMPACTS)[number];

/** The worse of two impacts. */
export function worseImpact(a: Impact, b: Impact): Impact {
  return IMPACTS.indexOf(a) < IMPACTS.indexOf(b) ? a : b;
}

/** An endpoint's last reading; instants in UTC ms. outcome null = none, or one that went stale. */
export type Reading = {
  endpoint: string;
  /** null = it belongs to the environment as a whole */
  service: string | null;
  outcome: ProbeOutcome | null;
  reason: ProbeReasonCode | null;
  /** from then on it says nothing any more; null = there is none */
  staleAt: number | null;
};

/** A published incident or maintenance on one environment: on all of it (service null) or one service. [from, to) in UTC ms, to null = open. */
export type Affect = {
  kind: 'INCIDENT' | 'MAINTENANCE';
  id: string;
  title: string;
  impact: Impact;
  service: string | null;
  from: number;
  to: number | null;
};

/** Everything an environment's level comes from, at one moment of the stored facts. */
export type StatusFacts = { readings: readonly Reading[]; affects: readonly Affect[] };

/** Why a level is not OPERATIONAL; names endpoints and notices by their titles, never by an address. */
export type LevelReason =
  | { what: 'endpoint'; endpoint: string; service: string | null; level: Level; code: ProbeReasonCode | null }
  | { what: 'notice'; kind: 'INCIDENT' | 'MAINTENANCE'; id: string; title: string; level: Level };

/** `underlying` = without maintenance, what uptime counts; `maintenance` = one is running. */
export type LevelNow = { level: Level; underlying: Level; maintenance: boolean };
/** since in UTC ms */
export type ServiceLevel = { service: string; level: Level; since: number };

/** The worst of some levels; none is UNKNOWN. */
export function worst(levels: readonly Level[]): Level {
  return LEVELS.find((level) => levels.includes(level)) ?? 'UNKNOWN';
}

/** Whether one level is worse than another. */
export function isWorse(one: Level, other: Level): boolean {
  return LEVELS.indexOf(one) < LEVELS.indexOf(other);
}

/** Whether time at a level is up time; UNKNOWN is neither up nor down. */
export function isUp(level: Level): boolean {
  return level === 'OPERATIONAL' || level === 'DEGRADED' || level === 'MAINTENANCE';
}

/** The level of an environment at an instant (UTC ms), and why. Its endpoints' readings, open incidents and running maintenance; the worst counts, but trouble no worse than a running maintenance expects is maintenance (domain.md §5). */
export function levelAt(facts: StatusFacts, at: number): LevelNow & { reasons: LevelReason[] } {
  const readings = facts.readings.map((reading) => ({ ...reading, level: levelOfReading(reading, at) }));
  const affects = facts.affects.filter((affect) => isOn(affect, at));
  return { ...combined(readings, affects, null), reasons: reasonsOf(readings, affects) };
}

/** The level of each service that has an endpoint, or a notice of its own that is on, at an instant (UTC ms); by name. */
export function serviceLevelsAt(facts: StatusFacts, at: number): { service: string; level: Level }[] {
  const on = facts.affects.filter((affect) => isOn(affect, at));
  const named = [...facts.readings, ...on].flatMap(({ service }) => service ?? []);
  return [...new Set(named)].sort().map((service) => {
    const readings = facts.readings
      .filter((reading) => reading.service === service)
      .map((reading) => ({ ...reading, level: levelOfReading(reading, at) }));
    const affects = on.filter((affect) => affect.service === null || affect.service === service);
    return { service, level: combined(readings, affects, service).level };
  });
}

/** The instants after `from` and up to `until` (UTC ms) at which facts change by themselves: readings go stale, notices begin and end; in order. */
export function edgesBetween({ readings, affects }: StatusFacts, from: number, until: number): number[] {
  const edges = [...readings.map(({ staleAt }) => staleAt), ...affects.flatMap((affect) => [affect.from, affect.to])];
  const within = edges.filter((edge): edge is number => edge !== null && edge > from && edge <= until);
  return [...new Set(within)].sort((a, b) => a - b);
}

type Judged = Reading & { level: Level };

function levelOfReading({ outcome, staleAt }: Reading, at: number): Level {
  if (outcome === null || staleAt === null || staleAt <= at) return 'UNKNOWN';
  return ({ UP: 'OPERATIONAL', SLOW: 'DEGRADED', DOWN: 'MAJOR_OUTAGE' } as const)[outcome];
}

function isOn({ from, to }: Affect, at: number): boolean {
  return from <= at && (to === null || at < to);
}

/** What readings, incidents and maintenance come to, for the environment (of = null) or one service of it. */
function combined(readings: readonly Judged[], affects: readonly Affect[], of: string | null): LevelNow {
  const measured = measuredLevel(readings);
  const incidents = affects.filter(({ kind }) => kind === 'INCIDENT').map((affect) => effectOf(affect, of));
  const maintenances = affects.filter(({ kind }) => kind === 'MAINTENANCE');
  // an incident that does nothing proves nothing: no data stays UNKNOWN
  const bad = incidents.filter((level) => level !== 'OPERATIONAL');
  const underlying = worst([measured, ...bad]);
  if (maintenances.length === 0) return { level: underlying, underlying, maintenance: false };
  const level = worst(['MAINTENANCE', ...bad, unexpectedLevel(readings, maintenances, of)]);
  return { level, underlying, maintenance: true };
}

/** All of the endpoints down is a major outage, some a partial one. */
function measuredLevel(readings: readonly Judged[], of = readings): Level {
  const level = worst(readings.map((reading) => reading.level));
  const allDown = of.every((reading) => reading.level === 'MAJOR_OUTAGE');
  return level === 'MAJOR_OUTAGE' && !allDown ? 'PARTIAL_OUTAGE' : level;
}

/** What is measured beyond what running maintenance expects; that of one service says nothing of the others. */
function unexpectedLevel(readings: readonly Judged[], maintenances: readonly Affect[], of: string | null): Level {
  const services = new Set(maintenances.flatMap(({ service }) => service ?? []));
  const explained = [...services].filter((service) => {
    const own = readings.filter((reading) => reading.service === service);
    const expected = maintenances.filter((affect) => affect.service === service).map(({ impact }) => impact);
    return !isWorse(measuredLevel(own), worst(expected));
  });
  const rest = readings.filter(({ service }) => service === null || !explained.includes(service));
  const level = measuredLevel(rest, readings);
  const expected = maintenances
    .filter(({ service }) => service === null)
    // a part of the environment may be all of one service
    .map(({ impact }) => (of !== null && impact === 'PARTIAL_OUTAGE' ? 'MAJOR_OUTAGE' : impact));
  return expected.length > 0 && !isWorse(level, worst(expected)) ? 'OPERATIONAL' : level;
}

/** One service that is out is a partial outage of its environment. */
function effectOf({ impact, service }: Affect, of: string | null): Impact {
  return of === null && service !== null && impact === 'MAJOR_OUTAGE' ? 'PARTIAL_OUTAGE' : impact;
}

function reasonsOf(readings: readonly Judged[], affects: readonly Affect[]): LevelReason[] {
  // one notice on several services is one reason; an incident that does nothing is none
  const notices = [...new Map(affects.map((affect) => [affect.id, affect])).values()]
    .map(({ kind, id, title, impact }) => ({
      what: 'notice' as const,
      kind,
      id,
      title,
      level: kind === 'MAINTENANCE' ? ('MAINTENANCE' as const) : impact,
    }))
    .filter(({ level }) => level !== 'OPERATIONAL');
  const troubled = readings
    .filter(({ level }) => level !== 'OPERATIONAL')
    .map(({ endpoint, service, level, reason }) => ({
      what: 'endpoint' as const,
      endpoint,
      service,
      level,
      // of a reading that went stale nothing is left to say
      code: level === 'UNKNOWN' ? null : reason,
    }));
  return [...notices, ...troubled].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}
