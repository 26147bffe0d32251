import type { DemoClock } from '../clock.ts';
import { incident, type NoticeStory, OPERATOR } from './notices.ts';
import { SLOW } from './troubles.ts';

/** The incidents of the other contracts. */
export function otherIncidents(clock: DemoClock): NoticeStory[] {
  return [shopDown(clock), slowStage(clock), searchDegraded(clock), storefrontDown(clock), nightlyImport(clock)];
}

/** The one major outage of the demo. */
function shopDown(clock: DemoClock): NoticeStory {
  return incident({
    ...{ title: 'The shop cannot be reached', slug: 'kes-prod', services: null, impact: 'MAJOR_OUTAGE', by: OPERATOR },
    from: clock.on(-17, '22:36', 'Australia/Sydney'),
    trouble: { outcome: 'DOWN', reason: 'refused', minutes: 40 },
    updates: [
      [3, 'INVESTIGATING', 'Storefront, API and back office do not answer.'],
      [12, 'IDENTIFIED', 'The load balancer lost all of its targets when a rule of the network was changed.'],
      [38, 'MONITORING', 'The rule is as it was before, and targets come back one by one.'],
      [44, 'RESOLVED', 'Everything answers. A post-mortem follows.'],
    ],
    postMortem: `## What happened

A rule of the network was changed at 22:36 (Sydney) on all environments of the region at once. Health checks could not reach their targets any more, and the load balancer took all of them out.

## Why it took 40 minutes

1. The change was not announced, so nobody thought of it.
2. Bringing it back needed a second person, who was asleep.

## What we changed

Rules of the network change on **one** environment first, in a maintenance that is announced here.`,
  });
}

function slowStage(clock: DemoClock): NoticeStory {
  return incident({
    ...{ title: 'STAGE answers slowly', slug: 'kes-stage', services: ['yves'], impact: 'DEGRADED' },
    ...{ from: clock.on(-40, '14:10', 'Australia/Sydney'), trouble: { ...SLOW, minutes: 90 } },
    updates: [
      [15, 'INVESTIGATING', 'Pages take two seconds and more.'],
      [95, 'RESOLVED', 'A supplier’s feed was imported in the midst of the day; it is over.'],
    ],
  });
}

/** Open while the demo is loaded: search has no endpoint, so only the incident tells of it. */
function searchDegraded(clock: DemoClock): NoticeStory {
  return incident({
    ...{ title: 'Search finds new products late', slug: 'alp-stage-us', services: ['search'], impact: 'DEGRADED' },
    ...{ from: clock.hours(-5), trouble: null },
    updates: [
      [0, 'INVESTIGATING', 'Products that were imported today are not found yet. Older ones are.'],
      [70, 'IDENTIFIED', 'The search index is being built anew after its node was replaced. It takes until tonight.'],
    ],
  });
}

function storefrontDown(clock: DemoClock): NoticeStory {
  return incident({
    ...{ title: 'Storefront down', slug: 'alp-prod', services: ['yves'], impact: 'PARTIAL_OUTAGE' },
    from: clock.on(-22, '16:44', 'Europe/Vienna'),
    trouble: { outcome: 'DOWN', reason: 'status', minutes: 12 },
    updates: [
      [3, 'INVESTIGATING', 'The storefront answers with errors. The API and its apps are not affected.'],
      [10, 'MONITORING', 'A feature that was switched on was switched off again.'],
      [16, 'RESOLVED', 'No more errors.'],
    ],
  });
}

function nightlyImport(clock: DemoClock): NoticeStory {
  return incident({
    ...{ title: 'Back office of STAGE slow', slug: 'jun-stage', services: ['backoffice'], impact: 'DEGRADED' },
    ...{ from: clock.on(-8, '09:12', 'America/Los_Angeles'), trouble: { ...SLOW, minutes: 44 } },
    updates: [
      [12, 'IDENTIFIED', 'The nightly import took until the morning: there are three times as many prices.'],
      [48, 'RESOLVED', 'The import is through.'],
    ],
  });
}
