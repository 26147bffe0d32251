import { expect, test } from '../fixtures.ts';
import { JANA, LUKAS, NORA } from '../people.ts';
import type { Portal } from '../stack/portal.ts';
import { cookieOf } from '../stack/sign-in.ts';
import type { Captured } from './capture.ts';
import { changingNothing, replay } from './probe.ts';
import {
  add,
  both,
  caughtApproval,
  caughtForm,
  expectWorks,
  partsOf,
  set,
  type Tampering,
  without,
  withParts,
} from './tampering.ts';

/** The customer's own form with something in it that no form of ours sends. */
const FORM: Tampering = {
  'an object where the environment belongs': set('environment', '{"$ne":null}'),
  'an array where the environment belongs': set('environment', '["nlw-stage"]'),
  'a prototype key as environment': set('environment', '__proto__'),
  'spaces around the environment': set('environment', ' nlw-stage\u00a0x'),
  'PROD as environment': set('environment', 'nlw-prod'),
  'another customer’s environment': set('environment', 'kes-stage'),
  'no environment': without('environment'),
  'a file where the reason belongs': set('reason', new File(['text'], 'reason.txt')),
  'NUL in the reason': set('reason', 'a\0b'),
  'no authority': without('authority'),
  'an unknown purpose': set('purpose', 'constructor'),
  'an unknown service': both(without('wanted.yves.max'), add('wanted.nothing.max', '4')),
  'a service named __proto__': both(without('wanted.yves.max'), add('wanted.__proto__.max', '4')),
  'a service named constructor': both(without('wanted.yves.max'), add('wanted.constructor.prototype', '4')),
  'an unknown attribute': both(without('wanted.yves.max'), add('wanted.yves.polluted', '4')),
  'a size of 2^31': set('wanted.yves.max', '2147483648'),
  'a size of 1e309': set('wanted.yves.max', '1e309'),
  'a size in hexadecimal': set('wanted.yves.max', '0x4'),
  'a class outside the catalogue': set('wanted.database.instance', 'db.x1e.32xlarge'),
  'a date that does not exist': set('start', '2027-02-30T09:00'),
  'an hour that does not exist': set('start', '2027-02-03T24:30'),
  'a window of years': set('end', '2031-02-03T09:00'),
  'a year of six digits': set('start', '275760-09-13T00:00'),
  'an end before the start': set('end', '2020-01-01T00:00'),
  'an offset as zone': set('timeZone', 'UTC+1'),
  'a path as zone': set('timeZone', '../../etc/passwd'),
  'unknown environments that follow': add('follow', 'kes-dev'),
  'an unknown intent': set('intent', 'destroy'),
  'no intent': without('intent'),
  'a submission id that is none': set('submissionId', '{"toString":1}'),
  'a version that is none': both(add('version', '1e309'), add('reference', 'UR-2026-0001')),
  'a request that is long over as reference': add('reference', 'UR-2026-0001'),
  'an unreadable reference': add('reference', '../UR-2026-0001'),
};

/** The manager's approval, changed into what it is not. */
const MOVE: Tampering = {
  'a move of the clock': set('move', 'activate'),
  'an unknown move': set('move', 'toString'),
  'a prototype key as move': set('move', '__proto__'),
  'no move': without('move'),
  'an unreadable reference': set('reference', '[object Object]'),
  'a request that is not there': set('reference', 'UR-2026-9999'),
  'a stale version': set('version', '99'),
  'a version that is none': set('version', 'NaN'),
  'a negative version': set('version', '-1'),
  'another hash': set('contentHash', 'f'.repeat(64)),
  'a hash that is none': set('contentHash', '{"$gt":""}'),
  'a rejection without its reason': set('move', 'reject'),
  'an offer of nothing': set('move', 'offer'),
  'a question that is a file': both(set('move', 'ask'), add('question', new File(['?'], 'question'))),
  'a reason with a hidden character': both(set('move', 'reject'), add('reason', 'a\u202eb')),
};

/** Whoever may do it does nothing with it: no table changes, no fault, and the record names at most a refusal. */
async function sendTampered(portal: Portal, captured: Captured, tampering: Tampering, cookie: string): Promise<void> {
  const parts = await partsOf(captured);
  for (const [what, change] of Object.entries(tampering)) {
    const changed = change(parts);
    expect(changed, what).not.toEqual(parts);
    const sent = await withParts(captured, changed);
    const { entries, status } = await changingNothing(portal, what, () => replay(portal, sent, { cookie }));
    expect(
      entries.filter(({ verdict }) => verdict?.allowed !== false),
      what,
    ).toEqual([]);
    expect(status, what).not.toBe(303);
  }
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';
  test(`a tampered request form stores nothing, ${how} JavaScript`, async ({ open, portal }) => {
    const [captured, cookie] = [await caughtForm(open, javaScriptEnabled), await cookieOf(portal, JANA)];
    await sendTampered(portal, captured, FORM, cookie);
    await expectWorks(portal, captured, cookie);
  });

  test(`a tampered move changes nothing, ${how} JavaScript`, async ({ open, portal }) => {
    const [captured, cookie] = [await caughtApproval(open, javaScriptEnabled), await cookieOf(portal, NORA)];
    await sendTampered(portal, captured, MOVE, cookie);
    for (const move of ['submit', 'edit', 'withdraw', 'accept', 'extend']) {
      const sent = await withParts(captured, set('move', move)(await partsOf(captured)));
      for (const [who, standing] of [
        [NORA, 'manager'],
        [LUKAS, 'partner'],
      ] as const) {
        const partner = await cookieOf(portal, who);
        const { entries } = await changingNothing(portal, `${move} as ${who}`, () =>
          replay(portal, sent, { cookie: partner }),
        );
        expect(entries, `${move} as ${who}`).toEqual([
          expect.objectContaining({
            who,
            standing,
            what: move,
            verdict: expect.objectContaining({ allowed: false, rule: 'R3' }),
          }),
        ]);
      }
    }
    await expectWorks(portal, captured, cookie);
  });
}
