import { differences, isOtherProbe, MOST_ENDPOINTS } from '#domain/endpoint.ts';
import { refusal } from '#domain/refusal.ts';
import type { Actor } from '../access/standing.ts';
import { done, NOT_FOUND, type Outcome, refused } from '../outcome.ts';
import { settle } from '../status/settle.ts';
import { onPlace, type Place } from './place.ts';
import { columnsOf, findEndpoint, hurry, type Stored, schedule, startAnew } from './rows.ts';
import { readSettings } from './settings.ts';

/** An endpoint as the sender saw it. */
export type Seen = { environment: string; id: number; version: number };

/** Adds an endpoint to an environment, from what somebody typed or sent; answers its id. `at` in UTC ms. */
export function addEndpoint(
  actor: Actor,
  slug: string,
  input: unknown,
  at: number = Date.now(),
): Promise<Outcome<number>> {
  return onPlace({ actor, slug, what: 'endpoint.add', at }, async (place) => {
    const read = await readSettings(place, input);
    if (!read.ok) return { kind: 'invalid', errors: read.errors };
    const count = await place.tx.endpoint.count({ where: { environmentId: place.id } });
    if (count >= MOST_ENDPOINTS)
      return refused([refusal('tooManyEndpoints', { environment: slug, max: MOST_ENDPOINTS })]);
    const settings = read.value;
    let added = 0;
    await settle(place.tx, place.id, at, async (tx) => {
      const { id } = await tx.endpoint.create({
        data: { environmentId: place.id, ...columnsOf(settings, place.services) },
        select: { id: true },
      });
      await schedule(tx, { id, environmentId: place.id, intervalSeconds: settings.intervalSeconds, at });
      added = id;
    });
    await place.write(null, { id: added, ...settings });
    return done(added);
  });
}

/** Changes all settings of an endpoint. Another target or expectation makes its reading unknown and a probe due at once; another rhythm counts from now. `at` in UTC ms. */
export function changeEndpoint(
  actor: Actor,
  seen: Seen,
  input: unknown,
  at: number = Date.now(),
): Promise<Outcome<number>> {
  return onEndpoint(actor, seen, { what: 'endpoint.change', at }, async (place, stored) => {
    if (stored.demo) return refused([refusal('endpointOfDemo', {})]);
    const read = await readSettings(place, input, stored.id);
    if (!read.ok) return { kind: 'invalid', errors: read.errors };
    const [before, after] = [stored.settings, read.value];
    if (differences(before, after).length === 0) return done(stored.id);
    await settle(place.tx, place.id, at, async (tx) => {
      const data = { ...columnsOf(after, place.services), version: { increment: 1 } };
      await tx.endpoint.update({ where: { id: stored.id }, data });
      if (isOtherProbe(before, after)) await startAnew(tx, stored.id, at);
      else await hurry(tx, { id: stored.id, intervalSeconds: after.intervalSeconds, at });
    });
    await place.write({ id: stored.id, ...before }, { id: stored.id, ...after });
    return done(stored.id);
  });
}

/** Pauses an endpoint, which then says nothing, or has it probed again, at once. `at` in UTC ms. */
export function pauseEndpoint(
  actor: Actor,
  seen: Seen,
  paused: boolean,
  at: number = Date.now(),
): Promise<Outcome<number>> {
  const what = paused ? 'endpoint.pause' : 'endpoint.resume';
  return onEndpoint(actor, seen, { what, at }, async (place, stored) => {
    if (stored.paused === paused) return done(stored.id);
    await settle(place.tx, place.id, at, async (tx) => {
      await tx.endpoint.update({ where: { id: stored.id }, data: { paused, version: { increment: 1 } } });
      await startAnew(tx, stored.id, at);
    });
    const { id, settings } = stored;
    await place.write({ id, name: settings.name, paused: !paused }, { id, name: settings.name, paused });
    return done(id);
  });
}

/** Removes an endpoint: it is probed no more, and the level is told without it from now on. `at` in UTC ms. */
export function removeEndpoint(actor: Actor, seen: Seen, at: number = Date.now()): Promise<Outcome<number>> {
  return onEndpoint(actor, seen, { what: 'endpoint.remove', at }, async (place, stored) => {
    if (stored.demo) return refused([refusal('endpointOfDemo', {})]);
    await settle(place.tx, place.id, at, async (tx) => {
      await tx.endpoint.delete({ where: { id: stored.id } });
    });
    await place.write({ id: stored.id, ...stored.settings }, null);
    return done(stored.id);
  });
}

/** Runs work on an endpoint that is as the sender saw it; one that was changed since is refused. */
function onEndpoint(
  actor: Actor,
  { environment, id, version }: Seen,
  { what, at }: { what: string; at: number },
  work: (place: Place, stored: Stored) => Promise<Outcome<number>>,
): Promise<Outcome<number>> {
  return onPlace({ actor, slug: environment, what, at }, async (place) => {
    const stored = await findEndpoint(place.tx, place.id, id);
    if (!stored) return NOT_FOUND;
    if (stored.version !== version) return refused([refusal('endpointChanged', { name: stored.settings.name })]);
    return work(place, stored);
  });
}
