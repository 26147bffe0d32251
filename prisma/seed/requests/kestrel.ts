import type { DemoClock } from '../clock.ts';
import { MINUTE } from '../clock.ts';
import type { Story } from '../story.ts';

const ZONE = 'Australia/Sydney';
const PRIYA = 'customer@kestrel.example';
const NORA = 'manager@headroom.example';
const ON_DUTY = 'Priya Raman, +61 2 5550 1178';
const ENVIRONMENT = 'kes-stage';

/** Kestrel Parts. */
export function kestrelStories(clock: DemoClock): Story[] {
  return [biggerSearch(clock), feedTest(clock), needsInfo(clock), refusedByProvider(clock)];
}

/** A permanent change: what was granted is the baseline now. */
function biggerSearch({ on }: DemoClock): Story {
  const start = on(-118, '06:00', ZONE);
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'OTHER',
      reason:
        'With the fitment data of three more makes the index no longer fits into memory, every certification run ends in timeouts. We want the larger search node for good.',
      lines: [{ service: 'search', wanted: { instance: 't3.medium.search' } }],
      window: { start, end: null, timeZone: ZONE },
      prescaleMinutes: 0,
      consistency: { follow: [], note: 'None: PROD has two m6g.large.search nodes and keeps them.' },
      contact: ON_DUTY,
      purchaseOrder: 'KP-20931',
      authority: true,
      watchers: [],
    },
    sizesThen: { search: { instance: 't3.small.search', count: 1 } },
    steps: [
      { move: 'submit', at: on(-131, '10:20', ZONE), by: PRIYA },
      { move: 'approve', at: on(-130, '17:45', ZONE), by: NORA },
      { move: 'apply', at: start, by: 'clock' },
      { move: 'activate', at: start + 22 * MINUTE, by: 'clock' },
      { move: 'adopt', at: start + 27 * MINUTE, by: 'clock' },
    ],
  };
}

function feedTest({ on }: DemoClock): Story {
  const [start, end] = [on(-47, '19:00', ZONE), on(-46, '01:00', ZONE)];
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'LOAD_TEST',
      reason:
        'Suppliers poll the fitment API far more often since they certify their feeds; we replay a Monday morning, scaled down.',
      lines: [{ service: 'glue', wanted: { max: 4, desired: 2 } }],
      window: { start, end, timeZone: ZONE },
      prescaleMinutes: 45,
      expected: { peakRps: 38 },
      loadTest: {
        tool: 'Gatling 3.14',
        dataSharePercent: 20,
        trafficSharePercent: 30,
        generators: ['203.0.113.61'],
      },
      consistency: { follow: [], note: 'None: only STAGE serves the suppliers during certification.' },
      contact: ON_DUTY,
      purchaseOrder: 'KP-21377',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-60, '09:14', ZONE), by: PRIYA },
      { move: 'approve', at: on(-59, '18:02', ZONE), by: NORA },
      { move: 'apply', at: start - 45 * MINUTE, by: 'clock' },
      { move: 'activate', at: start - 40 * MINUTE, by: 'clock' },
      { move: 'return', at: end, by: 'clock' },
      { move: 'close', at: end + 12 * MINUTE, by: 'clock' },
    ],
  };
}

function needsInfo({ on }: DemoClock): Story {
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'LOAD_TEST',
      reason: 'Performance test of the vehicle picker before the quarterly catalogue goes to PROD.',
      lines: [{ service: 'yves', wanted: { max: 4 } }],
      window: { start: on(11, '19:00', ZONE), end: on(11, '23:30', ZONE), timeZone: ZONE },
      prescaleMinutes: 30,
      expected: { peakRps: 40, ordersPerHour: 600 },
      loadTest: {
        tool: 'Gatling 3.14',
        dataSharePercent: 25,
        trafficSharePercent: 60,
        generators: ['203.0.113.61', '203.0.113.62'],
      },
      consistency: { follow: ['kes-dev'], note: 'DEV runs the same release; its size stays as it is.' },
      contact: ON_DUTY,
      purchaseOrder: 'KP-21540',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-4, '15:31', ZONE), by: PRIYA },
      {
        move: 'ask',
        at: on(-3, '18:20', ZONE),
        by: NORA,
        note: '60 % of the PROD peak on four small tasks: the database will be the limit long before yves is. Do you want to raise it too, or is it the rendering alone that you measure?',
      },
    ],
  };
}

/** Today's: the provider has said no, the window is running. */
function refusedByProvider({ on, fullHour }: DemoClock): Story {
  const start = fullHour(-1);
  return {
    ask: {
      environment: ENVIRONMENT,
      purpose: 'DATA_LOAD',
      reason: 'Import of the fitment data of two makes, overnight for the suppliers, before they certify it.',
      lines: [{ service: 'backgw', wanted: { max: 3, desired: 3 } }],
      window: { start, end: fullHour(23), timeZone: ZONE },
      prescaleMinutes: 30,
      consistency: { follow: [], note: 'None: PROD gets the data with the catalogue at the end of the quarter.' },
      contact: ON_DUTY,
      purchaseOrder: 'KP-21552',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-13, '11:48', ZONE), by: PRIYA },
      { move: 'approve', at: on(-12, '19:10', ZONE), by: NORA },
      { move: 'apply', at: start - 30 * MINUTE, by: 'clock' },
      {
        move: 'fail',
        at: start - 20 * MINUTE,
        by: 'clock',
        note: 'The provider refused: no capacity for three tasks of this size in ap-southeast-2 at the moment.',
      },
    ],
  };
}
