import type { ProbeOutcome, ProbeReasonCode } from '#domain/probe.ts';
import { DAYS_SHOWN } from '#domain/uptime.ts';
import type { DemoClock } from '../clock.ts';
import type { DemoEnvironment } from '../environments.ts';
import type { NoticeStory } from './notices.ts';
import { between, seeded } from './random.ts';

/** What endpoints of one environment were like instead of UP; [from, to) in UTC ms, on the grid of the history's probes. outcome null = nobody looked. */
export type Trouble = {
  slug: string;
  /** null = all endpoints; else those of the services */
  services: readonly string[] | null;
  outcome: Exclude<ProbeOutcome, 'UP'> | null;
  reason: ProbeReasonCode | null;
  from: number;
  to: number;
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The history was probed at every second full minute. */
export const HISTORY_STEP_MS = 2 * MINUTE;
/** Quiet before the moment of loading, so that the demo begins as its last readings say. */
const QUIET_MS = 2 * 60 * MINUTE;

/** The instant at which the history begins: 00:00 UTC, 89 days before today. */
export function historyStart(now: number): number {
  return Math.floor(now / DAY) * DAY - (DAYS_SHOWN - 1) * DAY;
}

/** Everything that ever went wrong in an environment: what its notices tell of, and small troubles that nobody wrote about. */
export function troublesOf(clock: DemoClock, environment: DemoEnvironment, stories: readonly NoticeStory[]): Trouble[] {
  const told = stories.flatMap(({ trouble }) => (trouble?.slug === environment.slug ? [trouble] : []));
  const gap = environment.slug === 'nlw-dev' ? [gapOf(clock, environment)] : [];
  return [...told, ...gap, ...smallTroubles(clock, environment, [...told, ...gap])];
}

/** Three days in which nobody looked at Nordlicht's DEV. */
function gapOf(clock: DemoClock, { slug, contract }: DemoEnvironment): Trouble {
  const from = clock.on(-34, '09:40', contract.timeZone);
  return { slug, services: null, outcome: null, reason: null, from, to: from + 3 * DAY };
}

/** Now and then an endpoint is down for minutes or slow for half an hour; on PROD seldom. They keep clear of what is told. */
function smallTroubles({ now }: DemoClock, { slug, kind }: DemoEnvironment, told: readonly Trouble[]): Trouble[] {
  const random = seeded(`troubles of ${slug}`);
  const start = historyStart(now);
  const everyDays = { DEV: 6, STAGE: 9, PROD: 26 }[kind];
  const made: Trouble[] = [];
  for (let day = between(random, 1, everyDays); day < DAYS_SHOWN; day += between(random, 2, 2 * everyDays)) {
    const slow = random() < 0.6;
    const from = start + day * DAY + between(random, 0, DAY / HISTORY_STEP_MS - 1) * HISTORY_STEP_MS;
    const to = from + (slow ? between(random, 3, 14) : between(random, 1, 3)) * HISTORY_STEP_MS;
    const services = [['yves'], ['glue'], ['backoffice'], ['yves', 'glue']][between(random, 0, 3)] ?? ['yves'];
    if (to > now - QUIET_MS || told.some((each) => from < each.to + DAY / 4 && to > each.from - DAY / 4)) continue;
    made.push({ slug, services, from, to, ...(slow ? SLOW : REFUSING) });
  }
  return made;
}

export const SLOW = { outcome: 'SLOW', reason: 'slow' } as const;
const REFUSING = { outcome: 'DOWN', reason: 'refused' } as const;
