import type { EndpointSettings } from '#domain/endpoint.ts';
import { probeReason } from '#domain/probe.ts';
import { refusal } from '#domain/refusal.ts';
import { gate } from '../access/gate.ts';
import { takeTrySlot } from '../access/rate-limits.ts';
import type { Actor } from '../access/standing.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import type { Probed } from '../probes/endpoint.ts';
import { probe } from '../probes/probe.ts';
import { makeWorld } from '../probes/world.ts';
import { onPlace } from './place.ts';
import { readSettings } from './settings.ts';

/** Tries that run at once in a process, and how many more wait for their turn. */
const AT_ONCE = 4;
const WAITING = 8;
const BUSY_SECONDS = 10;
/** A connection of its own: nothing is kept open for another try. */
const NEVER_AGAIN = 86_400;

const tries = gate(AT_ONCE, WAITING);
let world: ReturnType<typeof makeWorld> | undefined;

/** Probes once, now, what somebody typed or sent, under the same rules as the worker's probes, and stores nothing of it but that it was tried: 10 a minute each person. `except` = the endpoint whose form it is. `at` in UTC ms. */
export async function tryEndpoint(
  actor: Actor,
  wanted: { environment: string; except?: number },
  input: unknown,
  at: number = Date.now(),
): Promise<Outcome<Probed>> {
  const { environment: slug, except } = wanted;
  const allowed = await onPlace({ actor, slug, what: 'endpoint.try', at }, async (place) => {
    const read = await readSettings(place, input, except);
    if (!read.ok) return { kind: 'invalid', errors: read.errors };
    const slot = takeTrySlot(actor.personId, at);
    if (!slot.ok) return refused([refusal('triedTooOften', { seconds: slot.retryAfterSeconds })]);
    await place.write(null, { ...read.value });
    return done(read.value);
  });
  if (allowed.kind !== 'done') return allowed;
  const probed = await tries(() => probeOnce(allowed.value));
  return probed === 'busy' ? refused([refusal('triedTooOften', { seconds: BUSY_SECONDS })]) : done(probed);
}

/** One attempt. What this machine itself lacks, such as a network, is an answer to whoever tries. */
async function probeOnce(settings: EndpointSettings): Promise<Probed> {
  world ??= makeWorld();
  const once = { ...settings, id: 0, retries: 0, intervalSeconds: NEVER_AGAIN, demo: false, shopPort: null };
  try {
    return (await probe(once, world, new AbortController().signal)) ?? NOTHING;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    return { ...NOTHING, reason: probeReason('failed', { code }) };
  }
}

const NOTHING: Probed = { outcome: null, ms: null, reason: null, certificateEndsAt: null };
