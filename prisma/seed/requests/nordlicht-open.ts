import type { DemoClock } from '../clock.ts';
import type { Story } from '../story.ts';

const ZONE = 'Europe/Berlin';
const JANA = 'customer@nordlicht.example';
const HENRIK = 'buyer@nordlicht.example';
const NORA = 'manager@headroom.example';
const ON_DUTY = 'Jana Behrens, +49 69 5550 142';
const ENVIRONMENT = 'nlw-stage';
const NOBODY_FOLLOWS = {
  follow: [],
  note: 'None: release 4.11 runs on DEV and STAGE unchanged, only the size of STAGE moves.',
};

/** What Nordlicht has open, and what it let expire. */
export function openNordlichtStories(clock: DemoClock): Story[] {
  return [neverAnswered(clock), inReview(clock), draft(clock)];
}

function neverAnswered({ on }: DemoClock): Story {
  const start = on(-9, '19:00', ZONE);
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'DATA_LOAD',
      reason: 'Import of the supplier price lists for the next season, about 180,000 rows through backgw.',
      lines: [{ service: 'backgw', wanted: { max: 2 } }],
      window: { start, end: on(-8, '05:00', ZONE), timeZone: ZONE },
      prescaleMinutes: 15,
      consistency: { follow: ['nlw-dev'], note: 'DEV loads a tenth of the rows first.' },
      contact: 'Henrik Lohmann, +49 69 5550 147',
      authority: true,
      watchers: [JANA],
    },
    steps: [
      { move: 'submit', at: on(-20, '12:26', ZONE), by: HENRIK },
      {
        move: 'ask',
        at: on(-19, '08:40', ZONE),
        by: NORA,
        note: 'How large are the files, and does the import write product images too? Images need disk, which backgw does not have.',
      },
      { move: 'expire', at: start, by: 'clock' },
    ],
  };
}

/** The one that waits for the project manager: database, days 8 to 9. */
function inReview({ hours, fullHour }: DemoClock): Story {
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'LOAD_TEST',
      reason:
        'Release 4.11 rewrites the stock reservation. We want to see the checkout at 3 requests per second against a database that does not run out of burst credits after twenty minutes.',
      lines: [{ service: 'database', wanted: { instance: 'db.m6g.large' } }],
      window: { start: fullHour(8 * 24), end: fullHour(9 * 24 + 1), timeZone: ZONE },
      prescaleMinutes: 0,
      expected: { peakRps: 30, ordersPerHour: 1400 },
      loadTest: {
        tool: 'k6 1.3',
        dataSharePercent: 8,
        trafficSharePercent: 25,
        generators: ['198.51.100.24', '198.51.100.25'],
      },
      consistency: NOBODY_FOLLOWS,
      contact: ON_DUTY,
      purchaseOrder: '4500018733',
      authority: true,
      watchers: [HENRIK],
    },
    steps: [{ move: 'submit', at: hours(-26), by: JANA }],
  };
}

function draft({ on }: DemoClock): Story {
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'DATA_LOAD',
      reason: 'Reindex of the whole catalogue with the new filters; window still to be agreed with the agency.',
      lines: [{ service: 'search', wanted: { instance: 't3.medium.search' } }],
      consistency: { follow: [], note: '' },
      contact: 'Henrik Lohmann, +49 69 5550 147',
    },
    steps: [{ move: 'edit', at: on(-2, '17:12', ZONE), by: HENRIK }],
  };
}
