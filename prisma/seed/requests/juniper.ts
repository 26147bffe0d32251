import type { DemoClock } from '../clock.ts';
import { MINUTE } from '../clock.ts';
import type { Story } from '../story.ts';

const ZONE = 'America/Los_Angeles';
const DANA = 'customer@juniper.example';
const NORA = 'manager@headroom.example';
const TOM = 'manager2@headroom.example';
const ON_DUTY = 'Dana Whitfield, +1 503 555 0164';

/** Juniper Home, on its way to its first go-live. */
export function juniperStories(clock: DemoClock): Story[] {
  return [endedEarly(clock), overdueReturn(clock), rehearsal(clock)];
}

/** DEV can grow on request under 2024-02. */
function endedEarly({ on }: DemoClock): Story {
  const [start, ended] = [on(-26, '07:00', ZONE), on(-26, '16:25', ZONE)];
  return {
    ask: {
      environment: 'jun-dev',
      purpose: 'OTHER',
      reason:
        'Two teams merge their branches this week and share DEV: the second deployment needs room beside the first.',
      lines: [{ service: 'yves', wanted: { max: 2 } }],
      window: { start, end: on(-23, '18:00', ZONE), timeZone: ZONE },
      prescaleMinutes: 15,
      consistency: { follow: [], note: 'None: the merged release reaches STAGE after the sprint.' },
      contact: ON_DUTY,
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-38, '10:05', ZONE), by: DANA },
      { move: 'approve', at: on(-37, '02:11', ZONE), by: TOM },
      { move: 'apply', at: start - 15 * MINUTE, by: 'clock' },
      { move: 'activate', at: start - 11 * MINUTE, by: 'clock' },
      { move: 'end', at: ended, by: DANA, note: 'Merged on the first day, the second deployment is gone.' },
      { move: 'close', at: ended + 6 * MINUTE, by: 'clock' },
    ],
  };
}

/** The window has ended, the size has not come back: visible everywhere. */
function overdueReturn({ on, fullHour }: DemoClock): Story {
  const [start, end] = [on(-2, '07:00', ZONE), fullHour(-4)];
  return {
    ask: {
      environment: 'jun-stage',
      purpose: 'DATA_LOAD',
      reason: 'First full import of the furniture catalogue with all variants, as rehearsal of the one before go-live.',
      lines: [{ service: 'backgw', wanted: { max: 3, desired: 2 } }],
      window: { start, end, timeZone: ZONE },
      prescaleMinutes: 30,
      consistency: { follow: ['jun-dev'], note: 'DEV keeps its sample of 500 articles.' },
      contact: ON_DUTY,
      purchaseOrder: 'JH-1042',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-15, '09:50', ZONE), by: DANA },
      { move: 'approve', at: on(-14, '01:36', ZONE), by: NORA },
      { move: 'apply', at: start - 30 * MINUTE, by: 'clock' },
      { move: 'activate', at: start - 25 * MINUTE, by: 'clock' },
      { move: 'return', at: end, by: 'clock' },
      { move: 'fail', at: end + 60 * MINUTE, by: 'clock' },
      { move: 'retry', at: end + 130 * MINUTE, by: NORA, note: 'The provider says the queue is empty again.' },
    ],
  };
}

function rehearsal({ on }: DemoClock): Story {
  return {
    ask: {
      environment: 'jun-stage',
      purpose: 'GO_LIVE_REHEARSAL',
      reason:
        'Full rehearsal of the go-live weekend: import, cache warm-up, switch of the name, first orders by staff.',
      lines: [
        { service: 'glue', wanted: { max: 4 } },
        { service: 'key_value_store', wanted: { instance: 'cache.t4g.medium' } },
      ],
      window: { start: on(18, '06:00', ZONE), end: on(19, '18:00', ZONE), timeZone: ZONE },
      prescaleMinutes: 60,
      expected: { peakRps: 20, ordersPerHour: 120 },
      consistency: { follow: ['jun-dev'], note: 'DEV is frozen on the same release for those two days.' },
      contact: ON_DUTY,
      purchaseOrder: 'JH-1055',
      authority: true,
      watchers: [],
    },
    steps: [
      { move: 'submit', at: on(-6, '13:15', ZONE), by: DANA },
      { move: 'approve', at: on(-5, '02:20', ZONE), by: NORA },
    ],
  };
}
