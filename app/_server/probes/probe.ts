import { setTimeout as sleep } from 'node:timers/promises';
import { type ProbeReason, probeReason, RETRY_PAUSE_MS } from '#domain/probe.ts';
import { hostAndPort } from '#domain/probe-target.ts';
import { certificateEndOf, openConnection } from './connect.ts';
import type { Probed, ProbedEndpoint } from './endpoint.ts';
import { ProbeFault, reasonOf } from './faults.ts';
import { type Attempt, probeHttp } from './http.ts';
import { mayReachOf, reach } from './reach.ts';
import type { ProbeWorld } from './world.ts';

const DAY_MS = 86_400_000;
/** A timer that rings this much too late rang in a process that was asleep or starved. */
const OVERSLEPT_MS = 1500;

/** Probes an endpoint: an attempt, and as many more as it has retries while it is DOWN; the last one counts. Null: nothing is known, because the signal aborted or this machine slept meanwhile. */
export async function probe(endpoint: ProbedEndpoint, world: ProbeWorld, stop: AbortSignal): Promise<Probed | null> {
  for (let attempts = 0; ; attempts++) {
    const probed = await attemptOnce(endpoint, world, stop);
    if (probed?.outcome !== 'DOWN' || attempts >= endpoint.retries) return probed;
    await sleep(RETRY_PAUSE_MS, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return null;
  }
}

async function attemptOnce(endpoint: ProbedEndpoint, world: ProbeWorld, stop: AbortSignal): Promise<Probed | null> {
  const { timeoutMs } = endpoint;
  const ending = new AbortController();
  const end = () => ending.abort();
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  const began = performance.now();
  const timer = setTimeout(end, timeoutMs);
  const passed = () => performance.now() - began;
  try {
    const attempt = { mayReach: mayReachOf(endpoint, world.allowed), signal: ending.signal, world };
    const certificateEndsAt = await METHODS[endpoint.kind](endpoint, attempt);
    return answered(endpoint, Math.round(passed()), certificateEndsAt);
  } catch (error) {
    if (stop.aborted) return null;
    if (!ending.signal.aborted) return failed(error, Math.round(passed()));
    return passed() > timeoutMs + OVERSLEPT_MS ? null : down(probeReason('timeout', { seconds: timeoutMs / 1000 }));
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', end);
  }
}

const METHODS = { HTTP: probeHttp, TCP: probeConnection, TLS: probeConnection };

/** Opens a connection and closes it again; by TLS, answers when the certificate ends. */
async function probeConnection({ kind, target }: ProbedEndpoint, attempt: Attempt): Promise<number | null> {
  const to = hostAndPort(target);
  if (!to) throw new ProbeFault(probeReason('forbidden', {}));
  const { signal, world } = attempt;
  const addresses = await reach(to, { ...attempt, resolve: world.resolve });
  const tls = kind === 'TLS' ? { context: world.trust, protocols: [] } : null;
  const socket = await openConnection({ ...to, addresses, tls, signal });
  socket.on('error', () => {});
  socket.destroy();
  return certificateEndOf(socket);
}

function answered(endpoint: ProbedEndpoint, ms: number, certificateEndsAt: number | null): Probed {
  const reason = slowness(endpoint, ms) ?? certificateEnding(endpoint, certificateEndsAt);
  return { outcome: reason ? 'SLOW' : 'UP', ms, reason, certificateEndsAt };
}

function slowness({ slowMs }: ProbedEndpoint, ms: number): ProbeReason | null {
  return slowMs !== null && ms > slowMs ? probeReason('slow', { ms, limitMs: slowMs }) : null;
}

function certificateEnding({ certificateDays }: ProbedEndpoint, endsAt: number | null): ProbeReason | null {
  if (endsAt === null) return null;
  const left = endsAt - Date.now();
  return left < certificateDays * DAY_MS
    ? probeReason('certificateSoon', { days: Math.max(0, Math.floor(left / DAY_MS)) })
    : null;
}

function failed(error: unknown, ms: number): Probed {
  const reason = reasonOf(error);
  const certificateEndsAt = error instanceof ProbeFault ? error.certificateEndsAt : null;
  if (reason.code === 'forbidden') return { outcome: null, ms: null, reason, certificateEndsAt: null };
  const isAnswer = reason.code === 'status' || reason.code === 'text';
  return { ...down(reason), ms: isAnswer ? ms : null, certificateEndsAt };
}

function down(reason: ProbeReason): Probed {
  return { outcome: 'DOWN', ms: null, reason, certificateEndsAt: null };
}
