import type { ProbeOutcome } from '#domain/probe.ts';
import type { DemoClock } from '../clock.ts';
import { type DemoEndpoint, LIMITS } from './endpoints.ts';
import { closedDates, type History, troubleAt } from './history.ts';
import { HISTORY_STEP_MS } from './troubles.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RAW_DAYS = 1;
const HOUR_DAYS = 7;
/** Of a day's probes so many are looked at for its response times. */
const SAMPLE_MS = 24 * 60_000;

/** One probe; at in UTC ms, ms until the answer. */
export type PastProbe = { at: number; outcome: ProbeOutcome; ms: number | null; reason: string | null };
/** What probes of an hour or a day came to; `from` in UTC ms. */
export type Roundup = {
  from: number;
  probes: number;
  slow: number;
  down: number;
  p50Ms: number | null;
  p95Ms: number | null;
};

/** The probes of the last 24 hours, oldest first. */
export function pastProbes({ now }: DemoClock, history: History, endpoint: DemoEndpoint): PastProbe[] {
  const first = Math.ceil((now - RAW_DAYS * DAY) / HISTORY_STEP_MS) * HISTORY_STEP_MS;
  return probesBetween(history, endpoint, first, now, HISTORY_STEP_MS);
}

/** The full hours of the last seven days in which something was probed. */
export function pastHours({ now }: DemoClock, history: History, endpoint: DemoEndpoint): Roundup[] {
  const end = Math.floor(now / HOUR) * HOUR;
  const hours = Array.from({ length: HOUR_DAYS * 24 }, (_, n) => end - (HOUR_DAYS * 24 - n) * HOUR);
  return hours.flatMap((from) => roundup(history, endpoint, from, HOUR, HISTORY_STEP_MS));
}

/** The closed days in which something was probed. */
export function pastDays({ now }: DemoClock, history: History, endpoint: DemoEndpoint): Roundup[] {
  return closedDates(now).flatMap((date) => roundup(history, endpoint, Date.parse(date), DAY, SAMPLE_MS));
}

/** What was probed in [from, from + length); response times from the probes at every `sample`. */
function roundup(history: History, endpoint: DemoEndpoint, from: number, length: number, sample: number): Roundup[] {
  const count = (outcome: ProbeOutcome | null) => {
    const during = history.troubles.filter((trouble) => trouble.outcome === outcome && isHit(endpoint, trouble));
    const ms = during.map((trouble) => Math.min(trouble.to, from + length) - Math.max(trouble.from, from));
    return ms.reduce((sum, each) => sum + Math.max(each, 0), 0) / HISTORY_STEP_MS;
  };
  const probes = length / HISTORY_STEP_MS - count(null);
  if (probes === 0) return [];
  const times = probesBetween(history, endpoint, from, from + length, sample).flatMap(({ ms }) => ms ?? []);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? null;
  return [{ from, probes, slow: count('SLOW'), down: count('DOWN'), p50Ms: at(0.5), p95Ms: at(0.95) }];
}

function isHit(endpoint: DemoEndpoint, trouble: History['troubles'][number]): boolean {
  return troubleAt(endpoint, [trouble], trouble.from) !== null;
}

function probesBetween(history: History, endpoint: DemoEndpoint, from: number, to: number, step: number): PastProbe[] {
  const around = history.troubles.filter((trouble) => trouble.from < to && trouble.to > from);
  const probes: PastProbe[] = [];
  for (let at = from; at < to; at += step) {
    const trouble = around.length > 0 ? troubleAt(endpoint, around, at) : null;
    const outcome = trouble ? trouble.outcome : 'UP';
    if (outcome === null) continue;
    probes.push({ at, outcome, ms: answerMs(endpoint, outcome, at), reason: trouble?.reason ?? null });
  }
  return probes;
}

/** How long an answer took: longer in the evening of the shop's country, shortest before dawn. */
function answerMs({ environment, usualMs, name }: DemoEndpoint, outcome: ProbeOutcome, at: number): number | null {
  if (outcome === 'DOWN') return null;
  const noise = hash(at / HISTORY_STEP_MS, environment.slug.length * 31 + name.length * 7 + usualMs);
  // once in a while one answer takes much longer, as everywhere
  const spread = noise > 0.96 ? 1.2 + noise : 0.85 + 0.3 * noise;
  if (outcome === 'SLOW') return Math.round(LIMITS.slowMs * (1.05 + 0.9 * noise));
  return Math.max(1, Math.round(usualMs * rhythm(at, environment.contract.timeZone) * spread));
}

/** 1 at five in the morning, 1.7 at five in the afternoon; the zone's usual offset is near enough. */
function rhythm(at: number, timeZone: string): number {
  const hours = at / HOUR + (OFFSETS[timeZone] ?? 0);
  return 1.35 - 0.35 * Math.cos(((hours - 5) / 24) * 2 * Math.PI);
}
const OFFSETS: Record<string, number> = {
  'Europe/Berlin': 1,
  'Europe/Vienna': 1,
  'Australia/Sydney': 10,
  'America/Los_Angeles': -8,
};

/** A number of [0, 1) that belongs to two whole numbers. */
function hash(one: number, other: number): number {
  let mixed = Math.imul(one ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(other, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x165667b1);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
