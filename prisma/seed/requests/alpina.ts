import type { DemoClock } from '../clock.ts';
import { MINUTE, nextEuropeanChange, shiftDate, wallTime } from '../clock.ts';
import type { Story } from '../story.ts';

const EUROPE = 'Europe/Vienna';
const AMERICA = 'America/New_York';
const MATTEO = 'customer@alpina.example';
const SOPHIE = 'both@alpina.example';
const NORA = 'manager@headroom.example';
const TOM = 'manager2@headroom.example';
const ON_DUTY = 'Matteo Gruber, +43 1 5550 83';

/** Alpina Foods: two managers decide. */
export function alpinaStories(clock: DemoClock): Story[] {
  return [emergencyDone(clock), active(clock), overTheClockChange(clock), offered(clock), applying(clock)];
}

function emergencyDone({ on }: DemoClock): Story {
  const [start, end] = [on(-38, '18:00', EUROPE), on(-37, '08:00', EUROPE)];
  return {
    ask: {
      environment: 'alp-stage-eu',
      purpose: 'GO_LIVE_REHEARSAL',
      reason: 'The fix for the broken voucher import must be rehearsed with all vouchers before it goes to PROD.',
      lines: [
        { service: 'database', wanted: { instance: 'db.m6g.xlarge' } },
        { service: 'backgw', wanted: { max: 4 } },
      ],
      window: { start, end, timeZone: EUROPE },
      prescaleMinutes: 60,
      emergency: { reason: 'Vouchers sold in shops since this morning cannot be redeemed online.' },
      consistency: { follow: ['alp-stage-us'], note: 'The US gets the fix a day later; its size stays as it is.' },
      contact: ON_DUTY,
      purchaseOrder: 'ALP-77120',
      authority: true,
      watchers: [SOPHIE],
    },
    steps: [
      { move: 'submit', at: on(-38, '12:10', EUROPE), by: MATTEO },
      { move: 'approve', at: on(-38, '12:31', EUROPE), by: TOM },
      { move: 'approve', at: on(-38, '12:54', EUROPE), by: NORA },
      { move: 'apply', at: start - 60 * MINUTE, by: 'clock' },
      { move: 'activate', at: start - 38 * MINUTE, by: 'clock' },
      { move: 'return', at: end, by: 'clock' },
      { move: 'close', at: end + 24 * MINUTE, by: 'clock' },
    ],
  };
}

function active({ on }: DemoClock): Story {
  const start = on(-1, '07:00', EUROPE);
  return {
    ask: {
      environment: 'alp-stage-eu',
      purpose: 'LOAD_TEST',
      reason:
        'Three days of load tests for the offer of the day: it opens at 08:00 and most customers come within ten minutes. We look for the number of tasks that keeps the first page below a second.',
      lines: [{ service: 'yves', wanted: { max: 6, desired: 3 } }],
      window: { start, end: on(2, '20:00', EUROPE), timeZone: EUROPE },
      prescaleMinutes: 30,
      expected: { peakRps: 160, ordersPerHour: 2500 },
      loadTest: {
        tool: 'k6 1.3',
        dataSharePercent: 15,
        trafficSharePercent: 40,
        generators: ['192.0.2.17', '192.0.2.18', '192.0.2.19'],
      },
      consistency: { follow: [], note: 'None: the US shop has no offer of the day, PROD scales by itself.' },
      contact: ON_DUTY,
      purchaseOrder: 'ALP-77394',
      authority: true,
      watchers: [SOPHIE],
    },
    steps: [
      { move: 'submit', at: on(-14, '09:27', EUROPE), by: SOPHIE },
      { move: 'approve', at: on(-13, '10:05', EUROPE), by: NORA },
      { move: 'approve', at: on(-12, '08:49', EUROPE), by: TOM },
      { move: 'apply', at: start - 30 * MINUTE, by: 'clock' },
      { move: 'activate', at: start - 23 * MINUTE, by: 'clock' },
    ],
  };
}

/** From Saturday evening to Sunday morning of the next European change of clocks. */
function overTheClockChange({ on, now }: DemoClock): Story {
  const saturday = nextEuropeanChange(now);
  const start = wallTime(saturday, '20:00', EUROPE);
  return {
    ask: {
      environment: 'alp-stage-eu',
      purpose: 'DATA_LOAD',
      reason:
        'The last time the clocks changed, the nightly price import lost its place and loaded half of the prices. This time the new scheduler runs it and we watch.',
      lines: [{ service: 'glue', wanted: { max: 4 } }],
      window: { start, end: wallTime(shiftDate(saturday, 1), '08:00', EUROPE), timeZone: EUROPE },
      prescaleMinutes: 30,
      consistency: {
        follow: ['alp-stage-us'],
        note: 'The US scheduler gets the same release, its clocks change later.',
      },
      contact: ON_DUTY,
      purchaseOrder: 'ALP-77402',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-12, '14:40', EUROPE), by: MATTEO },
      { move: 'approve', at: on(-11, '09:12', EUROPE), by: TOM },
      { move: 'approve', at: on(-11, '16:30', EUROPE), by: NORA },
    ],
  };
}

function offered({ on }: DemoClock): Story {
  const day = { start: on(13, '09:00', AMERICA), end: on(13, '21:00', AMERICA) };
  return {
    ask: {
      environment: 'alp-stage-us',
      purpose: 'DEMO',
      reason:
        'Tasting day: two hundred buyers of the food chains order from the new assortment on STAGE, from 10:00 on.',
      lines: [{ service: 'yves', wanted: { max: 6, desired: 4 } }],
      window: { start: on(12, '09:00', AMERICA), end: on(12, '21:00', AMERICA), timeZone: AMERICA },
      prescaleMinutes: 45,
      expected: { peakRps: 25, ordersPerHour: 1200 },
      consistency: { follow: [], note: 'None: the assortment is on STAGE only until it is sold.' },
      contact: 'Sophie Zangerl, +43 1 5550 91',
      purchaseOrder: 'ALP-77410',
      authority: true,
      watchers: [MATTEO],
    },
    steps: [
      { move: 'submit', at: on(-5, '10:18', EUROPE), by: SOPHIE },
      {
        move: 'offer',
        at: on(-3, '15:02', EUROPE),
        by: TOM,
        note: 'The network of us-east-1 is maintained on the day you ask for. One day later nothing stands in the way, and five tasks carry your 25 requests per second with room to spare.',
        offer: { lines: [{ service: 'yves', wanted: { max: 5, desired: 4 } }], window: day },
      },
    ],
  };
}

/** Opens in a quarter of an hour: pre-scaling runs now. */
function applying({ on, hours }: DemoClock): Story {
  const start = hours(0.3);
  return {
    ask: {
      environment: 'alp-stage-us',
      purpose: 'DATA_LOAD',
      reason: 'Import of the allergen data of 40,000 articles, in the quiet hours of the US team.',
      lines: [{ service: 'backgw', wanted: { max: 4, desired: 2 } }],
      window: { start, end: hours(9.3), timeZone: AMERICA },
      prescaleMinutes: 30,
      consistency: { follow: ['alp-stage-eu'], note: 'Europe loads the same file next week.' },
      contact: ON_DUTY,
      purchaseOrder: 'ALP-77398',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-13, '11:33', EUROPE), by: MATTEO },
      { move: 'approve', at: on(-12, '08:55', EUROPE), by: TOM },
      { move: 'approve', at: on(-12, '13:20', EUROPE), by: NORA },
      { move: 'apply', at: start - 30 * MINUTE, by: 'clock' },
    ],
  };
}
