import { Temporal } from 'temporal-polyfill';
import { test } from '../fixtures.ts';
import { INES, JANA, LUKAS, MATTEO, NORA, SOPHIE, TOM } from '../people.ts';
import { type Deed, move } from './deeds.ts';
import { prove } from './prove.ts';
import type { STANDINGS, World } from './world.ts';

/** Standings on Alpina's contract, whose window on alp-stage-eu is on. */
const standings: typeof STANDINGS = new Map([
  [MATTEO, 'customer'],
  [SOPHIE, 'customer'],
  ['partner@tallgrass.example', 'partner'],
  [NORA, 'manager'],
  [TOM, 'manager'],
  [INES, 'operator'],
  [JANA, null],
  [LUKAS, null],
]);

async function active({ portal }: World) {
  const { rows } = await portal.sql.query<{ reference: string; end: Date; zone: string }>(
    `SELECT reference, "windowEnd" AS end, "timeZone" AS zone FROM "UpscaleRequest" WHERE state = 'ACTIVE'`,
  );
  const [{ reference, end, zone } = { reference: '', end: new Date(), zone: 'UTC' }] = rows;
  const later = Temporal.Instant.fromEpochMilliseconds(end.getTime()).toZonedDateTimeISO(zone).add({ hours: 2 });
  return {
    path: `/requests/${reference}`,
    subject: `request ${reference}`,
    newEnd: later.toPlainDateTime().toString({ smallestUnit: 'minute' }),
  };
}

test('extend, sent again by everyone', ({ open, portal }) => {
  const typed: Record<string, string> = {};
  const prepare = async (world: World) => {
    const { newEnd, ...where } = await active(world);
    typed['New end'] = newEnd;
    return where;
  };
  const extend: Deed = { ...move('extend', 'Extend', [MATTEO, SOPHIE], 'R3', prepare, typed), standings };
  return prove(extend, { portal, open, javaScriptEnabled: true });
});

test('end early, sent again by everyone', ({ open, portal }) => {
  const end = move('end', 'End early', [TOM, NORA, INES, MATTEO, SOPHIE], 'R13', active, { Reason: 'Done sooner.' });
  return prove({ ...end, standings }, { portal, open, javaScriptEnabled: false });
});
