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

/** What Nordlicht Werkzeuge has behind it. */
export function pastNordlichtStories(clock: DemoClock): Story[] {
  return [loadTestDone(clock), tooLateForTheSale(clock), withdrawnDemo(clock), cancelledRehearsal(clock)];
}

function loadTestDone({ on }: DemoClock): Story {
  const [start, end] = [on(-94, '20:00', ZONE), on(-93, '02:00', ZONE)];
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'LOAD_TEST',
      reason:
        'Load test of the new checkout in release 4.9 before the new catalogue: browse and checkout at the traffic STAGE can carry, to find out where the payment step starts to queue.',
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
        note: 'The board meeting has moved to the next quarter.',
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
