import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProbeOutcome } from './probe.ts';
import { type Affect, levelAt, type Reading, type StatusFacts, serviceLevelsAt, worst } from './status.ts';

const NOW = 1000;
type Probed = ProbeOutcome | 'never' | 'stale';

const reading = (probed: Probed, service: string | null = null): Reading => ({
  endpoint: `of ${service}`,
  service,
  outcome: probed === 'never' ? null : probed === 'stale' ? 'UP' : probed,
  reason: probed === 'SLOW' ? 'slow' : probed === 'DOWN' ? 'refused' : null,
  staleAt: probed === 'never' ? null : probed === 'stale' ? NOW : NOW + 1,
});
const affect = (kind: Affect['kind'], impact: Affect['impact'], changes: Partial<Affect> = {}): Affect => ({
  ...{ kind, id: `${kind} ${impact}`, title: kind, impact, service: null, from: 0, to: null },
  ...changes,
});
const facts = (probed: readonly Probed[], ...affects: Affect[]): StatusFacts => ({
  readings: probed.map((one) => reading(one)),
  affects,
});
const shown = (given: StatusFacts) => levelAt(given, NOW).level;

test('measured: the worst endpoint counts, and all of them down is more than some', () => {
  const cases: [Probed[], string][] = [
    [['UP', 'UP'], 'OPERATIONAL'],
    [['UP', 'SLOW'], 'DEGRADED'],
    [['SLOW', 'SLOW'], 'DEGRADED'],
    [['UP', 'DOWN'], 'PARTIAL_OUTAGE'],
    [['SLOW', 'DOWN'], 'PARTIAL_OUTAGE'],
    [['DOWN', 'never'], 'PARTIAL_OUTAGE'],
    [['DOWN'], 'MAJOR_OUTAGE'],
    [['DOWN', 'DOWN'], 'MAJOR_OUTAGE'],
  ];
  for (const [probed, expected] of cases) assert.equal(shown(facts(probed)), expected, probed.join());
});

test('no data is unknown, and a stale reading is none: nothing of it stays green', () => {
  for (const probed of [[], ['never'], ['stale'], ['UP', 'never'], ['UP', 'stale']] as Probed[][])
    assert.equal(shown(facts(probed)), 'UNKNOWN', probed.join());
  const stale = { ...reading('SLOW'), staleAt: NOW };
  assert.deepEqual(levelAt({ readings: [stale], affects: [] }, NOW).reasons, [
    { what: 'endpoint', endpoint: 'of null', service: null, level: 'UNKNOWN', code: null },
  ]);
  assert.equal(worst([]), 'UNKNOWN');
});

test('an incident shows what it does, and one that does nothing changes nothing', () => {
  assert.equal(shown(facts(['UP'], affect('INCIDENT', 'DEGRADED'))), 'DEGRADED');
  assert.equal(shown(facts(['DOWN', 'DOWN'], affect('INCIDENT', 'DEGRADED'))), 'MAJOR_OUTAGE');
  for (const probed of [['UP'], ['SLOW'], ['UP', 'DOWN'], ['DOWN'], ['never'], []] as Probed[][]) {
    const nothing = facts(probed, affect('INCIDENT', 'OPERATIONAL'));
    assert.deepEqual(levelAt(nothing, NOW), levelAt(facts(probed), NOW), probed.join());
  }
});

test('an incident on one service is that service’s, and part of its environment’s', () => {
  const given: StatusFacts = {
    readings: [reading('UP', 'yves'), reading('UP', 'zed')],
    affects: [affect('INCIDENT', 'MAJOR_OUTAGE', { service: 'yves' })],
  };
  assert.equal(shown(given), 'PARTIAL_OUTAGE');
  assert.deepEqual(serviceLevelsAt(given, NOW), [
    { service: 'yves', level: 'MAJOR_OUTAGE' },
    { service: 'zed', level: 'OPERATIONAL' },
  ]);
});

test('a notice counts from its first instant up to, not at, its last', () => {
  const during = (changes: Partial<Affect>) => shown(facts(['UP'], affect('INCIDENT', 'DEGRADED', changes)));
  assert.equal(during({ from: NOW }), 'DEGRADED');
  assert.equal(during({ from: NOW + 1 }), 'OPERATIONAL');
  assert.equal(during({ to: NOW + 1 }), 'DEGRADED');
  assert.equal(during({ to: NOW }), 'OPERATIONAL');
});

test('maintenance explains the trouble it expects and no more', () => {
  const cases: [Probed[], Affect['impact'], string][] = [
    [['UP'], 'MAJOR_OUTAGE', 'MAINTENANCE'],
    [['never'], 'OPERATIONAL', 'MAINTENANCE'],
    [['stale'], 'DEGRADED', 'MAINTENANCE'],
    [['DOWN'], 'MAJOR_OUTAGE', 'MAINTENANCE'],
    [['DOWN'], 'PARTIAL_OUTAGE', 'MAJOR_OUTAGE'],
    [['UP', 'DOWN'], 'PARTIAL_OUTAGE', 'MAINTENANCE'],
    [['UP', 'DOWN'], 'DEGRADED', 'PARTIAL_OUTAGE'],
    [['SLOW'], 'DEGRADED', 'MAINTENANCE'],
    [['SLOW'], 'OPERATIONAL', 'DEGRADED'],
  ];
  for (const [probed, impact, expected] of cases)
    assert.equal(shown(facts(probed, affect('MAINTENANCE', impact))), expected, `${probed} ${impact}`);
  const { level, underlying, maintenance } = levelAt(facts(['DOWN'], affect('MAINTENANCE', 'MAJOR_OUTAGE')), NOW);
  assert.deepEqual([level, underlying, maintenance], ['MAINTENANCE', 'MAJOR_OUTAGE', true]);
});

test('an incident shows through maintenance', () => {
  const given = facts(['UP'], affect('MAINTENANCE', 'MAJOR_OUTAGE'), affect('INCIDENT', 'DEGRADED'));
  assert.equal(shown(given), 'DEGRADED');
});

test('of overlapping maintenance the one that expects most explains', () => {
  const both = [affect('MAINTENANCE', 'OPERATIONAL'), affect('MAINTENANCE', 'MAJOR_OUTAGE')];
  for (const affects of [both, both.toReversed()]) assert.equal(shown(facts(['DOWN'], ...affects)), 'MAINTENANCE');
});

test('maintenance of one service explains nothing of another', () => {
  const ofYves = affect('MAINTENANCE', 'MAJOR_OUTAGE', { service: 'yves' });
  const down = (...services: string[]): StatusFacts => ({
    readings: ['yves', 'zed'].map((service) => reading(services.includes(service) ? 'DOWN' : 'UP', service)),
    affects: [ofYves],
  });
  assert.equal(shown(down('yves')), 'MAINTENANCE');
  assert.equal(shown(down('zed')), 'PARTIAL_OUTAGE');
  assert.equal(shown(down('yves', 'zed')), 'MAJOR_OUTAGE');
  assert.deepEqual(serviceLevelsAt(down('yves', 'zed'), NOW), [
    { service: 'yves', level: 'MAINTENANCE' },
    { service: 'zed', level: 'MAJOR_OUTAGE' },
  ]);
});

test('where an environment expects to be out in part, one service may be out', () => {
  const given: StatusFacts = {
    readings: [reading('DOWN', 'yves'), reading('UP', 'zed')],
    affects: [affect('MAINTENANCE', 'PARTIAL_OUTAGE')],
  };
  assert.equal(shown(given), 'MAINTENANCE');
  assert.deepEqual(
    serviceLevelsAt(given, NOW).map(({ level }) => level),
    ['MAINTENANCE', 'MAINTENANCE'],
  );
});

test('services are those with an endpoint or a notice of their own that is on', () => {
  const given: StatusFacts = {
    readings: [reading('UP', 'zed'), reading('DOWN')],
    affects: [
      affect('INCIDENT', 'DEGRADED', { service: 'mail' }),
      affect('MAINTENANCE', 'DEGRADED', { service: 'later', from: NOW + 1 }),
    ],
  };
  assert.deepEqual(serviceLevelsAt(given, NOW), [
    { service: 'mail', level: 'DEGRADED' },
    { service: 'zed', level: 'OPERATIONAL' },
  ]);
});

test('reasons name the worst first, a notice on several services once', () => {
  const incident = affect('INCIDENT', 'MAJOR_OUTAGE', { id: 'one' });
  const { reasons } = levelAt(
    {
      readings: [reading('UP', 'a'), reading('SLOW', 'b'), reading('never', 'c')],
      affects: [{ ...incident, service: 'a' }, { ...incident, service: 'b' }, affect('MAINTENANCE', 'DEGRADED')],
    },
    NOW,
  );
  assert.deepEqual(
    reasons.map((reason) => [reason.what === 'notice' ? reason.id : reason.endpoint, reason.level]),
    [
      ['one', 'MAJOR_OUTAGE'],
      ['of b', 'DEGRADED'],
      ['MAINTENANCE DEGRADED', 'MAINTENANCE'],
      ['of c', 'UNKNOWN'],
    ],
  );
});
