import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Impact } from '#domain/status.ts';
import type { AsOf, Entry } from './board-entry.ts';
import { fadedServices, fadedStatus, hasFaded } from './board-faded.ts';

const MINUTE = 60_000;
const AT: AsOf = { asOf: 10 * MINUTE, answeredAt: 10 * MINUTE, stale: true, now: 13 * MINUTE };

type Told = { kind?: 'INCIDENT' | 'MAINTENANCE'; impact: Impact; service?: string; slug?: string; state?: string };

/** An environment whose services were all down at 5 min, with what is told of it. */
function entry(...told: Told[]): Entry {
  const notices = told.map(({ kind = 'INCIDENT', impact, service = null, slug = 'shop', state = 'IDENTIFIED' }, n) => ({
    ...{ kind, impact, state, id: `${n}`, title: `${n}`, publishedAt: 4 * MINUTE, startsAt: 4 * MINUTE, endsAt: null },
    scope: [{ slug, service, removed: false }],
  }));
  const services = ['glue', 'yves'].map((service) => ({ service, level: 'MAJOR_OUTAGE', since: 5 * MINUTE }));
  const status = { level: 'MAJOR_OUTAGE', services };
  return {
    slug: 'shop',
    lasts: { first: MINUTE, last: 2 * MINUTE },
    contract: { notices },
    status,
  } as unknown as Entry;
}
const servicesOf = (of: Entry) =>
  fadedServices(of, AT).map(({ service, level, since }) => `${service} ${level} since ${(since ?? 0) / MINUTE}`);

test('what is well fades when the first reading has gone stale, as one that says nothing leaves it unknown', () => {
  const well = { ...entry(), status: { level: 'OPERATIONAL', services: [] } } as unknown as Entry;
  assert.equal(hasFaded(well, { ...AT, now: 11 * MINUTE - 1 }), false);
  assert.equal(hasFaded(well, { ...AT, now: 11 * MINUTE }), true);
  assert.equal(fadedStatus(well, AT).level, 'UNKNOWN');
});

test('trouble fades when the last reading has gone stale, not sooner, and nothing does while the database answers', () => {
  assert.equal(hasFaded(entry(), { ...AT, now: 12 * MINUTE - 1 }), false);
  assert.equal(hasFaded(entry(), { ...AT, now: 12 * MINUTE }), true);
  assert.equal(hasFaded(entry(), { ...AT, stale: false }), false);
  assert.equal(hasFaded({ ...entry(), lasts: null }, AT), false);
});

test('what was only measured is not known any more', () => {
  const alone = entry({ impact: 'MAJOR_OUTAGE', slug: 'other' }, { impact: 'DEGRADED', state: 'CANCELLED' });
  assert.equal(fadedStatus(alone, AT).level, 'UNKNOWN');
  assert.deepEqual(servicesOf(alone), ['glue UNKNOWN since 12', 'yves UNKNOWN since 12']);
});

test('what was told lasts, of the environment and of each service, and is no worse than it was told', () => {
  const one = entry({ impact: 'MAJOR_OUTAGE', service: 'yves' });
  assert.equal(fadedStatus(one, AT).level, 'PARTIAL_OUTAGE');
  assert.deepEqual(
    fadedStatus(one, AT).reasons.map(({ what, level }) => `${what} ${level}`),
    ['notice MAJOR_OUTAGE'],
  );
  assert.deepEqual(servicesOf(one), ['glue UNKNOWN since 12', 'yves MAJOR_OUTAGE since 5']);
  const whole = entry({ impact: 'DEGRADED' }, { kind: 'MAINTENANCE', impact: 'DEGRADED', service: 'glue' });
  assert.equal(fadedStatus(whole, AT).level, 'DEGRADED');
  const planned = entry({ kind: 'MAINTENANCE', impact: 'MAJOR_OUTAGE' });
  assert.equal(fadedStatus(planned, AT).level, 'MAINTENANCE');
  assert.deepEqual(servicesOf(planned), ['glue MAINTENANCE since 12', 'yves MAINTENANCE since 12']);
});
