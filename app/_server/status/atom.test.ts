import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeView, SafeHtml } from '#domain/status-view.ts';
import { atomOf } from './atom.ts';
import { entriesOf } from './feed-entries.ts';

const T = Date.UTC(2027, 0, 15, 12);
const MINUTE = 60_000;
const update = (minutes: number, state: NoticeView['state']) => ({
  ...{ at: T + minutes * MINUTE, state, html: '<p>told</p>' as SafeHtml, editedAt: null },
});
/** announced at T, planned from 10 to 20 minutes after */
const maintenance: NoticeView = {
  ...{ id: 'n1', kind: 'MAINTENANCE', title: 'Move', state: 'PLANNED', impact: 'DEGRADED', affected: [] },
  ...{ startsAt: T + 10 * MINUTE, endsAt: T + 20 * MINUTE, updates: [update(0, 'PLANNED')], postMortem: null },
};
const told = (notice: NoticeView, minutes: number) =>
  entriesOf([notice], T + minutes * MINUTE).map(({ moment, at }) => `${moment} ${(at - T) / MINUTE}`);

test('a maintenance begins and ends in the feed as its times come to pass', () => {
  assert.deepEqual(told(maintenance, 9), ['PLANNED 0']);
  assert.deepEqual(told(maintenance, 10), ['BEGUN 10', 'PLANNED 0']);
  assert.deepEqual(told(maintenance, 20), ['ENDED 20', 'BEGUN 10', 'PLANNED 0']);
  const longer = { ...maintenance, endsAt: T + 30 * MINUTE, updates: [update(15, 'PLANNED'), update(0, 'PLANNED')] };
  assert.deepEqual(told(longer, 20), ['PLANNED 15', 'BEGUN 10', 'PLANNED 0']);
  const late = { ...maintenance, updates: [update(12, 'PLANNED')] };
  assert.deepEqual(told(late, 60), ['ENDED 20', 'BEGUN 12', 'PLANNED 12']);
});

test('what was ended early, was cancelled, or is an incident says so itself', () => {
  const ended = { ...maintenance, state: 'COMPLETED' as const, endsAt: T + 15 * MINUTE };
  const updates = [update(15, 'COMPLETED'), update(0, 'PLANNED')];
  assert.deepEqual(told({ ...ended, updates }, 60), ['COMPLETED 15', 'BEGUN 10', 'PLANNED 0']);
  const cancelledAt = (minutes: number) =>
    told({ ...maintenance, state: 'CANCELLED', updates: [update(minutes, 'CANCELLED'), update(0, 'PLANNED')] }, 60);
  assert.deepEqual(cancelledAt(5), ['CANCELLED 5', 'PLANNED 0']);
  assert.deepEqual(cancelledAt(15), ['CANCELLED 15', 'BEGUN 10', 'PLANNED 0']);
  assert.deepEqual(told({ ...maintenance, kind: 'INCIDENT' }, 60), ['PLANNED 0']);
});

const feedAt = (minutes: number, stale = false) =>
  atomOf([maintenance], {
    ...{ title: 'Shop', self: 'http://x/f.atom', page: 'http://x/f', asOf: T + minutes * MINUTE, stale },
    subtitle: (asOf, isStale) => `As of ${asOf}${isStale ? ', stale' : ''}`,
    entryTitle: (title, moment) => `${title}: ${moment}`,
    edgeText: (moment, until) => `${moment} until <${until}>`,
  });

test('a feed was updated when its newest entry was, and is the same while only time has passed', () => {
  const [one, two, begun] = [feedAt(1), feedAt(2), feedAt(11)];
  assert.equal(/<updated>(.+?)<\/updated>/.exec(two.text)?.[1], '2027-01-15T12:00:00.000Z');
  assert.match(two.text, /<subtitle>As of 2027-01-15T12:02/);
  assert.equal(one.identity, two.identity);
  assert.notEqual(one.text, two.text);
  assert.notEqual(begun.identity, two.identity);
  assert.equal(/<updated>(.+?)<\/updated>/.exec(begun.text)?.[1], '2027-01-15T12:10:00.000Z');
  assert.match(begun.text, /<id>http:\/\/x\/f#n-n1-begun<\/id>/);
  assert.match(begun.text, /<p>BEGUN until &lt;2027-01-15T12:20:00.000Z&gt;<\/p>/);
});

test('while the database is away it is another, once', () => {
  assert.notEqual(feedAt(1, true).identity, feedAt(1).identity);
  assert.equal(feedAt(1, true).identity, feedAt(2, true).identity);
  assert.match(feedAt(1, true).text, /, stale<\/subtitle>/);
});
