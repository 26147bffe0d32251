import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RefusalCode, type RefusalParams, refusal } from '#domain/refusal.ts';
import { type RefusalWords, refusalWords, type WordsContext } from './refusals.ts';

const CONTEXT: WordsContext = {
  contact: {
    managers: [{ name: 'Mara Lindt', email: 'manager@headroom.example' }],
    productOwner: { name: 'Kim Berg', email: 'owner@nordlicht.example' },
  },
  timeZone: 'Europe/Berlin',
};
const NOBODY: WordsContext = { contact: { managers: [] }, timeZone: 'Asia/Kathmandu' };
const at = (text: string) => Date.parse(text);
const [START, END] = [at('2026-11-26T08:00+01:00'), at('2026-11-27T18:00+01:00')];

/** At least one of every code there is: a new code without a sample does not compile. */
const SAMPLES: { [C in RefusalCode]: [RefusalParams[C], ...RefusalParams[C][]] } = {
  notCustomer: [{ standing: 'partner' }, { standing: 'manager' }],
  prodNotRequestable: [{ environment: 'nlw-prod' }],
  devNeverGrows: [
    { environment: 'kes-dev', rulebook: '2023-10', isDefault: false, stages: ['kes-stage'] },
    { environment: 'kes-dev', rulebook: '2023-10', isDefault: true, stages: [] },
  ],
  notManager: [{ move: 'approve', standing: 'customer' }],
  ownRequest: [{ move: 'approve' }],
  ownOffer: [{}],
  notPermitted: [{ move: 'retry', standing: 'customer' }],
  readOnlyToken: [{}],
  noOperations: [{ standing: 'partner' }],
  devNotForThis: [
    { environment: 'jun-dev', purpose: 'LOAD_TEST', stages: ['jun-stage'] },
    { environment: 'jun-dev', purpose: 'DATA_LOAD', stages: [] },
  ],
  notSizable: [{ service: 'yves', attribute: 'instance' }],
  sizesOutOfOrder: [{ service: 'yves' }],
  notInCatalogue: [
    { service: 'backgw', attribute: 'memory', wanted: '5000', choices: ['1024', '2048'] },
    { service: 'key_value_store', attribute: 'instance', wanted: 'db.x', choices: [] },
  ],
  notAboveBaseline: [{ service: 'yves' }],
  belowBaseline: [{ service: 'yves', attribute: 'max', baseline: '2', wanted: '1' }],
  aboveCeiling: [
    { service: 'yves', attribute: 'max', ceiling: '4', wanted: '5' },
    { service: 'database', attribute: 'instance', ceiling: 'db.m6g.large', wanted: 'db.m6g.xlarge' },
    { service: 'database', attribute: 'diskGiB', ceiling: '0', wanted: '100' },
  ],
  reachesProd: [
    { service: 'database', measure: 'memory', wanted: 16, prod: 16 },
    { service: 'yves', measure: 'vcpu', wanted: 8.5, prod: 8 },
  ],
  loadTestMissing: [{}],
  dataShareTooHigh: [{ share: 100 }],
  trafficShareTooHigh: [{ share: 150 }],
  consistencyMissing: [{}],
  tooSoon: [{ earliest: START + 13_000, leadTime: { value: 3, unit: 'BUSINESS_DAYS' } }],
  startPassed: [
    { now: START, earliest: END },
    { now: START + 1, earliest: START + 1 },
  ],
  frozen: [{ name: 'Go-live', startsAt: START, endsAt: END }],
  outsideTerm: [{ termStart: START, termEnd: END }],
  overBudget: [
    { uses: 3, left: 0, yearEnd: END },
    { uses: 1, left: 0, yearEnd: END },
    { uses: 5, left: 1, yearEnd: END },
    { uses: 5, left: 2, yearEnd: END },
  ],
  windowTaken: [
    { service: 'yves', reference: 'UR-2026-0001', startsAt: START, endsAt: END },
    { service: 'yves', reference: 'UR-2026-0001', startsAt: START, endsAt: null },
  ],
  wrongState: [{ state: 'SCHEDULED', move: 'approve' }],
  stale: [{ version: 3, contentHash: null }],
  alreadyApproved: [{}],
  emergencyUnconfirmed: [{}],
  notOperator: [{ standing: 'manager' }],
  operationOver: [{}],
  notByHand: [{ provider: 'webhook' }],
  operationRunning: [{ environment: 'nlw-stage', reference: 'UR-2026-0001' }],
  notSimulated: [{ environment: 'nlw-stage', provider: 'manual' }],
  providerNotSetUp: [{ provider: 'simulated' }, { provider: 'webhook' }],
  notPublisherOfAll: [{}],
  noticeChanged: [{}],
  noticeElsewhere: [
    { stage: 'RESOLVED', deed: 'end' },
    { stage: 'DRAFT', deed: 'update' },
    { stage: 'PLANNED', deed: 'publish' },
  ],
  noticeSent: [{ published: true }, { published: false }],
  notPublisher: [{ standing: 'customer' }, { standing: 'partner' }],
  endpointChanged: [{ name: 'Shop' }],
  endpointOfDemo: [{}],
  tooManyEndpoints: [{ environment: 'nlw-stage', max: 50 }],
  triedTooOften: [{ seconds: 1 }, { seconds: 42 }],
};

const all = (Object.keys(SAMPLES) as RefusalCode[]).flatMap((code) =>
  SAMPLES[code].map((params) => refusal(code, params as RefusalParams[typeof code])),
);
const say = <C extends RefusalCode>(code: C, params: RefusalParams[C], context = CONTEXT): RefusalWords =>
  refusalWords(refusal(code, params), context);

test('every refusal has a reason and a next step in whole sentences, without a hole where a value belongs', () => {
  for (const each of all)
    for (const context of [CONTEXT, NOBODY]) {
      const { reason, next } = refusalWords(each, context);
      for (const text of [reason, next]) {
        assert.match(text, /^\S.*\.$/, each.code);
        assert.doesNotMatch(text, /undefined|NaN|null|Invalid|\[object|Infinity|\(\)| {2}|R\d/, each.code);
      }
    }
});

test('whoever is to be asked is named with an address, or by role where nobody is known', () => {
  const { next } = say('prodNotRequestable', { environment: 'nlw-prod' });
  assert.match(next, /[Aa]nnounce high load.*Mara Lindt \(manager@headroom\.example\)/);
  assert.match(say('prodNotRequestable', { environment: 'nlw-prod' }, NOBODY).next, /your project manager/);
});

test('a partner is sent to the product owner, who can ask', () => {
  assert.match(say('notCustomer', { standing: 'partner' }).next, /Kim Berg \(owner@nordlicht\.example\)/);
});

test('DEV’s refusal names the rulebook and STAGE, and says when the rulebook is only the default', () => {
  const params = { environment: 'kes-dev', rulebook: '2023-10', isDefault: false, stages: ['kes-stage'] };
  assert.match(say('devNeverGrows', params).reason, /2023-10/);
  assert.doesNotMatch(say('devNeverGrows', params).reason, /default/);
  assert.match(say('devNeverGrows', { ...params, isDefault: true }).reason, /default/);
  assert.match(say('devNeverGrows', params).next, /kes-stage/);
});

test('too soon names the earliest start, rounded up so that choosing it is allowed', () => {
  const [params] = SAMPLES.tooSoon;
  const { reason, next } = say('tooSoon', params);
  assert.match(reason, /3 business days/);
  assert.match(next, /Thu 26 Nov 2026 08:01 Europe\/Berlin/);
  assert.match(say('tooSoon', params, NOBODY).next, /12:46 Asia\/Kathmandu/);
});

test('a freeze is named with its end', () => {
  const { reason, next } = say('frozen', { name: 'Go-live', startsAt: START, endsAt: END });
  assert.match(reason, /“Go-live”/);
  assert.match(next, /Fri 27 Nov 2026 18:00 Europe\/Berlin or later/);
});

test('the budget’s refusal says what the window uses and what is left, in singular and plural', () => {
  assert.match(say('overBudget', { uses: 1, left: 0, yearEnd: END }).reason, /uses 1 upscale-day; none is left/);
  assert.match(say('overBudget', { uses: 5, left: 1, yearEnd: END }).reason, /uses 5 upscale-days; 1 is left/);
  assert.match(say('overBudget', { uses: 5, left: 2, yearEnd: END }).next, /Shorten it to 2 days/);
  assert.doesNotMatch(say('overBudget', { uses: 5, left: 0, yearEnd: END }).next, /Shorten/);
});

test('a taken window names the first request; after a permanent one there is no later', () => {
  const params = { service: 'yves', reference: 'UR-2026-0001', startsAt: START, endsAt: END };
  assert.match(say('windowTaken', params).reason, /UR-2026-0001/);
  assert.match(say('windowTaken', params).next, /or later/);
  assert.doesNotMatch(say('windowTaken', { ...params, endsAt: null }).next, /or later/);
});

test('sizes are said with their units', () => {
  assert.match(say('aboveCeiling', SAMPLES.aboveCeiling[0]).reason, /5 tasks asked, .* 4 tasks\./);
  assert.match(say('notInCatalogue', SAMPLES.notInCatalogue[0]).next, /1 GiB or 2 GiB/);
  assert.match(say('reachesProd', { service: 'yves', measure: 'vcpu', wanted: 8.5, prod: 8 }).reason, /8½ vCPU/);
});
