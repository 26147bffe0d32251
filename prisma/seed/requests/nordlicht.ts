import type { DemoClock } from '../clock.ts';
import { MINUTE } from '../clock.ts';
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

/** Nordlicht Werkzeuge; yves and glue of nlw-stage carry nothing open, live or scheduled. */
export function nordlichtStories(clock: DemoClock): Story[] {
  return [
    loadTestDone(clock),
    tooLateForTheSale(clock),
    withdrawnDemo(clock),
    cancelledRehearsal(clock),
    neverAnswered(clock),
    inReview(clock),
    draft(clock),
  ];
}

function loadTestDone({ on }: DemoClock): Story {
  const [start, end] = [on(-94, '20:00', ZONE), on(-93, '02:00', ZONE)];
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'LOAD_TEST',
      reason:
        'Load test of the new checkout in release 4.9 before the autumn catalogue: browse and checkout at the traffic STAGE can carry, to find out where the payment step starts to queue.',
      lines: [
        { service: 'yves', wanted: { max: 4 } },
        { service: 'glue', wanted: { max: 4 } },
      ],
      window: { start, end, timeZone: ZONE },
      prescaleMinutes: 30,
      expected: { peakRps: 45, ordersPerHour: 900 },
      loadTest: {
        tool: 'k6 1.3',
        dataSharePercent: 8,
        trafficSharePercent: 35,
        generators: ['198.51.100.24', '198.51.100.25'],
      },
      consistency: { follow: [], note: 'None: release 4.9 is on DEV and STAGE already, PROD follows after the test.' },
      contact: ON_DUTY,
      purchaseOrder: '4500018207',
      authority: true,
      watchers: [HENRIK],
    },
    steps: [
      { move: 'submit', at: on(-106, '09:42', ZONE), by: JANA },
      {
        move: 'ask',
        at: on(-106, '14:05', ZONE),
        by: NORA,
        note: 'Do the load generators sit outside our network? Then we let the edge know, or its rate limit will be what you measure.',
      },
      {
        move: 'answer',
        at: on(-105, '08:58', ZONE),
        by: JANA,
        note: 'Yes, two k6 runners at our provider in Falkenstein. The addresses are in the request now.',
      },
      { move: 'approve', at: on(-105, '10:30', ZONE), by: NORA },
      { move: 'apply', at: start - 30 * MINUTE, by: 'clock' },
      { move: 'activate', at: start - 24 * MINUTE, by: 'clock' },
      { move: 'return', at: end, by: 'clock' },
      { move: 'close', at: end + 9 * MINUTE, by: 'clock' },
    ],
  };
}

function tooLateForTheSale({ on }: DemoClock): Story {
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'SALE_EVENT',
      reason: 'Garden week starts on Friday, we expect three times the visitors and want the search to keep up.',
      lines: [{ service: 'search', wanted: { instance: 't3.medium.search' } }],
      window: { start: on(-58, '06:00', ZONE), end: on(-55, '22:00', ZONE), timeZone: ZONE },
      prescaleMinutes: 60,
      expected: { peakRps: 240, ordersPerHour: 4200 },
      consistency: NOBODY_FOLLOWS,
      contact: 'Henrik Lohmann, +49 69 5550 147',
      purchaseOrder: '4500018344',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-68, '16:20', ZONE), by: HENRIK },
      {
        move: 'reject',
        at: on(-67, '09:15', ZONE),
        by: NORA,
        note: 'Visitors of garden week reach PROD, not STAGE: PROD scales with its load by itself. I have announced the high load to operations for those days, nothing more is needed from you.',
      },
    ],
  };
}

function withdrawnDemo({ on }: DemoClock): Story {
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'DEMO',
      reason: 'Board demo of the configurator with forty guests clicking along on their own tablets.',
      lines: [{ service: 'glue', wanted: { max: 3 } }],
      window: { start: on(-33, '13:00', ZONE), end: on(-33, '18:00', ZONE), timeZone: ZONE },
      prescaleMinutes: 20,
      expected: { peakRps: 12 },
      consistency: NOBODY_FOLLOWS,
      contact: 'Henrik Lohmann, +49 69 5550 147',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-45, '11:02', ZONE), by: HENRIK },
      {
        move: 'withdraw',
        at: on(-42, '15:37', ZONE),
        by: HENRIK,
        note: 'The board meeting has moved to next year.',
      },
    ],
  };
}

function cancelledRehearsal({ on }: DemoClock): Story {
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'GO_LIVE_REHEARSAL',
      reason: 'Rehearsal of the move to the new order export: full order history of one day through backgw.',
      lines: [{ service: 'backgw', wanted: { max: 2, desired: 2 } }],
      window: { start: on(-19, '08:00', ZONE), end: on(-19, '20:00', ZONE), timeZone: ZONE },
      prescaleMinutes: 30,
      consistency: { follow: ['nlw-dev'], note: 'DEV gets the same export settings the day before.' },
      contact: ON_DUTY,
      purchaseOrder: '4500018512',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-31, '10:11', ZONE), by: JANA },
      { move: 'approve', at: on(-30, '09:03', ZONE), by: NORA },
      {
        move: 'cancel',
        at: on(-22, '17:48', ZONE),
        by: JANA,
        note: 'The ERP team is two weeks late, there is nothing to rehearse yet.',
      },
    ],
  };
}

function neverAnswered({ on }: DemoClock): Story {
  const start = on(-9, '19:00', ZONE);
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'DATA_LOAD',
      reason: 'Import of the supplier price lists for the new year, about 180,000 rows through backgw.',
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
