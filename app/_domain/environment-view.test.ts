import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ContractRow, type EnvironmentRow, environmentView } from './environment-view.ts';
import type { Standing } from './policy.ts';
import type { EnvironmentKind, Variation } from './rulebook.ts';
import { RULEBOOK_2023_10, RULEBOOK_2024_02 } from './rulebooks.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const DAY = 86_400_000;

const CONTRACT: ContractRow = {
  id: 'c',
  reference: 'NLW-2024',
  organisation: 'Nordlicht Werkzeuge',
  timeZone: 'Europe/Berlin',
  managers: [{ name: 'Nora Feldt', email: 'manager@headroom.example' }],
  productOwner: { name: 'Ruben Aalders', email: 'product@headroom.example' },
  terms: { rulebook: RULEBOOK_2023_10, variations: [], leadTime: null, approvers: null },
  term: { start: NOW - 900 * DAY, end: NOW + 900 * DAY },
  budget: { perYear: 60, used: 41, yearEnd: NOW + 90 * DAY },
  holidays: new Set(),
  stages: ['nlw-stage'],
};

const VARIATION: Variation = {
  id: 'v',
  kind: 'STAGE',
  validFrom: NOW - DAY,
  validTo: NOW + DAY,
  change: { purpose: 'Imports of the parts catalogue.' },
  reason: 'Agreed in the yearly review.',
};

function environment(kind: EnvironmentKind): EnvironmentRow {
  const freezes = [
    { name: 'Later', startsAt: NOW + 9 * DAY, endsAt: NOW + 10 * DAY },
    { name: 'Past', startsAt: NOW - 2 * DAY, endsAt: NOW },
    { name: 'Running', startsAt: NOW - DAY, endsAt: NOW + 1 },
  ];
  return {
    slug: `nlw-${kind.toLowerCase()}`,
    name: kind,
    kind,
    region: 'eu-central-1',
    live: true,
    services: [],
    freezes,
    status: { level: 'UNKNOWN', since: null, observedAt: null },
  };
}

function view(kind: EnvironmentKind, standings: Standing[], change: Partial<ContractRow> = {}) {
  const rows = {
    environment: environment(kind),
    contract: { ...CONTRACT, ...change },
    defaultRulebook: RULEBOOK_2023_10,
  };
  return environmentView(rows, standings, NOW);
}

test('a customer may ask for STAGE and is told the earliest start (R15) and the budget', () => {
  const seen = view('STAGE', ['customer']);
  assert.deepEqual(seen.upscale, { allowed: true, earliestStart: Date.parse('2026-11-25T15:00:00Z') });
  assert.deepEqual(seen.confidential?.budget, { perYear: 60, used: 41, left: 19, yearEnd: NOW + 90 * DAY });
});

test('R8 before R4: PROD cannot be asked for, DEV cannot grow under 2023-10 and STAGE is named', () => {
  const prod = view('PROD', ['customer']).upscale;
  assert.equal(prod.allowed ? null : prod.refusal.code, 'prodNotRequestable');
  assert.equal('earliestStart' in prod, false);
  const dev = view('DEV', ['customer']).upscale;
  assert.deepEqual(dev.allowed ? null : dev.refusal.params, {
    environment: 'nlw-dev',
    rulebook: '2023-10',
    isDefault: false,
    stages: ['nlw-stage'],
  });
  const later = { ...CONTRACT.terms, rulebook: RULEBOOK_2024_02 };
  assert.equal(view('DEV', ['customer'], { terms: later }).upscale.allowed, true);
});

test('R3 first: who is no customer may not ask, wherever', () => {
  for (const standing of ['partner', 'manager', 'operator'] as const)
    for (const kind of ['DEV', 'STAGE', 'PROD'] as const) {
      const { upscale } = view(kind, [standing]);
      assert.deepEqual(upscale.allowed ? null : [upscale.refusal.rule, upscale.refusal.params], ['R3', { standing }]);
    }
  assert.equal(view('STAGE', ['partner', 'customer']).upscale.allowed, true);
});

test('a partner gets no budget, term, lead time, earliest start or reason of a variation', () => {
  const terms = { ...CONTRACT.terms, variations: [VARIATION] };
  const seen = view('STAGE', ['partner'], { terms });
  assert.equal(JSON.stringify(seen).match(/budget|term"|leadTime|earliestStart|reason|approvers|yearly review/), null);
  assert.equal(seen.purpose, 'Imports of the parts catalogue.');
});

test('a variation is shown as such, with its dates and what it changes, only while it holds', () => {
  const terms = { ...CONTRACT.terms, variations: [VARIATION] };
  const { validFrom, validTo, reason } = VARIATION;
  assert.deepEqual(view('STAGE', ['customer'], { terms }).variations, [
    { validFrom, validTo, changes: ['purpose'], reason },
  ]);
  const over = { ...terms, variations: [{ ...VARIATION, validTo: NOW }] };
  const seen = view('STAGE', ['customer'], { terms: over });
  assert.deepEqual([seen.variations, seen.purpose], [[], RULEBOOK_2023_10.kinds.STAGE.purpose]);
});

test('R1: without contract data the default rulebook is shown, labelled as the default', () => {
  const seen = view('STAGE', ['customer'], { terms: { ...CONTRACT.terms, rulebook: null } });
  assert.deepEqual(seen.contractFacts.rulebook, { id: '2023-10', name: RULEBOOK_2023_10.name, isDefault: true });
  assert.equal(seen.contractFacts.managers[0]?.email, 'manager@headroom.example');
  assert.equal(seen.contractFacts.productOwner.name, 'Ruben Aalders');
});

test('no budget agreed is absent, an overdrawn one has nothing left', () => {
  assert.equal('budget' in (view('STAGE', ['manager'], { budget: null }).confidential ?? {}), false);
  const overdrawn = { perYear: 10, used: 12, yearEnd: NOW + DAY };
  assert.equal(view('STAGE', ['manager'], { budget: overdrawn }).confidential?.budget?.left, 0);
});

test('freezes that have ended are gone, the soonest stands first', () => {
  assert.deepEqual(
    view('STAGE', ['partner']).freezes.map(({ name }) => name),
    ['Running', 'Later'],
  );
});

test('services stand in the order of the house, unknown ones last by name', () => {
  const size = { cpu: 512, memory: 1024, min: 1, desired: 1, max: 1 };
  const names = ['worker', 'search', 'audit', 'yves', 'database'];
  const services = names.map((name) => ({
    name,
    shape: 'tasks' as const,
    baseline: size,
    current: size,
    ceiling: size,
  }));
  const rows = {
    environment: { ...environment('STAGE'), services },
    contract: CONTRACT,
    defaultRulebook: RULEBOOK_2023_10,
  };
  const shown = environmentView(rows, ['customer'], NOW).services.map(({ name }) => name);
  assert.deepEqual(shown, ['yves', 'database', 'search', 'audit', 'worker']);
});
