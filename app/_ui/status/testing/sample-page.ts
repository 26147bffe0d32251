import { LEVELS, type Level, worst } from '#domain/status.ts';
import type { NoticeView, SafeHtml, StatusEnvironment, StatusPage } from '#domain/status-view.ts';
import { dateOf, type StatusDay, uptimeOf, uptimeOutsideMaintenance } from '#domain/uptime.ts';

export const NOW = Date.parse('2026-11-23T14:30:00Z');
const DAY = 86_400_000;
const HOUR = 3_600_000;
const KINDS = ['DEV', 'STAGE', 'PROD'] as const;
const SERVICES = ['yves', 'glue', 'backoffice', 'backgw', 'database', 'search'];

/** A page of a contract with so many environments and past incidents: some trouble, some gaps, the same each time. */
export function samplePage(environments = 12, incidents = 20): StatusPage {
  const all = Array.from({ length: environments }, (_, at) => environmentOf(at)).sort(
    (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level),
  );
  const counts = Object.fromEntries(LEVELS.map((level) => [level, all.filter((each) => each.level === level).length]));
  return {
    contract: { reference: 'NLW-2024', organisation: 'Nordlicht Werkzeuge' },
    counts: counts as StatusPage['counts'],
    total: environments,
    level: worst(all.map(({ level }) => level)),
    environments: all,
    query: '',
    page: 1,
    pages: 1,
    open: [notice(100, { state: 'IDENTIFIED', endsAt: null, startsAt: NOW - HOUR, impact: 'PARTIAL_OUTAGE' })],
    planned: [
      notice(101, {
        kind: 'MAINTENANCE',
        title: 'Database upgrade to the next minor version',
        state: 'PLANNED',
        impact: 'DEGRADED',
        startsAt: NOW + 2 * DAY,
        endsAt: NOW + 2 * DAY + 2 * HOUR,
        updates: [
          update('PLANNED', NOW - DAY, 'The shop answers slowly for some minutes while the database fails over.'),
        ],
      }),
    ],
    past: Array.from({ length: incidents }, (_, at) => notice(at, {})),
    asOf: NOW,
    stale: false,
  };
}

/** A UTC day, so many days before NOW. */
export function dayAgo(ago: number, level: Level, given: Partial<StatusDay> = {}): StatusDay {
  const whole = ago === 0 ? (NOW % DAY) / 1000 : 86_400;
  const observedSeconds = level === 'UNKNOWN' ? 0 : whole;
  const down = level === 'MAJOR_OUTAGE' ? 1260 : level === 'PARTIAL_OUTAGE' ? 420 : 0;
  return {
    date: dateOf(NOW - ago * DAY),
    level,
    observedSeconds,
    upSeconds: Math.max(0, observedSeconds - down),
    maintenanceSeconds: level === 'MAINTENANCE' ? 3600 : 0,
    observedMaintenanceSeconds: level === 'MAINTENANCE' ? 3600 : 0,
    upMaintenanceSeconds: level === 'MAINTENANCE' ? 1800 : 0,
    ...given,
  };
}

function environmentOf(at: number): StatusEnvironment {
  const kind = KINDS[at % 3]!;
  const level: Level = at === 4 ? 'PARTIAL_OUTAGE' : at === 7 ? 'DEGRADED' : at === 9 ? 'UNKNOWN' : 'OPERATIONAL';
  const days = Array.from({ length: 90 }, (_, index) => dayOfSample(at, 89 - index, level));
  const slug = `nlw-${kind.toLowerCase()}${at < 3 ? '' : `-${Math.floor(at / 3) + 1}`}`;
  return {
    id: `id-${at}`,
    slug,
    name: `Nordlicht ${kind}${at < 3 ? '' : ` ${Math.floor(at / 3) + 1}`}`,
    kind,
    region: 'eu-central-1',
    contract: 'NLW-2024',
    organisation: 'Nordlicht Werkzeuge',
    live: at !== 9,
    measured: at !== 9,
    level,
    since: level === 'UNKNOWN' ? null : NOW - (at + 1) * 7 * HOUR,
    reasons:
      level === 'PARTIAL_OUTAGE'
        ? [
            { what: 'notice', kind: 'INCIDENT', id: 'i100', title: 'Checkout answers with errors', level },
            { what: 'endpoint', endpoint: 'Storefront', service: 'yves', level: 'MAJOR_OUTAGE', code: 'timeout' },
          ]
        : level === 'DEGRADED'
          ? [{ what: 'endpoint', endpoint: 'Glue API', service: 'glue', level, code: 'slow' }]
          : [],
    services: SERVICES.map((service, index) => ({
      service,
      level: index === 0 && level !== 'OPERATIONAL' ? level : ('OPERATIONAL' as const),
      since: NOW - (index + 2) * DAY,
    })),
    days,
    uptime: uptimeOf(days),
    uptimeOutsideMaintenance: uptimeOutsideMaintenance(days),
  };
}

function dayOfSample(at: number, ago: number, level: Level): StatusDay {
  if (ago === 0 && level !== 'UNKNOWN') return dayAgo(0, level);
  if (at === 9) return dayAgo(ago, ago > 40 ? 'OPERATIONAL' : 'UNKNOWN');
  const draw = (at * 31 + ago * 17 + ((ago * ago) % 23)) % 97;
  if (draw === 5) return dayAgo(ago, 'MAJOR_OUTAGE');
  if (draw === 11 || draw === 40) return dayAgo(ago, 'DEGRADED');
  if (draw === 23) return dayAgo(ago, 'PARTIAL_OUTAGE');
  if (draw === 51) return dayAgo(ago, 'MAINTENANCE');
  if (at % 4 === 1 && ago > 60 && ago < 64) return dayAgo(ago, 'UNKNOWN');
  if (at % 4 === 1 && ago === 60) return dayAgo(ago, 'OPERATIONAL', { observedSeconds: 40_000, upSeconds: 40_000 });
  return dayAgo(ago, 'OPERATIONAL');
}

const TITLES = [
  'Checkout answers with errors',
  'Slow product pages',
  'Search finds nothing',
  'Images are missing',
  'Sign-in fails for some customers',
];
const TEXTS = [
  'We see errors in the checkout and look for the cause.',
  'A connection pool was exhausted by a stuck import. The import is stopped.',
  'The errors have stopped. We watch the numbers until tomorrow.',
  'All is well again. We raise the limit of the pool and alarm earlier.',
];

function notice(at: number, given: Partial<NoticeView>): NoticeView {
  const startsAt = NOW - (at + 1) * 4 * DAY - at * HOUR;
  const text = (index: number) => `${TEXTS[(at + index) % TEXTS.length]} (${at + 1})`;
  return {
    id: `i${at}`,
    kind: 'INCIDENT',
    title: TITLES[at % TITLES.length]!,
    state: 'RESOLVED',
    impact: at % 3 === 0 ? 'MAJOR_OUTAGE' : 'DEGRADED',
    startsAt,
    endsAt: startsAt + (20 + at) * 60_000,
    affected: [
      { slug: 'nlw-prod', name: 'Nordlicht PROD', service: at % 2 === 0 ? 'yves' : null, removed: false },
      ...(at % 5 === 0 ? [{ slug: 'nlw-old', name: 'Nordlicht OLD', service: null, removed: true }] : []),
    ],
    updates: (['RESOLVED', 'MONITORING', 'IDENTIFIED', 'INVESTIGATING'] as const)
      .slice(given.endsAt === null ? 2 : 0)
      .map((state, index) => update(state, (given.startsAt ?? startsAt) + (3 - index) * 300_000, text(3 - index))),
    postMortem: at % 6 === 0 ? (`<p>${text(3)}</p><ul><li>What we do about it</li></ul>` as SafeHtml) : null,
    ...given,
  };
}

function update(state: NoticeView['state'], at: number, text: string) {
  return { at, state, html: `<p>${text}</p>` as SafeHtml, editedAt: null };
}
