import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LeadTime } from './refusal.ts';
import { contractYear, earliestStart, instantToLocal, isTimeZone, localToInstant, monthIn } from './time.ts';

const BERLIN = 'Europe/Berlin';
const THREE: LeadTime = { value: 3, unit: 'BUSINESS_DAYS' };
const NONE: ReadonlySet<string> = new Set();
const at = (text: string) => Date.parse(text);

const earliest = (now: string, leadTime = THREE, zone = BERLIN, holidays = NONE) =>
  new Date(earliestStart(at(now), leadTime, zone, holidays)).toISOString();
const utc = (text: string) => new Date(at(text)).toISOString();

test('the tests run in a zone that is nobody’s, so a forgotten one shows', () => {
  assert.equal(new Date(0).getTimezoneOffset(), -330);
});

test('golden: Friday 16:00 and three business days is Wednesday 16:00', () => {
  assert.equal(earliest('2026-11-20T16:00+01:00'), utc('2026-11-25T16:00+01:00'));
});

test('golden: Sunday 20:11 counts from Monday 00:00 and is Thursday 00:00', () => {
  assert.equal(earliest('2026-11-22T20:11+01:00'), utc('2026-11-26T00:00+01:00'));
});

test('a business day is the contract’s: late Sunday in Berlin is Monday morning in Sydney', () => {
  assert.equal(earliest('2026-11-22T20:11+01:00', THREE, 'Australia/Sydney'), utc('2026-11-26T06:11+11:00'));
});

test('holidays of the region are no business days, neither to count from nor to count', () => {
  const holidays = new Set(['2026-12-25', '2026-12-26']);
  assert.equal(earliest('2026-12-23T10:00+01:00', THREE, BERLIN, holidays), utc('2026-12-29T10:00+01:00'));
  assert.equal(earliest('2026-12-25T10:00+01:00', THREE, BERLIN, holidays), utc('2026-12-31T00:00+01:00'));
});

test('the wall time stays over a change of the clock', () => {
  assert.equal(earliest('2026-10-23T16:00+02:00'), utc('2026-10-28T16:00+01:00'));
  assert.equal(earliest('2026-10-23T16:00+02:00', { value: 3, unit: 'CALENDAR_DAYS' }), utc('2026-10-26T16:00+01:00'));
});

test('hours are plain hours, weekend or not', () => {
  assert.equal(earliest('2026-10-24T16:00+02:00', { value: 48, unit: 'HOURS' }), utc('2026-10-26T15:00+01:00'));
});

test('no lead time lets a business day start at once and a Sunday wait for Monday 00:00', () => {
  const none: LeadTime = { value: 0, unit: 'BUSINESS_DAYS' };
  assert.equal(earliest('2026-11-20T16:00:05+01:00', none), utc('2026-11-20T16:00:05+01:00'));
  assert.equal(earliest('2026-11-22T20:11+01:00', none), utc('2026-11-23T00:00+01:00'));
});

test('the earliest start is a business day with exactly that many business days since now, at the same wall time', () => {
  const days = fc.integer({ min: 0, max: 15 });
  const moment = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2028-01-01T00:00Z') });
  const free = fc.uniqueArray(fc.integer({ min: 0, max: 740 }), { maxLength: 40 });
  fc.assert(
    fc.property(moment, days, free, (now, value, offsets) => {
      const holidays = new Set(
        offsets.map((n) => new Date(at('2026-01-01T00:00Z') + n * 86_400_000).toISOString().slice(0, 10)),
      );
      const start = earliestStart(now, { value, unit: 'BUSINESS_DAYS' }, BERLIN, holidays);
      const [from, to] = [instantToLocal(now, BERLIN), instantToLocal(start, BERLIN)];
      const works = (day: string) => ![0, 6].includes(new Date(`${day}T00:00Z`).getUTCDay()) && !holidays.has(day);
      const between: string[] = [];
      for (let day = at(`${from.slice(0, 10)}T00:00Z`); day < at(`${to.slice(0, 10)}T00:00Z`); day += 86_400_000)
        between.push(new Date(day).toISOString().slice(0, 10));
      assert.ok(works(to.slice(0, 10)));
      assert.equal(between.filter(works).length, value);
      assert.equal(to.slice(11), works(from.slice(0, 10)) ? from.slice(11) : '00:00');
    }),
  );
});

test('a zone is an IANA name: no offset, no abbreviation of the computer, no other text', () => {
  for (const name of ['Europe/Berlin', 'UTC', 'Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])
    assert.equal(isTimeZone(name), true, name);
  for (const name of [
    '+02:00',
    '-0500',
    'Z',
    'GMT+2',
    'PST',
    'Mars/Base',
    '',
    'Europe/Berlin\0',
    'Europe/Berlin ',
    'SystemV/PST8',
    'Europe/Berlin[u-ca=japanese]',
    '__proto__',
    'A'.repeat(100_000),
  ])
    assert.equal(isTimeZone(name), false, name.slice(0, 40));
});

test('a contract year runs from one anniversary to the next in the contract’s zone', () => {
  const start = at('2024-03-15T00:00+11:00');
  assert.deepEqual(contractYear(start, 'Australia/Sydney', at('2026-11-20T00:00Z')), {
    start: at('2026-03-15T00:00+11:00'),
    end: at('2027-03-15T00:00+11:00'),
  });
});

test('the anniversary itself begins the new year, the millisecond before is the old one', () => {
  const start = at('2024-04-10T00:00+02:00');
  const anniversary = at('2026-04-10T00:00+02:00');
  assert.equal(contractYear(start, BERLIN, anniversary).start, anniversary);
  assert.equal(contractYear(start, BERLIN, anniversary - 1).end, anniversary);
  assert.equal(contractYear(start, BERLIN, start).start, start);
});

test('a term from 29 February has its anniversary on 28 February, and on the 29th in leap years', () => {
  const start = at('2024-02-29T00:00+01:00');
  assert.deepEqual(contractYear(start, BERLIN, at('2027-06-01T00:00Z')), {
    start: at('2027-02-28T00:00+01:00'),
    end: at('2028-02-29T00:00+01:00'),
  });
});

test('contract years cover all time without gap or overlap', () => {
  const moment = fc.integer({ min: at('2020-01-01T00:00Z'), max: at('2040-01-01T00:00Z') });
  fc.assert(
    fc.property(moment, moment, (termStart, now) => {
      const year = contractYear(termStart, BERLIN, now);
      assert.ok(year.start <= now && now < year.end);
      assert.deepEqual(contractYear(termStart, BERLIN, year.end).start, year.end);
      assert.deepEqual(contractYear(termStart, BERLIN, year.start), year);
    }),
  );
});

test('a local time is one instant in its zone', () => {
  assert.deepEqual(localToInstant('2026-11-26T08:00', BERLIN), { kind: 'one', at: at('2026-11-26T08:00+01:00') });
  assert.deepEqual(localToInstant('2026-11-26T08:00', 'Asia/Kathmandu'), {
    kind: 'one',
    at: at('2026-11-26T08:00+05:45'),
  });
});

test('a local time that the clock skips is told with the times before and after the gap', () => {
  assert.deepEqual(localToInstant('2027-03-28T02:30', BERLIN), {
    kind: 'skipped',
    before: at('2027-03-28T01:30+01:00'),
    after: at('2027-03-28T03:30+02:00'),
  });
  assert.equal(localToInstant('2027-03-28T02:00', BERLIN).kind, 'skipped');
  assert.equal(localToInstant('2027-03-28T03:00', BERLIN).kind, 'one');
});

test('a local time that the clock repeats is told with both instants and offsets', () => {
  assert.deepEqual(localToInstant('2026-10-25T02:30', BERLIN), {
    kind: 'repeated',
    first: at('2026-10-25T02:30+02:00'),
    second: at('2026-10-25T02:30+01:00'),
    firstOffset: '+02:00',
    secondOffset: '+01:00',
  });
  assert.equal(localToInstant('2026-10-25T03:00', BERLIN).kind, 'one');
});

test('dates that do not exist and other texts are unreadable', () => {
  for (const text of [
    '2026-02-30T08:00',
    '2026-13-01T08:00',
    '2026-11-26T24:00',
    '2026-11-26T08:60',
    '2026-11-26',
    '2026-11-26 08:00',
    '2026-11-26T08:00Z',
    '2026-11-26T08:00+01:00',
    ' 2026-11-26T08:00',
    '',
    'NaN',
    '1e309',
  ])
    assert.deepEqual(localToInstant(text, BERLIN), { kind: 'unreadable' }, text);
  assert.deepEqual(localToInstant('2026-11-26T08:00', '+02:00'), { kind: 'unreadable' });
});

test('every minute comes back from its local time, in each zone', () => {
  const minute = fc.integer({ min: at('2026-01-01T00:00Z') / 60_000, max: at('2028-06-01T00:00Z') / 60_000 });
  const zone = fc.constantFrom(BERLIN, 'Australia/Sydney', 'Australia/Lord_Howe', 'America/New_York', 'Asia/Kathmandu');
  fc.assert(
    fc.property(minute, zone, (n, timeZone) => {
      const instant = n * 60_000;
      const read = localToInstant(instantToLocal(instant, timeZone), timeZone);
      const found = read.kind === 'one' ? [read.at] : read.kind === 'repeated' ? [read.first, read.second] : [];
      assert.ok(found.includes(instant));
    }),
  );
});

test('a month is of its zone, an hour shorter where the clocks go forward', () => {
  const hours = (month: string, zone: string) => {
    const { from, to } = monthIn(month, zone) ?? { from: 0, to: 0 };
    return [new Date(from).toISOString(), (to - from) / 3_600_000];
  };
  assert.deepEqual(hours('2026-03', BERLIN), [utc('2026-03-01T00:00+01:00'), 31 * 24 - 1]);
  assert.deepEqual(hours('2026-12', 'Australia/Sydney'), [utc('2026-12-01T00:00+11:00'), 31 * 24]);
  for (const text of ['2026-13', '2026-00', '2026-1', '26-01', '2026-01-01', 'October', ' 2026-10', ''])
    assert.equal(monthIn(text, BERLIN), null, text);
});
