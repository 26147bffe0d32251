import { Counter, Gauge, Histogram, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';

/** What a process counted, as it can be kept in a row and told by another. */
export type Counted = MetricObjectWithValues<MetricValue<string>>[];

const TICK_SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10];
const LAG_SECONDS = [0.5, 1, 2, 5, 15, 60];
const CALL_SECONDS = [0.05, 0.2, 1, 5, 20, 60];

// on globalThis: the bundles of one process count together
const kept = globalThis as { headroomMetrics?: ReturnType<typeof make> };

function make() {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory this process holds.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time this process has used.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  return {
    registry,
    ticks: new Histogram({
      name: 'headroom_tick_seconds',
      help: 'Looks of the worker at what is due, and how long they took.',
      buckets: TICK_SECONDS,
      registers,
    }),
    claims: new Counter({ name: 'headroom_claims_total', help: 'Due rows the worker took in hand.', registers }),
    calls: new Counter({
      name: 'headroom_provider_calls_total',
      help: 'Calls of providers by what was asked and what came of it.',
      labelNames: ['provider', 'what', 'outcome'],
      registers,
    }),
    callSeconds: new Histogram({
      name: 'headroom_provider_call_seconds',
      help: 'How long providers took to answer.',
      labelNames: ['provider', 'what'],
      buckets: CALL_SECONDS,
      registers,
    }),
    probes: new Counter({
      name: 'headroom_probes_total',
      help: 'Probes by outcome: UP, SLOW, DOWN, or NONE where nothing was measured.',
      labelNames: ['outcome'],
      registers,
    }),
    probeLag: new Histogram({
      name: 'headroom_probe_lag_seconds',
      help: 'How late probes were begun.',
      buckets: LAG_SECONDS,
      registers,
    }),
    findingsDropped: new Counter({
      name: 'headroom_probe_results_dropped_total',
      help: 'Results of probes that the database did not take in time.',
      registers,
    }),
    moves: new Counter({
      name: 'headroom_moves_total',
      help: 'Moves that operations ended with: activate, close, fail.',
      labelNames: ['move'],
      registers,
    }),
    levels: new Counter({
      name: 'headroom_levels_settled_total',
      help: 'Environments whose level was told anew because time had passed.',
      registers,
    }),
    rollups: new Histogram({
      name: 'headroom_rollup_seconds',
      help: 'Ticks that rolled up probes or levels, and how long they took.',
      buckets: TICK_SECONDS,
      registers,
    }),
  };
}

function own(): ReturnType<typeof make> {
  kept.headroomMetrics ??= make();
  return kept.headroomMetrics;
}

/** Counts one look of the worker at what is due and how many rows it took. */
export function tickDone({ ms, claimed }: { ms: number; claimed: number }): void {
  own().ticks.observe(ms / 1000);
  own().claims.inc(claimed);
}

/** Counts one call of a provider. */
export function providerCall(call: { provider: string; what: 'apply' | 'observe'; outcome: string; ms: number }): void {
  const { provider, what, outcome, ms } = call;
  own().calls.inc({ provider, what, outcome });
  own().callSeconds.observe({ provider, what }, ms / 1000);
}

/** Counts one move of a request that an operation ended with. */
export function moved(move: string): void {
  own().moves.inc({ move });
}

/** Counts environments whose level was told anew because time had passed. */
export function levelsSettled(environments: number): void {
  own().levels.inc(environments);
}

/** Counts one tick of rolling up. */
export function rolledUp({ ms }: { ms: number }): void {
  own().rollups.observe(ms / 1000);
}

/** Counts one probe that is over. */
export function probed(outcome: string | null): void {
  own().probes.inc({ outcome: outcome ?? 'NONE' });
}

/** Counts one probe that was begun so long after it was due. */
export function probeBegun({ lateMs }: { lateMs: number }): void {
  own().probeLag.observe(Math.max(0, lateMs) / 1000);
}

/** Counts results of probes that were dropped. */
export function findingsDropped(findings: number): void {
  own().findingsDropped.inc(findings);
}

/** What this process has counted so far. */
export function counted(): Promise<Counted> {
  return own().registry.getMetricsAsJSON();
}
