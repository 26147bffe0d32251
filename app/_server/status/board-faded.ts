import { countsFrom } from '#domain/notice.ts';
import {
  type Affect,
  type LevelNow,
  type LevelReason,
  levelAt,
  type ServiceLevel,
  serviceLevelsAt,
} from '#domain/status.ts';
import type { AsOf, Entry } from './board-entry.ts';

/** Whether its readings have gone stale while the database cannot be asked. */
export function hasFaded(entry: Entry, at: AsOf): boolean {
  return at.stale && entry.lasts !== null && at.now >= fadedAt(entry, at);
}

/** When its readings say nothing any more (UTC ms): the first that goes stale takes what is well, the last of them what is not. */
export function fadedAt({ lasts, status }: Entry, { answeredAt }: AsOf): number {
  if (!lasts) return answeredAt;
  return answeredAt + (status?.level === 'OPERATIONAL' ? lasts.first : lasts.last);
}

/** How an environment is of which nothing is measured any more: what people have told of it lasts, and is as it would be settled. */
export function fadedStatus(entry: Entry, at: AsOf): LevelNow & { reasons: LevelReason[] } {
  const { reasons, ...level } = levelAt(factsOf(entry), fadedAt(entry, at));
  return { ...level, reasons: reasons.filter(({ what }) => what === 'notice') };
}

/** Its services, likewise. */
export function fadedServices(entry: Entry, at: AsOf): ServiceLevel[] {
  const since = fadedAt(entry, at);
  const levels = new Map(serviceLevelsAt(factsOf(entry), since).map(({ service, level }) => [service, level]));
  return (entry.status?.services ?? []).map((stored) => {
    const level = levels.get(stored.service) ?? 'UNKNOWN';
    return level === stored.level ? stored : { service: stored.service, level, since };
  });
}

/** Its notices, and of each service, and of the environment, a reading that says nothing. */
function factsOf({ slug, contract, status }: Entry) {
  const silent = { endpoint: '', outcome: null, reason: null, staleAt: null };
  const places = [null, ...(status?.services ?? []).map(({ service }) => service)];
  return { readings: places.map((service) => ({ ...silent, service })), affects: affectsOf(slug, contract) };
}

function affectsOf(slug: string, { notices }: Entry['contract']): Affect[] {
  const counting = notices.filter(({ state }) => state !== 'CANCELLED');
  return counting.flatMap(({ kind, id, title, impact, startsAt, endsAt: to, publishedAt, scope }) => {
    const from = countsFrom({ kind, startsAt, publishedAt });
    const mine = scope.filter((place) => place.slug === slug && !place.removed);
    return mine.map(({ service }) => ({ kind, id, title, impact, service, from, to }));
  });
}
