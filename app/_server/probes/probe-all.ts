import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { staleAfterMs } from '#domain/probe.ts';
import { log } from '../log.ts';
import { probeBegun, probed as probeCounted } from '../metrics.ts';
import { isOutage } from '../outage.ts';
import { type ClaimedProbe, claimProbes, cutFuture, giveBack, LEASE_SLACK_MS } from './claim.ts';
import type { Probed } from './endpoint.ts';
import { HostTurns, hostOfEndpoint } from './hosts.ts';
import { Lookups } from './lookups.ts';
import { Post } from './post.ts';
import { probe } from './probe.ts';
import { nextProbeAt } from './schedule.ts';
import { makeWorld, type ProbeWorld } from './world.ts';

export type Probing = {
  /** aborts to drain: what is in hand is given back, what was found is written */
  signal: AbortSignal;
  /** UTC ms */
  now?: () => number;
  tickMs?: number;
  /** how many probes are in hand at once, and how many of them for one host */
  most?: number;
  mostOfHost?: number;
  world?: ProbeWorld & { close(): void };
};

/** Few enough that a restart, with everything due, does not slow down the probes it begins. */
const BATCH = 100;
/** The most of a batch that those have who did not answer last time. */
const OTHERS = 0.75;
const MIN_REST_MS = 1000;
const CUT_FUTURE_EVERY_MS = 30_000;

/** Probes every endpoint when it is due until the signal aborts. Any number of workers may do so on one database: each probe is done by one of them. */
export async function probeAll({ signal, tickMs = 500, world = makeWorld(), ...options }: Probing): Promise<void> {
  const prober = new Prober({ signal, world, ...options });
  while (!signal.aborted) {
    await prober.tick();
    await sleep(tickMs, undefined, { signal }).catch(() => {});
  }
  await prober.leave();
  world.close();
}

class Prober {
  readonly #signal: AbortSignal;
  readonly #world: ProbeWorld;
  readonly #now: () => number;
  readonly #most: number;
  readonly #turns: HostTurns;
  readonly #lookups: Lookups;
  readonly #post: Post;
  readonly #held = new Map<bigint, { claim: ClaimedProbe; done: Promise<void> }>();
  /** what was in hand when it was time to leave */
  readonly #left: ClaimedProbe[] = [];
  #flushing = Promise.resolve();
  #isFlushing = false;
  #cutFutureAt = Number.NEGATIVE_INFINITY;
  #away = false;

  constructor({ signal, world, now = Date.now, most = 800, mostOfHost = 80 }: Probing & { world: ProbeWorld }) {
    this.#signal = signal;
    this.#world = world;
    this.#now = now;
    this.#most = most;
    this.#turns = new HostTurns(mostOfHost);
    this.#lookups = new Lookups(world.resolve);
    this.#post = new Post(now);
    // every probe in hand listens for it
    setMaxListeners(0, signal);
  }

  /** Writes what was found and begins what is due. */
  async tick(): Promise<void> {
    this.#flush();
    try {
      await this.#cutFuture();
      const at = this.#now();
      const claims = await this.#claim(at);
      if (this.#away) log().debug('probing goes on');
      this.#away = false;
      for (const claim of claims) this.#begin(claim, at);
    } catch (error) {
      if (!isOutage(error)) return void log().error({ err: error }, 'what is to be probed cannot be seen');
      if (!this.#away) log().debug({ err: error }, 'probing waits: the database does not answer');
      this.#away = true;
    }
  }

  /** Those that did not answer last time may hang, all of them at once: half of the hands, and a part of each batch, are kept for the others. */
  async #claim(at: number): Promise<ClaimedProbe[]> {
    const free = Math.min(BATCH, this.#most - this.#held.size);
    const silent = [...this.#held.values()].filter(({ claim }) => claim.before === null || claim.before === 'DOWN');
    const others = Math.min(Math.ceil(free * OTHERS), Math.ceil(this.#most / 2) - silent.length);
    const claims = others > 0 ? await claimProbes(at, others, 'others') : [];
    if (free > claims.length) claims.push(...(await claimProbes(at, free - claims.length, 'answering')));
    return claims;
  }

  /** Gives back what is not finished and writes what is; without the database each comes again by itself. */
  async leave(): Promise<void> {
    await Promise.all([...this.#held.values()].map(({ done }) => done));
    await this.#flushing;
    this.#flush();
    await this.#flushing;
    await giveBack(this.#left, this.#now()).catch((error) => {
      if (!isOutage(error)) log().error({ err: error }, 'probes could not be given back');
    });
  }

  #begin(claim: ClaimedProbe, at: number): void {
    const begun = performance.now();
    const waited = () => performance.now() - begun;
    let found = false;
    const turn = this.#turns.take(hostOfEndpoint(claim), async () => {
      // whoever waited longer for its turn than its lease allows comes again by itself
      if (waited() > LEASE_SLACK_MS / 2) return;
      probeBegun({ lateMs: at - claim.dueAt.getTime() + waited() });
      found = await this.#probe(claim, at);
    });
    const done = turn
      ?.catch((error) => log().error({ err: error, endpoint: claim.id }, 'a probe failed by a fault of its own'))
      .finally(() => {
        this.#held.delete(claim.token);
        if (!found && this.#signal.aborted) this.#left.push(claim);
      });
    if (done) this.#held.set(claim.token, { claim, done });
  }

  /** Whether something was found. */
  async #probe(claim: ClaimedProbe, claimedAt: number): Promise<boolean> {
    const world = { ...this.#world, resolve: this.#lookups.of(claim.environmentId) };
    const found = await probe(claim, world, this.#signal);
    if (!found) return false;
    probeCounted(found.outcome);
    const isNews = found.outcome !== claim.before || (found.reason?.code ?? null) !== claim.beforeCode;
    this.#post.add(this.#finding(claim, found, claimedAt), isNews);
    return true;
  }

  #finding({ id, environmentId, token, ...endpoint }: ClaimedProbe, found: Probed, claimedAt: number) {
    const at = this.#now();
    const nextAt = nextProbeAt({ id, ...endpoint }, Math.min(claimedAt, at));
    return {
      ...{ endpointId: id, environmentId, token, at, staleAt: at + staleAfterMs(endpoint), ...found },
      // of a slow probe the next one may be due by now
      nextAt: Math.max(nextAt, at + MIN_REST_MS),
    };
  }

  #flush(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    this.#flushing = this.#post.flush().finally(() => {
      this.#isFlushing = false;
    });
  }

  async #cutFuture(): Promise<void> {
    if (performance.now() - this.#cutFutureAt < CUT_FUTURE_EVERY_MS) return;
    const cut = await cutFuture(this.#now());
    if (cut > 0) log().warn({ endpoints: cut }, 'a clock was ahead: what it said of the future is taken back');
    this.#cutFutureAt = performance.now();
  }
}
