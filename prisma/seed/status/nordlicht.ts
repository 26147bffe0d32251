import type { DemoClock } from '../clock.ts';
import { type IncidentData, incident, type NoticeStory, OPERATOR } from './notices.ts';
import { SLOW } from './troubles.ts';

const ZONE = 'Europe/Berlin';
const refused = { outcome: 'DOWN', reason: 'refused' } as const;
const timedOut = { outcome: 'DOWN', reason: 'timeout' } as const;
const failing = { outcome: 'DOWN', reason: 'status' } as const;

/** What the draft says and nobody but its writers may read: tests look for it everywhere else. */
const DRAFT_MARKER = 'draft-of-the-demo-5c1e';

/** The incidents of NLW-2024, whose status is public. */
export function nordlichtIncidents(clock: DemoClock): NoticeStory[] {
  const at = (days: number, time: string) => clock.on(-days, time, ZONE);
  return [...prod(at).map(incident), ...others(at).map(incident), draft(clock)];
}

type At = (days: number, time: string) => number;

function prod(at: At): IncidentData[] {
  return [
    {
      ...{ title: 'Slow storefront and API', slug: 'nlw-prod', services: ['yves', 'glue'], impact: 'DEGRADED' },
      ...{ from: at(11, '13:20'), trouble: { ...SLOW, minutes: 216 } },
      updates: [
        [14, 'INVESTIGATING', 'Pages and API answers take **1–2 seconds** longer than usual. Orders go through.'],
        [62, 'IDENTIFIED', 'A report of the warehouse reads the whole order table every minute. It is being moved.'],
        [198, 'MONITORING', 'The report reads from a copy now. Answers are getting quicker.'],
        [226, 'RESOLVED', 'Answers are as quick as before.'],
      ],
    },
    {
      ...{ title: 'API answered with errors', slug: 'nlw-prod', services: ['glue'], impact: 'PARTIAL_OUTAGE' },
      ...{ from: at(26, '09:42'), trouble: { ...failing, minutes: 18 } },
      updates: [
        [4, 'INVESTIGATING', 'The API answers every request with an error. The storefront is not affected.'],
        [9, 'IDENTIFIED', 'A certificate of an internal service was replaced without restarting its callers.'],
        [16, 'MONITORING', 'All callers were restarted.'],
        [22, 'RESOLVED', 'No error for six minutes.'],
      ],
      postMortem: `## What happened

At 09:42 an internal certificate was replaced by its automation. The API kept the old one in memory and refused to talk to its own database proxy. Every request failed for **18 minutes**.

## What we changed

- Callers read the certificate anew when it changes.
- The automation replaces certificates on STAGE a day earlier, and asks the API there whether it is well.`,
    },
    {
      ...{ title: 'Back office slow', slug: 'nlw-prod', services: ['backoffice'], impact: 'DEGRADED' },
      ...{ from: at(47, '20:14'), trouble: { ...SLOW, minutes: 50 } },
      updates: [
        [10, 'INVESTIGATING', 'Lists in the back office take seconds to appear.'],
        [55, 'RESOLVED', 'An import that should have run at night was stopped, and runs at night again.'],
      ],
    },
    {
      ...{ title: 'Order confirmations are late', slug: 'nlw-prod', services: null, impact: 'OPERATIONAL' },
      ...{ from: at(33, '08:10'), trouble: null },
      updates: [
        [0, 'IDENTIFIED', 'E-mails leave up to an hour late: the mail provider is slow. The shop itself is well.'],
        [150, 'MONITORING', 'The mail provider has caught up; what waited is being sent.'],
        [205, 'RESOLVED', 'Every e-mail has been sent.'],
      ],
    },
    {
      ...{ title: 'API slow after a deployment', slug: 'nlw-prod', services: ['glue'], impact: 'DEGRADED' },
      ...{ from: at(80, '07:50'), trouble: { ...SLOW, minutes: 40 } },
      updates: [
        [8, 'IDENTIFIED', 'Caches are empty after the deployment of this morning and fill up by themselves.'],
        [44, 'RESOLVED', 'Caches are full.'],
      ],
    },
  ];
}

function others(at: At): IncidentData[] {
  return [
    {
      ...{ title: 'Back office of STAGE cannot be reached', slug: 'nlw-stage', services: ['backoffice'] },
      ...{ impact: 'PARTIAL_OUTAGE', from: at(5, '10:06'), trouble: { ...refused, minutes: 26 } },
      updates: [
        [6, 'INVESTIGATING', 'The back office does not answer. Storefront and API do.'],
        [20, 'IDENTIFIED', 'Its task did not start with the new release; the release before it is brought back.'],
        [30, 'RESOLVED', 'The back office runs with the release of yesterday.'],
      ],
    },
    {
      ...{ title: 'A load test slows STAGE down', slug: 'nlw-stage', services: ['yves', 'glue'], impact: 'DEGRADED' },
      ...{ from: at(19, '15:30'), trouble: { ...SLOW, minutes: 70 } },
      updates: [
        [5, 'IDENTIFIED', 'The load test that is under way asks for more than STAGE has. Nothing is broken.'],
        [74, 'RESOLVED', 'The test is over.'],
      ],
    },
    {
      ...{ title: 'DEV did not start after an update', slug: 'nlw-dev', services: null, impact: 'MAJOR_OUTAGE' },
      ...{ from: at(62, '08:30'), trouble: { ...refused, minutes: 34 } },
      updates: [
        [7, 'INVESTIGATING', 'DEV does not answer at all since its nightly update.'],
        [25, 'IDENTIFIED', 'A migration waits for a table that a developer holds open.'],
        [36, 'RESOLVED', 'The connection was closed and DEV started.'],
      ],
    },
    {
      ...{ title: 'API of STAGE does not answer', slug: 'nlw-stage', services: ['glue'], impact: 'PARTIAL_OUTAGE' },
      ...{ from: at(71, '11:00'), trouble: { ...timedOut, minutes: 20 }, by: OPERATOR },
      updates: [
        [5, 'INVESTIGATING', 'The API of STAGE takes every connection and answers none.'],
        [24, 'RESOLVED', 'It was started again. The cause is looked for on DEV.'],
      ],
    },
  ];
}

/** Written, not published: it changes no level, and only who may publish sees it. */
function draft(clock: DemoClock): NoticeStory {
  const story = incident({
    ...{ title: 'Checkout errors, not confirmed', slug: 'nlw-stage', services: ['yves'] },
    ...{ impact: 'PARTIAL_OUTAGE', from: clock.hours(-1), trouble: null },
    updates: [[10, 'INVESTIGATING', `One tester sees errors at the checkout. Nobody else does (${DRAFT_MARKER}).`]],
  });
  return { ...story, published: false };
}
