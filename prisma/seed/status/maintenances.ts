import { instantToLocal } from '#domain/time.ts';
import { type DemoClock, shiftDate } from '../clock.ts';
import { MANAGER, maintenance, type NoticeStory } from './notices.ts';
import { between, seeded } from './random.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SUNDAY = 0;
const WEEKLY: readonly [slug: string, zone: string][] = [
  ['nlw-prod', 'Europe/Berlin'],
  ['kes-prod', 'Australia/Sydney'],
  ['alp-prod', 'Europe/Vienna'],
];

/** The maintenance of all contracts: weekly nights on PROD, and one of each other kind. */
export function maintenances(clock: DemoClock): NoticeStory[] {
  return [
    ...WEEKLY.flatMap(([slug, zone]) => sundays(clock, zone).map((days) => weeklyNight(clock, slug, zone, days))),
    ...[newDatabase(clock), cancelled(clock), running(clock), everywhere(clock)],
  ];
}

/** How many days ago the Sundays of the history were, oldest first. */
function sundays({ now }: DemoClock, zone: string): number[] {
  const today = instantToLocal(now, zone).slice(0, 10);
  const ago = Array.from({ length: 87 }, (_, n) => 87 - n);
  return ago.filter((days) => new Date(shiftDate(today, -days)).getUTCDay() === SUNDAY);
}

/** Between two and three at night on Sunday: the storefront is away for minutes. */
function weeklyNight(clock: DemoClock, slug: string, zone: string, days: number): NoticeStory {
  const random = seeded(`night of ${slug} ${days}`);
  // in the night in which the clocks change three o'clock may come sooner
  const from = clock.on(-days, '01:00', zone);
  const dip = { after: 2 * between(random, 5, 12), minutes: 2 * between(random, 1, 4), services: ['yves'] };
  const endsAt = from + 60 * MINUTE;
  return maintenance({
    ...{ title: 'Weekly maintenance night', slugs: [slug], from, minutes: 60, impact: 'PARTIAL_OUTAGE', dip },
    announcedAt: Math.max(from - 4 * DAY, clock.now - 89 * DAY),
    text: 'Patches of the operating system. The storefront is away for a few minutes.',
    end: { at: endsAt, state: 'COMPLETED', text: 'Done, within the hour.' },
  });
}

function newDatabase(clock: DemoClock): NoticeStory {
  return maintenance({
    ...{ title: 'Move to a newer database release', slugs: ['nlw-prod'], minutes: 90, impact: 'MAJOR_OUTAGE' },
    ...{ from: clock.on(3, '02:00', 'Europe/Berlin'), announcedAt: clock.hours(-50), by: MANAGER },
    text: 'The database moves to a newer release, **rehearsed on STAGE** last week. The shop is closed for up to half an hour.',
  });
}

function cancelled(clock: DemoClock): NoticeStory {
  const announcedAt = clock.on(-16, '10:00', 'Europe/Berlin');
  return maintenance({
    ...{ title: 'Exchange of search nodes', slugs: ['nlw-stage'], minutes: 120, impact: 'DEGRADED' },
    ...{ from: clock.on(-13, '20:00', 'Europe/Berlin'), announcedAt, by: MANAGER },
    text: 'Search of STAGE is exchanged node by node.',
    end: { at: announcedAt + DAY, state: 'CANCELLED', text: 'Not needed: the nodes are well with the newer driver.' },
  });
}

/** Under way while the demo is loaded, and for a day and a half after. */
function running(clock: DemoClock): NoticeStory {
  return maintenance({
    ...{ title: 'DEV moves to larger disks', slugs: ['jun-dev'], minutes: 40 * 60, impact: 'PARTIAL_OUTAGE' },
    ...{ from: clock.hours(-3), announcedAt: clock.hours(-52), by: MANAGER },
    text: 'Services move one after the other; each is away for some minutes.',
  });
}

/** Of several contracts at once: each sees its own part. */
function everywhere(clock: DemoClock): NoticeStory {
  return maintenance({
    title: 'Firmware of the load balancers',
    slugs: ['nlw-stage', 'kes-stage', 'alp-stage-eu', 'alp-stage-us', 'jun-stage'],
    ...{ from: clock.on(9, '04:00', 'UTC'), minutes: 60, impact: 'DEGRADED', announcedAt: clock.hours(-26) },
    text: 'Load balancers of all STAGE environments get new firmware, one after the other. Connections may break once.',
  });
}
