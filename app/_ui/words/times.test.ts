import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatDate,
  formatDuration,
  formatEarliest,
  formatInstant,
  formatInstantInZone,
  formatMoment,
  formatNear,
  formatWindow,
  leadTimeWords,
  windowTimes,
} from './times.ts';

const BERLIN = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);
const THURSDAY = at('2026-11-26T08:00+01:00');
const window = (start: string, end: string | null, timeZone = BERLIN) => ({
  start: at(start),
  end: end === null ? null : at(end),
  timeZone,
});

test('an instant is said in the zone that is asked for, not in the computer’s', () => {
  assert.equal(formatInstant(THURSDAY, BERLIN), 'Thu 26 Nov 2026 08:00');
  assert.equal(formatInstant(THURSDAY, 'Asia/Kathmandu'), 'Thu 26 Nov 2026 12:45');
  assert.equal(formatInstantInZone(THURSDAY, BERLIN), 'Thu 26 Nov 2026 08:00 Europe/Berlin');
  assert.equal(formatMoment(THURSDAY, BERLIN), 'Thu 26 Nov 08:00');
  assert.equal(formatDate(THURSDAY, BERLIN), 'Thu 26 Nov 2026');
  assert.equal(formatInstant(at('2026-09-01T00:00Z'), 'UTC'), 'Tue 1 Sep 2026 00:00');
});

test('a repeated hour says which of the two it is, other hours do not', () => {
  assert.equal(formatInstant(at('2026-10-25T02:30+02:00'), BERLIN), 'Sun 25 Oct 2026 02:30 (UTC+02:00)');
  assert.equal(formatInstant(at('2026-10-25T02:30+01:00'), BERLIN), 'Sun 25 Oct 2026 02:30 (UTC+01:00)');
  assert.equal(formatInstant(at('2026-10-25T03:00+01:00'), BERLIN), 'Sun 25 Oct 2026 03:00');
  assert.match(formatInstant(at('2027-04-04T01:45+11:00'), 'Australia/Lord_Howe'), /01:45 \(UTC\+11:00\)$/);
});

test('the earliest minute that can be chosen is never before the earliest instant', () => {
  assert.equal(formatEarliest(THURSDAY, BERLIN), 'Thu 26 Nov 2026 08:00 Europe/Berlin');
  assert.equal(formatEarliest(THURSDAY + 1, BERLIN), 'Thu 26 Nov 2026 08:01 Europe/Berlin');
});

test('a window is said in its own zone, and in the viewer’s where the clocks differ', () => {
  const days = window('2026-11-26T08:00+01:00', '2026-11-27T18:00+01:00');
  assert.equal(formatWindow(days, BERLIN), 'Thu 26 Nov 2026 08:00 – Fri 27 Nov 18:00 Europe/Berlin');
  assert.equal(formatWindow(days, 'Europe/Vienna'), formatWindow(days, BERLIN));
  assert.deepEqual(windowTimes(days, 'Asia/Kathmandu'), {
    own: 'Thu 26 Nov 2026 08:00 – Fri 27 Nov 18:00 Europe/Berlin',
    yours: 'Thu 26 Nov 2026 12:45 – Fri 27 Nov 22:45 Asia/Kathmandu',
  });
  assert.match(formatWindow(days, 'Asia/Kathmandu'), / \(yours: Thu 26 Nov 2026 12:45 .* Asia\/Kathmandu\)$/);
});

test('a window says the day once, the year again only when it changes, and a permanent one has no end', () => {
  const day = window('2026-11-26T08:00+01:00', '2026-11-26T18:00+01:00');
  assert.equal(formatWindow(day, BERLIN), 'Thu 26 Nov 2026 08:00 – 18:00 Europe/Berlin');
  const newYear = window('2026-12-31T08:00+01:00', '2027-01-01T18:00+01:00');
  assert.equal(formatWindow(newYear, BERLIN), 'Thu 31 Dec 2026 08:00 – Fri 1 Jan 2027 18:00 Europe/Berlin');
  const sameDayNextYear = window('2026-11-26T08:00+01:00', '2037-11-26T18:00+01:00');
  assert.match(formatWindow(sameDayNextYear, BERLIN), /2037/);
  assert.equal(
    formatWindow(window('2026-11-26T08:00+01:00', null), BERLIN),
    'from Thu 26 Nov 2026 08:00 Europe/Berlin, permanent',
  );
});

test('a length of time is said in its two largest units', () => {
  const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
  const said = [0, 45_000, 30 * minute, 90 * minute, day, 2 * day + 10 * hour, 34 * hour].map(formatDuration);
  assert.deepEqual(said, ['0 s', '45 s', '30 min', '1 h 30 min', '1 day', '2 days 10 h', '1 day 10 h']);
});

test('a lead time is said with its unit', () => {
  assert.equal(leadTimeWords({ value: 3, unit: 'BUSINESS_DAYS' }), '3 business days');
  assert.equal(leadTimeWords({ value: 1, unit: 'HOURS' }), '1 hour');
});

test('near now a time is short, and never of two meanings', () => {
  const near = (text: string, zone = BERLIN) => formatNear(at(text), THURSDAY, zone);
  assert.equal(near('2026-11-26T05:30+01:00'), '05:30');
  assert.equal(near('2026-11-26T05:30+01:00', 'America/New_York'), 'Wed 23:30', 'yesterday over there');
  assert.equal(near('2026-11-20T09:00+01:00'), 'Fri 09:00');
  assert.equal(near('2026-11-19T09:00+01:00'), 'Thu 19 Nov');
  assert.equal(near('2025-11-26T08:00+01:00'), 'Wed 26 Nov 2025');
  assert.equal(near('2026-11-27T18:00+01:00'), 'Fri 18:00');
});
