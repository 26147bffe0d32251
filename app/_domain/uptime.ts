import type { LevelSpan } from './level-spans.ts';
import { isUp, type Level, worst } from './status.ts';

/** Seconds of a stretch of time; the last two are those of upSeconds and observedSeconds that were during maintenance. */
export type StatusSums = {
  upSeconds: number;
  observedSeconds: number;
  maintenanceSeconds: number;
  upMaintenanceSeconds: number;
  observedMaintenanceSeconds: number;
};
/** A UTC day ('2026-11-23') with the worst level that was observed; UNKNOWN = nothing was. */
export type StatusDay = StatusSums & { date: string; level: Level };

/** How many days one looks back, today included. */
export const DAYS_SHOWN = 90;
/** The stretches of days for which uptime is told, each with today. */
export const UPTIME_DAYS = { d1: 1, d7: 7, d30: 30, d90: 90 } as const;
export type UptimeKey = keyof typeof UPTIME_DAYS;
/** Shares of 0–1; null = nothing was observed. */
export type Uptime = Record<UptimeKey, number | null>;

const DAY_MS = 86_400_000;
const NOTHING: StatusSums = {
  upSeconds: 0,
  observedSeconds: 0,
  maintenanceSeconds: 0,
  upMaintenanceSeconds: 0,
  observedMaintenanceSeconds: 0,
};

/** The UTC day of an instant (UTC ms). */
export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** A UTC day from spans that cover it, as far as it has come at `until` (UTC ms). Whole seconds, cut off at their end. */
export function dayOf(date: string, spans: readonly LevelSpan[], until: number): StatusDay {
  const start = Date.parse(`${date}T00:00:00Z`);
  const end = Math.min(start + DAY_MS, until);
  const ms = { ...NOTHING };
  const levels: Level[] = [];
  for (const { from, to, level, underlying, maintenance } of spans) {
    const length = Math.min(to ?? until, end) - Math.max(from, start);
    if (length <= 0) continue;
    const observed = underlying === 'UNKNOWN' ? 0 : length;
    const up = observed > 0 && isUp(underlying) ? length : 0;
    ms.observedSeconds += observed;
    ms.upSeconds += up;
    if (maintenance) {
      ms.maintenanceSeconds += length;
      ms.observedMaintenanceSeconds += observed;
      ms.upMaintenanceSeconds += up;
    }
    if (level !== 'UNKNOWN') levels.push(level);
  }
  return { date, level: worst(levels), ...inSeconds(ms) };
}

/** The sums of some days. */
export function sumOf(days: readonly StatusSums[]): StatusSums {
  const sum = { ...NOTHING };
  for (const day of days) for (const key of Object.keys(NOTHING) as (keyof StatusSums)[]) sum[key] += day[key];
  return sum;
}

/** Uptime of the last 1, 7, 30 and 90 of some days, the last one being today: up time / observed time, maintenance counted like any other time. */
export function uptimeOf(days: readonly StatusSums[]): Uptime {
  return uptimeBy(days, ({ upSeconds, observedSeconds }) => share(upSeconds, observedSeconds));
}

/** The same without the time of maintenance, on both sides. */
export function uptimeOutsideMaintenance(days: readonly StatusSums[]): Uptime {
  return uptimeBy(days, (sum) =>
    share(sum.upSeconds - sum.upMaintenanceSeconds, sum.observedSeconds - sum.observedMaintenanceSeconds),
  );
}

function uptimeBy(days: readonly StatusSums[], of: (sum: StatusSums) => number | null): Uptime {
  const entries = Object.entries(UPTIME_DAYS).map(([key, count]) => [key, of(sumOf(days.slice(-count)))]);
  return Object.fromEntries(entries) as Uptime;
}

function share(part: number, whole: number): number | null {
  // seconds are cut off at the end of each sum, so that the difference of two may be one too few
  return whole > 0 ? Math.min(1, part / whole) : null;
}

function inSeconds(ms: StatusSums): StatusSums {
  const entries = Object.entries(ms).map(([key, value]) => [key, Math.floor(value / 1000)]);
  return Object.fromEntries(entries) as StatusSums;
}
